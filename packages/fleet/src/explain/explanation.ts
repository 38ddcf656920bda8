// What `explain` answers. The JSON of the command holds these members by the same names.
import type { Instant } from '@holdfast/capabilities'
import type { ClipLimit, TimeFault } from '../fault.ts'
import type { Certainty, SecondsRange, Span } from '../observation.ts'

/**
 * time-fault: the best hypothesis is a fault of time. no-fault: as granted; -renewing: a term that is renewed again and
 * again; -other-term: a term of another length than granted; -no-end: no device says that it ends. unexplained: nothing
 * explains at least half. too-little: without knowing what was granted there is nothing to compare.
 */
export const verdicts = [
  'time-fault',
  'no-fault',
  'no-fault-renewing',
  'no-fault-other-term',
  'no-fault-no-end',
  'unexplained',
  'too-little',
] as const
export type Verdict = (typeof verdicts)[number]

/** An observation that speaks against a hypothesis. `observation`: its place in the input, from 0. */
export type Contradiction = {
  readonly device: string
  readonly observation: number
  readonly remaining: SecondsRange
  /** So much more (negative: less) was left than the hypothesis allows; null where the device should have ended at once. */
  readonly residualSeconds: number | null
}

export type ImpliedActivation = {
  readonly device: string
  readonly activation: Span
  readonly witness: 'confirms' | 'allows' | 'refutes' | null
}

/** A class of hypotheses that foretell the same; null where its members differ. */
export type FoundHypothesis = {
  readonly unit: TimeFault['unit'] | null
  readonly width: TimeFault['width'] | null
  readonly signed: boolean | null
  readonly held: TimeFault['held'] | null
  readonly past: TimeFault['past']
  /** Of the best member, where it holds an instant or clips to a calendar. */
  readonly epoch: TimeFault['epoch']
  readonly limit: ClipLimit | null
  readonly kept: NonNullable<TimeFault['kept']>
  /** What is left of the term, counted from activation; null where it depends on the device. */
  readonly leftSeconds: number | null
  readonly certainty: Certainty
  readonly explains: number
  readonly of: number
  readonly against: readonly Contradiction[]
  readonly fault: TimeFault
  readonly grantedSeconds: number
  /** As people read it: `150000 d`, `869 d 04:35:12`. */
  readonly granted: string
  readonly left: string | null
  /** How often the value went past its end, where it wraps and that is the same for all devices. */
  readonly turns: number | null
  readonly devicesExplained: number
  readonly devices: number
  /** Devices whose readings before and after the upgrade both fit. */
  readonly pairs: number
  /** Devices of known activation with two readings at different times that fit. */
  readonly repeats: number
  /** Devices on which the day of the key confirms the implied activation, and on which it is later than that. */
  readonly witnessed: number
  readonly refuted: number
  /** The part of all belief, over everything that was compared: 0 to 1. */
  readonly share: number
  readonly impliedActivations: readonly ImpliedActivation[]
  /** Other faults that foretell the same. */
  readonly alsoFits: readonly TimeFault[]
}

/** The best of the ordinary explanations, always compared. */
export type OrdinaryExplanation = {
  readonly kind: 'as-granted' | 'other-term' | 'renewing'
  readonly seconds: number
  readonly term: string
  readonly explains: number
  readonly of: number
  readonly share: number
}

/** The single further observation under which the best two explanations differ most. */
export type NextObservation =
  | { readonly kind: 'reading' }
  | { readonly kind: 'granted-term' }
  | {
      readonly kind: 'activation-date'
      readonly device: string
      readonly first: Span
      readonly second: Span
    }
  /** A reading right after the upgrade of a device that was activated just before. */
  | { readonly kind: 'fresh-device'; readonly firstSeconds: number; readonly secondSeconds: number }
  | {
      readonly kind: 'reading-on'
      readonly device: string
      readonly at: Instant
      readonly firstSeconds: number
      readonly secondSeconds: number
    }
  /** Only one explanation is left: readings of one device before and after the upgrade would prove it. */
  | { readonly kind: 'pair' }
  /** It is confirmed: a reading of any further device shows whether it holds there too. */
  | { readonly kind: 'another-device' }
  /** Nothing is wrong, and nothing else explains what was seen. */
  | { readonly kind: 'none' }

export type Explanation = {
  readonly verdict: Verdict
  readonly hypotheses: readonly FoundHypothesis[]
  readonly ordinary: OrdinaryExplanation | null
  readonly next: NextObservation
  /** Observations that say what was left, the devices they belong to, and observations that say nothing of the kind. */
  readonly observations: number
  readonly devices: number
  readonly silent: number
}
