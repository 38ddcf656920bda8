import { parseInstantOrDate } from '@holdfast/capabilities/calendar'
import type { Instant } from '@holdfast/capabilities'
import type { Renewals } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import { readJson } from './finding-option.ts'

/**
 * What a plan renews: JSON with `renewals`, a list of `device` and its new `until` (an instant, a date, or null for no end).
 * Null where no plan was given. Refuses PLAN_UNREADABLE.
 */
export async function readPlan(
  file: string | undefined,
  zone: string,
): Promise<Renewals | null | Refusal<'PLAN_UNREADABLE'>> {
  if (file === undefined) return null
  const refused = refuse('PLAN_UNREADABLE', { file })
  const read = await readJson(file)
  if (typeof read !== 'object' || read === null || !('renewals' in read) || !Array.isArray(read.renewals)) return refused
  const renewals = new Map<string, Instant | null>()
  for (const member of read.renewals as readonly unknown[]) {
    if (typeof member !== 'object' || member === null) return refused
    const { device, until } = member as { readonly device?: unknown; readonly until?: unknown }
    if (typeof device !== 'string') return refused
    const end = typeof until === 'string' ? parseInstantOrDate(until, zone) : until
    if (end !== null && typeof end !== 'number') return refused
    renewals.set(device, end as Instant | null)
  }
  return renewals
}
