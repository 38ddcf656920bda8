import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'

/** Devices with both dates from which on their delays count for the others. */
export const delaysNeeded = 5
/** What counts without them: an order is activated within a year. */
export const delayDaysDefault = 365
/** What was seen is widened on each side, at least by so much. */
export const delayMarginDays = 7

/** How long after its order a device may have been activated, half-open, in seconds. */
export type DelayRule = {
  readonly basis: 'seen' | 'default'
  readonly devices: number
  readonly fromSeconds: number
  readonly toSeconds: number
}

/**
 * Delays between order and activation, seen in devices that have both dates.
 * Source: docs/spec/forecast.md §5.
 */
export class Delays {
  #devices = 0
  #least = Number.POSITIVE_INFINITY
  #most = Number.NEGATIVE_INFINITY

  add(ordered: Span, activated: Span, count = 1): void {
    this.#devices += count
    this.#least = Math.min(this.#least, activated.from - (ordered.to - 1))
    this.#most = Math.max(this.#most, activated.to - 1 - ordered.from)
  }

  rule(): DelayRule {
    const ordinary = delayDaysDefault * secondsPerDay
    if (this.#devices < delaysNeeded)
      return {
        basis: 'default',
        devices: this.#devices,
        fromSeconds: Math.min(0, this.#least),
        toSeconds: Math.max(ordinary, this.#most + 1),
      }
    const margin = Math.max(this.#most - this.#least, delayMarginDays * secondsPerDay)
    // Nobody activates before the order, unless this very list shows it.
    const earliest = this.#least < -secondsPerDay ? this.#least - margin : Math.max(0, this.#least - margin)
    return {
      basis: 'seen',
      devices: this.#devices,
      fromSeconds: earliest,
      toSeconds: this.#most + margin + 1,
    }
  }
}

/** The span in which a device was activated of which only the order is known. */
export function activatedAfter(ordered: Span, rule: DelayRule): Span {
  return {
    from: (ordered.from + rule.fromSeconds) as Instant,
    to: (ordered.to - 1 + rule.toSeconds) as Instant,
  }
}
