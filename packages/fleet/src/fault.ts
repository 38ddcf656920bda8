// A fault of time: how an end or a term was held, and what that made of it. Spec: docs/spec/time-faults.md

export type TimeUnit =
  'week' | 'day' | 'hour' | 'minute' | 'second' | 'decisecond' | 'millisecond' | 'tick' /* 100 ns */

/** Where an absolute end is counted from. */
export type Epoch = '1601' | '1970' | '1980' | '2000'

/**
 * How the arithmetic goes wrong. `held` term: the length is what overflows; instant: the end, counted from `epoch`.
 * `past`: what happens past the end of the width. `kept`: whether what came out was written down once at the upgrade, or is
 * computed anew at each start.
 */
export type TimeFault = {
  readonly unit: TimeUnit
  readonly width: 8 | 10 | 16 | 24 | 31 | 32 | 53 | 63 | 64
  readonly signed: boolean
  readonly held: 'term' | 'instant'
  readonly epoch: Epoch | null
  readonly past: 'wrap' | 'clamp' | 'zero' | 'clip'
}

/**
 * What an explanation established, as a forecast takes it (`--finding FILE` is the JSON of `explain`): the end of a device is
 * its activation plus `leftSeconds` where the term was held, and follows from `fault` where an instant was.
 */
export type TimeFinding = {
  readonly fault: TimeFault
  readonly grantedSeconds: number
  /** What is left of `grantedSeconds` counted from activation; null where it depends on the moment of activation. */
  readonly leftSeconds: number | null
}
