import { parsePlanEnds, type Renewals } from '@holdfast/fleet'
import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { readJson } from './finding-option.ts'

/** Characters of a plan with as many items as one may have. */
export const planCharsMax = 33_554_432

/**
 * What a plan renews, from `holdfast plan show --json`: the expected end of each item, by id, name and serial number of its
 * device. Null where no plan was given. Refuses PLAN_UNREADABLE.
 */
export async function readPlan(
  file: string | undefined,
): Promise<Renewals | null | Refusal<'PLAN_UNREADABLE'>> {
  if (file === undefined) return null
  const plan = parsePlanEnds(await readJson(file, planCharsMax))
  if (plan.kind === 'refused') return refuse('PLAN_UNREADABLE', { file, ...plan.facts })
  const renewals = new Map<string, Instant | null>()
  for (const [name, end] of plan.ends) renewals.set(name, end.kind === 'perpetual' ? null : end.until)
  return renewals
}
