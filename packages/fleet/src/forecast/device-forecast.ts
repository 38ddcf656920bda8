// What is known of one device, and what follows from it: first reminder and end. Spec: docs/spec/forecast.md
import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { TimeFault } from '../fault.ts'
import { endOfRemaining, type Certainty, type SecondsRange, type Span } from '../observation.ts'
import { activatedAfter, type DelayRule } from './delays.ts'
import { FaultShift } from './fault-shift.ts'

/** What a program of another maker, or our own device, said about an end. `never`: it has none. */
export type SeenEnd =
  | { readonly kind: 'remaining'; readonly capturedAt: Span; readonly remaining: SecondsRange }
  /** Seen as what was left, and kept as the end. `movesOn`: it renews itself in time, so that the end never comes. */
  | { readonly kind: 'within'; readonly end: Span; readonly movesOn: boolean }
  | { readonly kind: 'stated'; readonly end: Span }
  | { readonly kind: 'never' }

/** Everything that is known of one device; null where it is not. */
export type DeviceEvidence = {
  /** Its own lease: the earlier of term and required renewal. `certain` false: that it will be renewed is assumed. */
  readonly lease: {
    readonly end: Instant | null
    readonly reminderDays: number
    readonly certain: boolean
  } | null
  readonly seen: SeenEnd | null
  /** Another capture of the same device gives the same end. */
  readonly seenTwice: boolean
  readonly activated: Span | null
  /** The activation is taken to be the day of the key, which is often, not always, the same. */
  readonly activatedByKey?: boolean
  readonly ordered: Span | null
  readonly upgraded: Span | null
  readonly grantedSeconds: number | 'never' | null
  readonly reminderDays: number | null
}

export const nothingKnown: DeviceEvidence = {
  lease: null,
  seen: null,
  seenTwice: false,
  activated: null,
  ordered: null,
  upgraded: null,
  grantedSeconds: null,
  reminderDays: null,
}

export type ForecastBasis = 'lease' | 'capture' | 'finding' | 'order'

/** `end` null: the licence has no end, and so no reminder. A reminder alone is null where the end moves on before it comes. */
export type DeviceForecast = {
  readonly firstReminder: Span | null
  readonly end: Span | null
  readonly basis: ForecastBasis
  readonly certainty: Certainty
}

/** What counts for every device of a forecast. */
export type ForecastRules = {
  /**
   * How the arithmetic goes wrong, and how sure that is; null where terms are kept as ordered. `leftSeconds`: what it left
   * where it was found, for devices of which nobody says the granted term.
   */
  readonly finding: {
    readonly fault: TimeFault
    readonly certainty: Certainty
    readonly leftSeconds: number | null
  } | null
  /** The term of devices that name none themselves. */
  readonly grantedSeconds: number | null
  readonly reminderDays: number
}

/** A device of which nothing is known that a forecast could use, and what is missing. */
export type Silent = { readonly kind: 'silent'; readonly missing: 'dates' | 'granted' }

/**
 * Forecasts of one list: the rules, and what they said before, where it must be the same.
 * Source: docs/spec/forecast.md §2.
 */
export class Forecaster {
  readonly #rules: ForecastRules
  readonly #shift: FaultShift

  constructor(rules: ForecastRules) {
    this.#rules = rules
    this.#shift = new FaultShift(rules.finding?.fault ?? null)
  }

