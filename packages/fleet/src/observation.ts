import { instantMax, instantMin, type Instant } from '@holdfast/capabilities'

/** Half-open: from `from` (included) to `to` (excluded). Exact to the second: `to` is `from` + 1. */
export type Span = { readonly from: Instant; readonly to: Instant }

/** Half-open, whole seconds; may be negative where the end is past. A printed "801 days", rounded up: from 800 d + 1 to 801 d + 1. */
export type SecondsRange = { readonly from: number; readonly to: number }

/**
 * One look at one device: what was left of its licence at a moment, and whatever else is known. The input of `explain`,
 * and one of the inputs of `forecast`. Readings of captures, rows of tables and options typed by hand all become this.
 */
export type Observation = {
  /** Whatever tells devices apart: device id, machine id, serial number, host name, or the name of the file. */
  readonly device: string
  readonly capturedAt: Span | null
  /** What was left at `capturedAt`; null where nothing was said about an end. */
  readonly remaining: SecondsRange | null
  readonly activatedAt: Span | null
  /** When the present key was put in, where something says so: a witness of the activation, often of the same day. */
  readonly keyInstalledAt?: Span | null
  /** The term that the order granted, as meant. */
  readonly grantedSeconds: number | null
  readonly upgradedAt: Span | null
  readonly releaseBefore: string | null
  readonly releaseAfter: string | null
}

/** confirmed: by two captures of one device; fits: N of M devices; possible: nothing speaks against it. */
export type Certainty = 'confirmed' | 'fits' | 'possible'

/** Two captures give the same end where these lie no further apart: each is exact to a minute. */
export const agreeingSeconds = 120

/**
 * The end that was seen: the moment of the capture and what was left, both half-open. Null where it lies outside the years
 * that can be written.
 */
export function endOfRemaining(capturedAt: Span, remaining: SecondsRange): Span | null {
  // The last second of one plus the last of the other is the last of the sum.
  const [from, to] = [capturedAt.from + remaining.from, capturedAt.to - 1 + remaining.to]
  return from < instantMin || to > instantMax ? null : { from: from as Instant, to: to as Instant }
}
