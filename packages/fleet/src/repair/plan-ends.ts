// What a plan will make of its devices, read from the plan's JSON: the input of a forecast's what-if. spec: repair §6
import { parseInstant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { planItemsMax } from './decide-plan.ts'
import { endsEarlier, type End } from './end.ts'

export const planFormat = 'holdfast-plan 1'

export type PlanEnds = {
  readonly kind: 'plan-ends'
  readonly id: string
  /** By id of the device; and by serial number and name, where an item has them, for inventories that know no ids. */
  readonly ends: ReadonlyMap<string, End>
}

/**
 * Reads `holdfast plan show --json`. Items that are unrepairable, or of which nobody knows the end, are passed over, as are
 * members that this version does not know. Refuses PLAN_UNREADABLE (complaints).
 */
export function parsePlanEnds(value: unknown): PlanEnds | Refusal<'PLAN_UNREADABLE'> {
  const wrong = (complaint: string) => refuse('PLAN_UNREADABLE', { complaints: [complaint] })
  const plan = membersOf(value)
  if (plan === null || plan['format'] !== planFormat) return wrong(`plan: is not of the format ${planFormat}`)
  const { id, items } = plan
  if (typeof id !== 'string' || !Array.isArray(items)) return wrong('plan: needs the members id and items')
  if (items.length > planItemsMax) return wrong(`plan/items: must be at most ${planItemsMax}`)
  const ends = new Map<string, End>()
  // Machines may share a name, and seats a serial number: where their ends differ, neither tells which one is meant.
  const ambiguous = new Set<string>()
  for (const [at, entry] of (items as unknown[]).entries()) {
    const item = membersOf(entry)
    if (item === null || typeof item['device'] !== 'string') return wrong(`plan/items/${at}: has no device`)
    const end = endOf(item['expectedEnd'])
    if (end === undefined) return wrong(`plan/items/${at}/expectedEnd: is no end`)
    if (end === null || membersOf(item['state'])?.['kind'] === 'unrepairable') continue
    for (const word of [item['device'], item['name'], item['serial']]) {
      if (typeof word !== 'string') continue
      const known = ends.get(word)
      if (known !== undefined && !isSameEnd(known, end)) ambiguous.add(word)
      ends.set(word, end)
    }
  }
  for (const word of ambiguous) ends.delete(word)
  return { kind: 'plan-ends', id, ends }
}

function isSameEnd(one: End, other: End): boolean {
  return !endsEarlier(one, other) && !endsEarlier(other, one)
}

function endOf(value: unknown): End | null | undefined {
  if (value === null || value === undefined) return null
  const end = membersOf(value)
  if (end?.['kind'] === 'perpetual') return { kind: 'perpetual' }
  const until =
    end?.['kind'] === 'until' && typeof end['until'] === 'string' ? parseInstant(end['until']) : null
  return until === null ? undefined : { kind: 'until', until }
}

function membersOf(value: unknown): { readonly [member: string]: unknown } | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [member: string]: unknown })
    : null
}
