// The end of the term as the scheme computes it. spec: modelled-device §4, end
import type { Instant } from '@holdfast/capabilities'
import { endUnderFault } from '../fault.ts'
import type { EndMoment, Model } from './model.ts'
import { endExactly, findRule, type EndOfTerm, type ModelledDevice } from './modelled-device.ts'

export type ComputedEnd = { readonly end: EndOfTerm; readonly rule: string | null }

/**
 * The end after `moment` happened at `now`. `device` has the release that runs afterwards; `from` is the one before.
 * `end` is the end that stands so far; null at an activation.
 */
export function computeEnd(
  model: Model,
  device: ModelledDevice,
  given: {
    readonly moment: EndMoment
    readonly now: Instant
    readonly from: string
    readonly granted: number | 'perpetual'
    readonly activatedAt: Instant
    readonly end: EndOfTerm | null
  },
): ComputedEnd {
  const { moment, now, from, granted, activatedAt, end } = given
  const asBefore = end ?? endExactly(activatedAt, granted)
  const rule = findRule(
    model,
    'end',
    ({ when }) =>
      when.at.includes(moment) &&
      (when.from?.includes(from) ?? true) &&
      (when.releases?.includes(device.release) ?? true),
  )
  if (rule === null || rule.follows.end === 'stays' || granted === 'perpetual')
    return { end: asBefore, rule: rule?.id ?? null }
  const { counted, holds } = rule.follows
  const start = counted === 'granted' ? activatedAt : now
  const grantedSeconds = counted === 'remaining' ? restOf(given) : granted
  if (grantedSeconds === null) return { end: asBefore, rule: rule.id }
  const exact = endExactly(start, grantedSeconds)
  if (holds === 'exact') return { end: exact, rule: rule.id }
  const faulty = endUnderFault(holds, { grantedSeconds, activatedAt: start })
  switch (faulty.kind) {
    case 'end':
      return { end: faulty.at, rule: rule.id }
    case 'unchanged':
      return { end: exact, rule: rule.id }
    case 'over':
      return { end: now, rule: rule.id }
    case 'outside-years':
      return { end: 'after-9999', rule: rule.id }
  }
}

/** What is left of the term at `now`; null where that is nothing. An end after the year 9999 is counted from what was granted. */
function restOf(given: {
  readonly now: Instant
  readonly granted: number | 'perpetual'
  readonly activatedAt: Instant
  readonly end: EndOfTerm | null
}): number | null {
  const { now, granted, activatedAt, end } = given
  if (granted === 'perpetual' || end === 'never') return null
  const rest = typeof end === 'number' ? end - now : activatedAt + granted - now
  return rest > 0 ? rest : null
}
