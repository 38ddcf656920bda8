import { formatInstant, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'

/** How far the server's clock may be behind its own books while it still issues. */
export const clockBehindSecondsMax = 300

export const issuingRefusals = ['SERVER_CLOCK_BEHIND', 'SERVER_KEY_OUTSIDE_INTERVAL'] as const
export type IssuingRefusal = (typeof issuingRefusals)[number]

/**
 * The moment at which the server issues now: its clock, or the newest moment of its books where the clock is a little
 * behind them, so that what is issued never goes back in time. The key's interval is judged at that moment, because it
 * is what verifiers will judge.
 * Refuses: SERVER_CLOCK_BEHIND (facts: clock, newest, behindSeconds), SERVER_KEY_OUTSIDE_INTERVAL (facts: moment, from, until).
 * Source: docs/spec/activation-protocol.md §9.
 */
export function decideIssuingMoment(facts: {
  readonly clockNow: Instant
  /** `null` where the books hold no moment yet. */
  readonly newestInBooks: Instant | null
  readonly keyInterval: { readonly from: Instant; readonly until?: Instant }
}): { readonly kind: 'moment'; readonly moment: Instant } | Refusal<IssuingRefusal> {
  const { clockNow, newestInBooks, keyInterval } = facts
  const behind = refuseByClock(clockNow, newestInBooks)
  if (behind !== null) return behind
  const moment = newestInBooks !== null && newestInBooks > clockNow ? newestInBooks : clockNow
  if (moment < keyInterval.from || (keyInterval.until !== undefined && moment >= keyInterval.until)) {
    return refuse('SERVER_KEY_OUTSIDE_INTERVAL', {
      moment: formatInstant(moment),
      from: formatInstant(keyInterval.from),
      until: keyInterval.until === undefined ? null : formatInstant(keyInterval.until),
    })
  }
  return { kind: 'moment', moment }
}

/**
 * The clock alone: whoever signs, or resolves a term for good, does neither by a clock that is too far behind the books.
 * Refuses: SERVER_CLOCK_BEHIND (facts: clock, newest, behindSeconds). Source: docs/spec/activation-protocol.md §8, §9.
 */
export function refuseByClock(
  clockNow: Instant,
  newestInBooks: Instant | null,
): Refusal<'SERVER_CLOCK_BEHIND'> | null {
  const newest = newestInBooks ?? clockNow
  const behindSeconds = newest - clockNow
  if (behindSeconds <= clockBehindSecondsMax) return null
  return refuse('SERVER_CLOCK_BEHIND', {
    clock: formatInstant(clockNow),
    newest: formatInstant(newest),
    behindSeconds,
  })
}
