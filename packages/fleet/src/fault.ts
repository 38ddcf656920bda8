// A fault of time: how an end or a term was held, and what that made of it. Spec: docs/spec/time-faults.md
import { addSeconds, instantOfSeconds, type Instant } from '@holdfast/capabilities'

export type TimeUnit =
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'decisecond'
  | 'centisecond'
  | 'millisecond'
  | 'tick' /* 100 ns */

/** Where an absolute end is counted from: 1 January of that year, but for the epoch of GPS. */
export type Epoch = '1601' | '1900' | '1904' | '1970' | '1980' | '1980-01-06' | '2000'

/** The last moment that a calendar knows, by its day: 2038-01-19T03:14:07Z, and the last second of the others. */
export type ClipLimit = '2038-01-19' | '2099-12-31' | '2107-12-31' | '9999-12-31'

/**
 * How the arithmetic goes wrong. `held` term: the length is what overflows; instant: the end, counted from `epoch`.
 * `past`: what happens past the end of the width; clip holds the end at `limit` (absent: 2038-01-19). `kept` (absent: once):
 * once, the whole term counted from the activation, so that the end is fixed; at-upgrade, what was left of it then, counted
 * from the upgrade; each-start, the whole term counted anew from each start of the device.
 */
export type TimeFault = {
  readonly unit: TimeUnit
  readonly width: 8 | 10 | 16 | 24 | 31 | 32 | 53 | 63 | 64
  readonly signed: boolean
  readonly held: 'term' | 'instant'
  readonly epoch: Epoch | null
  readonly past: 'wrap' | 'clamp' | 'zero' | 'clip'
  readonly limit?: ClipLimit
  readonly kept?: 'once' | 'at-upgrade' | 'each-start'
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

/**
 * What a device with a fault ends at. unchanged: the value fits, so nothing can be seen. over: cleared to zero, negative, or
 * before the activation, so it ends at once. outside-years: later than the year 9999.
 */
export type FaultyEnd =
  | { readonly kind: 'end'; readonly at: Instant }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'over' }
  | { readonly kind: 'outside-years' }

const ticksPerSecond = 10_000_000n

/** Ticks of 100 ns: every unit is a whole number of them. */
export const unitTicks: { readonly [unit in TimeUnit]: bigint } = {
  week: 604_800n * ticksPerSecond,
  day: 86_400n * ticksPerSecond,
  hour: 3600n * ticksPerSecond,
  minute: 60n * ticksPerSecond,
  second: ticksPerSecond,
  decisecond: ticksPerSecond / 10n,
  centisecond: ticksPerSecond / 100n,
  millisecond: ticksPerSecond / 1000n,
  tick: 1n,
}

/** Seconds from 1970 to each epoch. */
export const epochSeconds: { readonly [epoch in Epoch]: number } = {
  '1601': -11_644_473_600,
  '1900': -2_208_988_800,
  '1904': -2_082_844_800,
  '1970': 0,
  '1980': 315_532_800,
  '1980-01-06': 315_964_800,
  '2000': 946_684_800,
}

/** The last second that a calendar knows. */
export const limitSeconds: { readonly [limit in ClipLimit]: number } = {
  '2038-01-19': 2_147_483_647,
  '2099-12-31': 4_102_444_799,
  '2107-12-31': 4_354_819_199,
  '9999-12-31': 253_402_300_799,
}

/** What was granted, and when it began. `upgradedAt` counts for a fault that is kept at-upgrade; absent: as at activation. */
export type FaultGround = {
  readonly grantedSeconds: number
  readonly activatedAt: Instant
  readonly upgradedAt?: Instant
}

/**
 * What a device with this fault ends at. Exact: counted in ticks of 100 ns, a value is cut to whole units before it is
 * held, and the end to whole seconds. For a fault that is kept each-start it is the end as of the activation.
 * Source: docs/spec/time-faults.md §2.
 */
export function endUnderFault(fault: TimeFault, given: FaultGround): FaultyEnd {
  const trueEnd = given.activatedAt + given.grantedSeconds
  const from = fault.kept === 'at-upgrade' ? (given.upgradedAt ?? given.activatedAt) : given.activatedAt
  const zero = fault.held === 'term' ? from : epochSeconds[fault.epoch ?? '1970']
  const held = holdValue(unitsIn(trueEnd - zero, fault), fault)
  if (held === 'fits') return { kind: 'unchanged' }
  if (held === 'cleared') return { kind: 'over' }
  const limit = limitSeconds[fault.limit ?? '2038-01-19']
  const end = held === 'clipped' ? Math.min(trueEnd, limit) : zero + secondsOf(held, fault)
  if (end === trueEnd) return { kind: 'unchanged' }
  if (end <= from) return { kind: 'over' }
  const at = instantOfSeconds(end)
  return at === null ? { kind: 'outside-years' } : { kind: 'end', at }
}

/**
 * What is left of a term, counted from activation: the term itself where it fits, 0 where the device ends at once; null
 * where it depends on the moment of activation (an instant is held, or the end is clipped to a calendar).
 */
export function leftSecondsOf(fault: TimeFault, grantedSeconds: number): number | null {
  if (fault.held === 'instant') return null
  const held = holdValue(unitsIn(grantedSeconds, fault), fault)
  if (held === 'fits') return grantedSeconds
  if (held === 'cleared') return 0
  return held === 'clipped' ? null : Math.max(secondsOf(held, fault), 0)
}

/** How often a length goes past the end of its width. */
export function turnsOf(fault: TimeFault, grantedSeconds: number): number {
  const { least, most } = rangeOf(fault)
  const value = unitsIn(grantedSeconds, fault)
  return Number(floorDivide(value - least, most - least + 1n))
}

/** The end without any fault; null where that is later than the year 9999. */
export function endAsGranted(given: FaultGround): Instant | null {
  return addSeconds(given.activatedAt, given.grantedSeconds)
}

/** What the width makes of a value in whole units. */
function holdValue(value: bigint, fault: TimeFault): bigint | 'fits' | 'cleared' | 'clipped' {
  const { least, most } = rangeOf(fault)
  if (value >= least && value <= most) return 'fits'
  if (fault.past === 'zero') return 'cleared'
  if (fault.past === 'clip') return 'clipped'
  if (fault.past === 'clamp') return value > most ? most : least
  return fault.signed ? BigInt.asIntN(fault.width, value) : BigInt.asUintN(fault.width, value)
}

/** The least and the greatest value, in units. */
export function rangeOf(fault: Pick<TimeFault, 'width' | 'signed'>): {
  readonly least: bigint
  readonly most: bigint
} {
  const values = 1n << BigInt(fault.width)
  return fault.signed ? { least: -(values / 2n), most: values / 2n - 1n } : { least: 0n, most: values - 1n }
}

function unitsIn(seconds: number, fault: Pick<TimeFault, 'unit'>): bigint {
  return floorDivide(BigInt(seconds) * ticksPerSecond, unitTicks[fault.unit])
}

// A clamped value of 64 bits in weeks is far above 2^53 seconds; as a number it is still far outside the years.
function secondsOf(units: bigint, fault: TimeFault): number {
  return Number(floorDivide(units * unitTicks[fault.unit], ticksPerSecond))
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
