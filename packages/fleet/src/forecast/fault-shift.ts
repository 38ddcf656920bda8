import { instantMax, instantMin, type Instant } from '@holdfast/capabilities'
import { endAsGranted, endUnderFault, leftSecondsOf, type FaultGround, type TimeFault } from '../fault.ts'
import type { Span } from '../observation.ts'

// Units of which a second is a whole number: within one turn of the count, every end lies equally far from its activation.
const fineUnits: readonly TimeFault['unit'][] = ['second', 'decisecond', 'centisecond', 'millisecond', 'tick']

/**
 * Ends under one fault, or as granted where there is none, for many activations. The arithmetic is `endUnderFault`; this
 * keeps what it said as long as the answer must be the same.
 */
export class FaultShift {
  readonly #fault: TimeFault | null
  // Seconds left of a granted term, where they do not depend on the activation.
  readonly #left = new Map<number, number | null>()
  // Between these activations the end of `#granted` lies `#shift` after the activation.
  #granted = -1
  #shift = 0
  #low = 0
  #high = -1

  constructor(fault: TimeFault | null) {
    this.#fault = fault
  }

  /**
   * The span of ends of an activation within a span; `upgraded` counts for a fault that is kept at an upgrade. Null where no
   * end within the years that can be written follows.
   */
  endOf(activated: Span, grantedSeconds: number, upgraded: Span | null): Span | null {
    if (upgraded !== null && this.#fault?.kept === 'at-upgrade')
      return endAtUpgrade(this.#fault, { activated, upgraded, grantedSeconds })
    const left = this.#leftOf(grantedSeconds)
    if (left !== null) return spanWithin(activated.from + left, activated.to + left)
    const [first, last] = [activated.from, activated.to - 1]
    const firstEnd = this.#endAt(first, grantedSeconds)
    const lastEnd = this.#endAt(last, grantedSeconds)
    if (lastEnd >= firstEnd) return spanWithin(firstEnd, lastEnd + 1)
    // The count wraps in between: from the least end after the wrap to the greatest before it.
    const turn = this.#turnBetween(first, last, { firstEnd, grantedSeconds })
    return spanWithin(this.#endAt(turn, grantedSeconds), this.#endAt(turn - 1, grantedSeconds) + 1)
  }

  #leftOf(grantedSeconds: number): number | null {
    if (this.#fault === null) return grantedSeconds
    let left = this.#left.get(grantedSeconds)
    if (left === undefined) {
      left = leftSecondsOf(this.#fault, grantedSeconds)
      if (this.#left.size < termsKeptMax) this.#left.set(grantedSeconds, left)
    }
    return left
  }

  #endAt(activated: number, grantedSeconds: number): number {
    if (grantedSeconds === this.#granted && activated >= this.#low && activated <= this.#high)
      return activated + this.#shift
    const fault = this.#fault as TimeFault
    const end = exactEnd(fault, { grantedSeconds, activatedAt: activated as Instant })
    if (!fineUnits.includes(fault.unit)) return end
    const shift = end - activated
    if (grantedSeconds === this.#granted && shift === this.#shift && shift > 0) {
      this.#low = Math.min(this.#low, activated)
      this.#high = Math.max(this.#high, activated)
    } else {
      this.#granted = grantedSeconds
      this.#shift = shift
      this.#low = activated
      this.#high = shift > 0 ? activated : activated - 1
    }
    return end
  }

  /** The first activation after `first` whose end lies before that of `first`. */
  #turnBetween(
    first: number,
    last: number,
    { firstEnd, grantedSeconds }: { readonly firstEnd: number; readonly grantedSeconds: number },
  ): number {
    let [before, after] = [first, last]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (this.#endAt(middle, grantedSeconds) < firstEnd) after = middle
      else before = middle
    }
    return after
  }
}

/**
 * Ends at the corners of both spans hold all others, as long as the count turns nowhere between them; where it does, an end
 * may lie off by the width of the activation.
 */
function endAtUpgrade(
  fault: TimeFault,
  given: { readonly activated: Span; readonly upgraded: Span; readonly grantedSeconds: number },
): Span | null {
  const { activated, upgraded, grantedSeconds } = given
  const [activations, upgrades] = [activated, upgraded].map(({ from, to }) => [
    from,
    (to - 1) as Instant,
  ]) as [Instant[], Instant[]]
  const ends = activations.flatMap((activatedAt) =>
    upgrades.map((upgradedAt) => exactEnd(fault, { grantedSeconds, activatedAt, upgradedAt })),
  )
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const width = activated.to - activated.from
  const turns = most - least > width + (upgraded.to - upgraded.from)
  return turns ? spanWithin(least - width, most + width + 1) : spanWithin(least, most + 1)
}

/** Different granted terms whose answers are kept. */
const termsKeptMax = 10_000

function exactEnd(fault: TimeFault, ground: FaultGround): number {
  const end = endUnderFault(fault, ground)
  switch (end.kind) {
    case 'end':
      return end.at
    case 'over':
      return fault.kept === 'at-upgrade' ? (ground.upgradedAt ?? ground.activatedAt) : ground.activatedAt
    case 'unchanged':
      return endAsGranted(ground) ?? Number.POSITIVE_INFINITY
    case 'outside-years':
      return Number.POSITIVE_INFINITY
  }
}

/** Null where the span leaves the years that can be written: nobody has to prepare for it. */
function spanWithin(from: number, to: number): Span | null {
  if (from < instantMin || to > instantMax) return null
  return { from: from as Instant, to: to as Instant }
}
