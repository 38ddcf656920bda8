import { addSecondsHeld, instantMax, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'
import { endOfLook, renewsInTime, type Look } from '../observe/look.ts'
import { volumeTermSeconds } from '../terms.ts'

/** What an order granted, as far as an end can be compared with it. Periods are half-open: a year has 365 or 366 days. */
export type GrantedTerm =
  | { readonly kind: 'perpetual' }
  | { readonly kind: 'until'; readonly until: Instant }
  | { readonly kind: 'period'; readonly seconds: { readonly from: number; readonly to: number } }

/** A term that a customer bought. `orderedAt` is the earliest moment from which it can run. */
export type OrderedTerm = {
  readonly order: string
  readonly orderedAt: Instant
  readonly startsAt: 'order' | 'first-activation'
  readonly term: GrantedTerm
}

/** Zones, local clocks and days that began late: ends that differ by less are the same. */
const slackSeconds = 2 * secondsPerDay

/**
 * The orders of a customer that a look's end contradicts; null where there is nothing to compare, or where one of them
 * fits. An activation host renews 180 days at a time, whatever was ordered: such an end says nothing about the order.
 * Nor does that of a device of ours: its lease was made from the order.
 */
export function decideTermMisfit(
  look: Pick<Look, 'seen' | 'renewsItself' | 'names'>,
  ordered: readonly OrderedTerm[],
): { readonly order: string | null } | null {
  const ends = endOfLook(look)
  if (ends === null || ordered.length === 0) return null
  if (isRenewalTerm(look) || look.names.deviceId !== null) return null
  if (ordered.some((order) => fits(ends, order, look.seen))) return null
  const [only, other] = ordered
  return { order: only !== undefined && other === undefined ? only.order : null }
}

function isRenewalTerm(look: Pick<Look, 'seen' | 'renewsItself'>): boolean {
  const { remaining } = look.seen
  return renewsInTime(look) || (look.renewsItself && remaining !== null && remaining.to <= volumeTermSeconds)
}

function fits(ends: Span, ordered: OrderedTerm, seen: Look['seen']): boolean {
  const possible = possibleEnd(ordered, seen)
  if (possible === null) return false
  return ends.to > possible.from - slackSeconds && ends.from < possible.to + slackSeconds
}

/** The span in which the term can end; null: never. */
function possibleEnd({ term, orderedAt, startsAt }: OrderedTerm, seen: Look['seen']): Span | null {
  if (term.kind === 'perpetual') return null
  if (term.kind === 'until') return { from: term.until, to: addSecondsHeld(term.until, 1) }
  const start = startsAt === 'order' ? { from: orderedAt, to: addSecondsHeld(orderedAt, 1) } : started()
  return {
    from: addSecondsHeld(start.from, term.seconds.from),
    to: addSecondsHeld(start.to, term.seconds.to),
  }

  function started(): Span {
    return seen.activatedAt ?? { from: orderedAt, to: seen.capturedAt?.to ?? instantMax }
  }
}
