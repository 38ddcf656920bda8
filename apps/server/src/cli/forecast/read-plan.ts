import { parseInstant, type Instant } from '@holdfast/capabilities'
import type { Renewals } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { readJson } from './finding-option.ts'

type Members = { readonly [member: string]: unknown }

/**
 * What a plan renews, from `holdfast plan show --json`: the expected end of each item, by id, name and serial number of its
 * device. Null where no plan was given. Refuses PLAN_UNREADABLE.
 */
export async function readPlan(
  file: string | undefined,
): Promise<Renewals | null | Refusal<'PLAN_UNREADABLE'>> {
  if (file === undefined) return null
  const plan = membersOf(await readJson(file))
  const items = plan?.['items']
  if (!Array.isArray(items)) return refuse('PLAN_UNREADABLE', { file })
  const renewals = new Map<string, Instant | null>()
  // Devices may share a name: where their ends differ, it tells none of them.
  const ambiguous = new Set<string>()
  for (const item of items as readonly unknown[]) {
    const members = membersOf(item)
    const end = endOf(members?.['expectedEnd'])
    if (members === null || end === 'malformed') return refuse('PLAN_UNREADABLE', { file })
    if (end === 'unknown' || membersOf(members['state'])?.['kind'] === 'unrepairable') continue
    for (const name of [members['device'], members['name'], members['serial']]) {
      if (typeof name !== 'string') continue
      if (renewals.has(name) && renewals.get(name) !== end) ambiguous.add(name)
      renewals.set(name, end)
    }
  }
  for (const name of ambiguous) renewals.delete(name)
  return renewals
}

function endOf(value: unknown): Instant | null | 'unknown' | 'malformed' {
  if (value === null || value === undefined) return 'unknown'
  const end = membersOf(value)
  if (end?.['kind'] === 'perpetual') return null
  const until = end?.['until']
  return (typeof until === 'string' ? parseInstant(until) : null) ?? 'malformed'
}

function membersOf(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null
}
