// Which granted terms survive which representations, before anything is shipped. Spec: docs/spec/forecast.md
import type { Instant } from '@holdfast/capabilities'
import { endUnderFault, leftSecondsOf, type TimeFault } from './fault.ts'
import { formatFaultName, parseFaultName } from './forecast/finding-text.ts'

/** What R&D meets: registers and columns of 32 bits, packed fields of formats, doubles, and the wide ones that are right. */
export const usualRepresentations: readonly TimeFault[] = [
  '32-bit-seconds',
  'signed-32-bit-seconds',
  'signed-32-bit-seconds-since-1970',
  '32-bit-seconds-since-1970',
  '32-bit-minutes',
  '24-bit-minutes',
  '16-bit-minutes',
  '16-bit-hours',
  '16-bit-days',
  'signed-16-bit-days',
  '32-bit-milliseconds',
  '32-bit-ticks',
  'signed-64-bit-ticks',
  '53-bit-milliseconds',
].map((name) => parseFaultName(name) as TimeFault)

/** What a reader of one representation finds of a granted term. `leftSeconds` null: later than the year 9999. */
export type TermVerdict = {
  readonly name: string
  readonly representation: TimeFault
  readonly survives: boolean
  readonly leftSeconds: number | null
}

/**
 * One granted term under each representation. An instant is counted from `activatedAt`.
 * Source: docs/spec/forecast.md §10.
 */
export function lintTerm(
  grantedSeconds: number,
  representations: readonly TimeFault[],
  activatedAt: Instant,
): TermVerdict[] {
  return representations.map((representation) => {
    const leftSeconds = leftOf(representation, grantedSeconds, activatedAt)
    return {
      name: formatFaultName(representation),
      representation,
      survives: leftSeconds === grantedSeconds,
      leftSeconds,
    }
  })
}

function leftOf(fault: TimeFault, grantedSeconds: number, activatedAt: Instant): number | null {
  const left = leftSecondsOf(fault, grantedSeconds)
  if (left !== null) return left
  const end = endUnderFault(fault, { grantedSeconds, activatedAt })
  switch (end.kind) {
    case 'unchanged':
      return grantedSeconds
    case 'over':
      return 0
    case 'end':
      return end.at - activatedAt
    case 'outside-years':
      return null
  }
}

/** Different terms of one list; a list with more is no list of granted terms. */
export const termsMax = 10_000
/** Different releases that one term lists. */
export const releasesMax = 1000

export type CountedTerm = {
  readonly grantedSeconds: number
  readonly count: number
  readonly releases: ReadonlyMap<string, number>
}

/** Gathers the granted terms of a list, with the releases that carry them. */
export class TermList {
  readonly #terms = new Map<number, { count: number; readonly releases: Map<string, number> }>()
  /** Rows beyond `termsMax` different terms. */
  uncounted = 0

  add(grantedSeconds: number, count: number, release: string): void {
    let term = this.#terms.get(grantedSeconds)
    if (term === undefined) {
      if (this.#terms.size >= termsMax) {
        this.uncounted += count
        return
      }
      term = { count: 0, releases: new Map() }
      this.#terms.set(grantedSeconds, term)
    }
    term.count += count
    if (release === '') return
    const counted = term.releases.get(release)
    if (counted !== undefined) term.releases.set(release, counted + count)
    else if (term.releases.size < releasesMax) term.releases.set(` ${release}`.slice(1), count)
  }

  /** The longest term first: it fails first. */
  list(): CountedTerm[] {
    return [...this.#terms]
      .toSorted(([a], [b]) => b - a)
      .map(([grantedSeconds, { count, releases }]) => ({ grantedSeconds, count, releases }))
  }
}