  /** `delay` is needed where an order date is all there is. */
  forecast(known: DeviceEvidence, delay: DelayRule): DeviceForecast | Silent {
    if (known.lease !== null) return this.#fromLease(known.lease)
    const isKnown = known.activated !== null
    const activated =
      known.activated ?? (known.ordered === null ? null : activatedAfter(known.ordered, delay))
    const granted = known.grantedSeconds ?? this.#rules.grantedSeconds
    if (known.seen !== null && !this.#isAsOrdered(known.seen, activated, granted))
      return this.#fromCapture(known, known.seen)
    if (granted === 'never') return never('order', 'possible')
    if (activated === null) return { kind: 'silent', missing: 'dates' }
    const { finding } = this.#rules
    const left = granted === null ? (finding?.leftSeconds ?? null) : null
    if (granted === null && left === null) return { kind: 'silent', missing: 'granted' }
    const end =
      granted === null
        ? later(activated, left as number)
        : this.#shift.endOf(activated, granted, known.upgraded)
    const basis = isKnown && finding !== null ? 'finding' : 'order'
    const isSure = isKnown && known.activatedByKey !== true
    const certainty = isSure && finding !== null ? elsewhere(finding, known.upgraded) : 'possible'
    if (end === null) return never(basis, certainty)
    return { firstReminder: this.#reminderOf(end, activated, known.reminderDays), end, basis, certainty }
  }

  #fromLease(lease: NonNullable<DeviceEvidence['lease']>): DeviceForecast {
    const certainty = lease.certain ? 'confirmed' : 'possible'
    if (lease.end === null) return never('lease', certainty)
    const end = { from: lease.end, to: (lease.end + 1) as Instant }
    return { firstReminder: earlier(end, lease.reminderDays), end, basis: 'lease', certainty }
  }

  #fromCapture(known: DeviceEvidence, seen: SeenEnd): DeviceForecast {
    const end = endSeen(seen)
    if (end === null) return never('capture', 'fits')
    if (seen.kind === 'within' && seen.movesOn)
      return { firstReminder: null, end, basis: 'capture', certainty: 'possible' }
    const agrees = seen.kind !== 'stated' && (known.seenTwice || overlaps(end, this.#endByFinding(known)))
    const certainty = agrees ? 'confirmed' : seen.kind === 'stated' ? 'possible' : 'fits'
    const firstReminder = earlier(end, known.reminderDays ?? this.#rules.reminderDays)
    return { firstReminder, end, basis: 'capture', certainty }
  }

  /** An end that only repeats the order: where a finding says what became of the term, it was not seen on the device. */
  #isAsOrdered(seen: SeenEnd, activated: Span | null, granted: number | 'never' | null): boolean {
    if (seen.kind !== 'stated' || this.#rules.finding === null || activated === null) return false
    if (granted === null || granted === 'never') return false
    const asOrdered = {
      from: (activated.from + granted - secondsPerDay) as Instant,
      to: (activated.to + granted + secondsPerDay) as Instant,
    }
    return overlaps(seen.end, asOrdered)
  }

  #endByFinding(known: DeviceEvidence): Span | null {
    const granted = known.grantedSeconds ?? this.#rules.grantedSeconds
    if (this.#rules.finding === null || known.activated === null || granted === null || granted === 'never')
      return null
    return this.#shift.endOf(known.activated, granted, known.upgraded)
  }

  /** Nobody is reminded before the activation. */
  #reminderOf(end: Span, activated: Span, reminderDays: number | null): Span {
    const seconds = (reminderDays ?? this.#rules.reminderDays) * secondsPerDay
    const from = Math.max(end.from - seconds, Math.min(activated.from, end.from))
    const to = Math.max(end.to - seconds, Math.min(activated.to, end.to))
    return { from: from as Instant, to: to as Instant }
  }
}

/** One device alone; for many of one list, one `Forecaster`. */
export function forecastDevice(
  known: DeviceEvidence,
  rules: ForecastRules,
  delay: DelayRule,
): DeviceForecast | Silent {
  return new Forecaster(rules).forecast(known, delay)
}

/** The end that follows from what was seen; null where there is none, or none that can be written. */
export function endSeen(seen: SeenEnd): Span | null {
  if (seen.kind === 'never') return null
  if (seen.kind !== 'remaining') return seen.end
  return endOfRemaining(seen.capturedAt, seen.remaining)
}

function earlier(end: Span, days: number): Span {
  const seconds = days * secondsPerDay
  return { from: (end.from - seconds) as Instant, to: (end.to - seconds) as Instant }
}

function later(span: Span, seconds: number): Span {
  return { from: (span.from + seconds) as Instant, to: (span.to + seconds) as Instant }
}

function overlaps(one: Span, other: Span | null): boolean {
  return other !== null && one.from < other.to && other.from < one.to
}

function never(basis: ForecastBasis, certainty: Certainty): DeviceForecast {
  return { firstReminder: null, end: null, basis, certainty }
}

/**
 * What was found on some devices is at most likely on another; where the end also depends on an upgrade or a start of which
 * nothing is known, it is only possible.
 */
function elsewhere(finding: NonNullable<ForecastRules['finding']>, upgraded: Span | null): Certainty {
  const { kept } = finding.fault
  if (kept === 'each-start' || (kept === 'at-upgrade' && upgraded === null)) return 'possible'
  return finding.certainty === 'confirmed' ? 'fits' : finding.certainty
}
