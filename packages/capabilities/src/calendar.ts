// Civil arithmetic: the only importer of Temporal. Terms are resolved here once, at grant, on the server.
import {
  civilDay,
  formatInstant,
  instantMax,
  instantMin,
  instantOfSeconds,
  parseInstant,
  secondsPerDay,
  type Instant,
} from './instant.ts'

/** Whole civil units; all non-negative integers, at least one above zero. */
export type CivilPeriod = { readonly years: number; readonly months: number; readonly days: number }

/** Each unit of a civil period; more would leave the years that can be written anyway. */
export const civilUnitMax = 9_998 * 366

/**
 * `start` plus a civil period in `zone` (IANA name): 3 years from 29 February end on 28 February. The wall clock time of
 * day is kept; where it does not exist or exists twice, the later offset rule "compatible" of RFC 5545 decides.
 * `null` where the end leaves the years 1 to 9999.
 */
export function addCivilPeriod(start: Instant, period: CivilPeriod, zone: string): Instant | null {
  try {
    const from = Temporal.Instant.from(formatInstant(start)).toZonedDateTimeISO(zone)
    const end = from.add(
      { years: period.years, months: period.months, days: period.days },
      { overflow: 'constrain' },
    )
    return instantOfSeconds(Math.floor(end.epochMilliseconds / 1000))
  } catch (error) {
    if (error instanceof RangeError && isZone(zone)) return null
    throw error
  }
}

/** Reads an ISO 8601 period of years, months, weeks and days (`P3Y`, `P18M`, `P2W`); `null` for anything else. */
export function parseCivilPeriod(text: string): CivilPeriod | null {
  const found = /^P(?:(\d{1,7})Y)?(?:(\d{1,7})M)?(?:(\d{1,7})W)?(?:(\d{1,7})D)?$/.exec(text)
  if (found === null) return null
  const [years, months, weeks, days] = found.slice(1).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  const period = { years, months, days: weeks * 7 + days }
  const units = [period.years, period.months, period.days]
  if (units.every((unit) => unit === 0) || units.some((unit) => unit > civilUnitMax)) return null
  return period
}

export function formatCivilPeriod(period: CivilPeriod): string {
  const part = (value: number, unit: string) => (value === 0 ? '' : `${value}${unit}`)
  return `P${part(period.years, 'Y')}${part(period.months, 'M')}${part(period.days, 'D')}`
}

export function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/**
 * The moment a person wrote: an instant, or a date alone (then its first moment in `zone`).
 * `null` for every other form.
 */
export function parseInstantOrDate(text: string, zone: string): Instant | null {
  const exact = parseInstant(text)
  if (exact !== null) return exact
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  try {
    const start = Temporal.PlainDate.from(text).toZonedDateTime(zone)
    return instantOfSeconds(Math.floor(start.epochMilliseconds / 1000))
  } catch {
    return null
  }
}

/**
 * The moment at which a wall clock in `zone` shows `2018-11-27T09:40:03`; of a time that the zone skips or has twice the
 * offset "compatible" of RFC 5545 decides. `null` for every other form, and for days that do not exist.
 */
export function parseLocalTime(text: string, zone: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return null
  try {
    const at = Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone)
    return instantOfSeconds(Math.floor(at.epochMilliseconds / 1000))
  } catch {
    return null
  }
}
/** Starts of days that a `ZoneDays` keeps: two centuries and more. Beyond them it forgets and asks again. */
const startsKeptMax = 100_000

/**
 * Days and wall clocks of one zone, for millions of moments: what the calendar once said is kept. A day is its number
 * from 1970-01-01, as `dayNumber` counts. Throws RangeError where there is no such zone (`isZone` tells).
 */
export class ZoneDays {
  readonly zone: string
  // Stretches of one offset, ascending and disjoint, as they were needed; the one in use stands in fields of its own.
  readonly #stretches: Stretch[] = []
  readonly #starts = new Map<number, number>()
  #current: Stretch

  constructor(zone: string) {
    this.zone = zone
    this.#current = askStretch(0, zone)
    this.#stretches.push(this.#current)
  }

  /** The day on which the moment falls. */
  dayOf(at: Instant): number {
    return Math.floor(this.wallClockOf(at) / secondsPerDay)
  }

  /** What a clock shows at the moment, in seconds as if it showed UTC: the inverse of `momentsOf`. */
  wallClockOf(at: Instant): number {
    return at + this.#stretchAt(at).offsetSeconds
  }

  /** The first moment of a day; of a day that the zone left out, that of the next one. Null outside the years 1 to 9999. */
  startOf(day: number): Instant | null {
    let start = this.#starts.get(day)
    if (start === undefined) {
      if (this.#starts.size >= startsKeptMax) this.#starts.clear()
      start = askStart(day, this.zone)
      this.#starts.set(day, start)
    }
    return instantOfSeconds(start)
  }

  /**
   * The moments that a wall clock may have meant, first and last: `localSeconds` counts as if the clock showed UTC. Two
   * where an hour is repeated, one elsewhere; a time that was skipped counts as if the clock had not been turned yet.
   */
  momentsOf(localSeconds: number): { readonly first: number; readonly last: number } {
    const before = this.#stretchAt(localSeconds - secondsPerDay).offsetSeconds
    const after = this.#stretchAt(localSeconds + secondsPerDay).offsetSeconds
    const [early, late] = [localSeconds - before, localSeconds - after]
    if (before === after) return { first: early, last: early }
    const earlyHolds = this.#stretchAt(early).offsetSeconds === before
    const lateHolds = this.#stretchAt(late).offsetSeconds === after
    if (earlyHolds && lateHolds) return { first: early, last: late }
    const only = lateHolds ? late : early
    return { first: only, last: only }
  }

  #stretchAt(seconds: number): Stretch {
    const current = this.#current
    if (seconds >= current.from && seconds < current.to) return current
    let [low, high] = [0, this.#stretches.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const stretch = this.#stretches[middle] as Stretch
      if (seconds < stretch.from) high = middle
      else if (seconds >= stretch.to) low = middle + 1
      else return (this.#current = stretch)
    }
    const asked = askStretch(seconds, this.zone)
    this.#stretches.splice(low, 0, asked)
    return (this.#current = asked)
  }
}

/** Half-open, in seconds since 1970: within it the zone keeps one offset. */
type Stretch = { readonly from: number; readonly to: number; readonly offsetSeconds: number }

function askStretch(seconds: number, zone: string): Stretch {
  const held = Math.min(Math.max(seconds, instantMin), instantMax)
  const local = Temporal.Instant.fromEpochMilliseconds(held * 1000).toZonedDateTimeISO(zone)
  const next = local.getTimeZoneTransition('next')
  // The transition that opened this stretch may be this very moment, and `previous` means one before it.
  const previous = local.add({ seconds: 1 }).getTimeZoneTransition('previous')
  return {
    from: previous === null ? Number.NEGATIVE_INFINITY : previous.epochMilliseconds / 1000,
    to: next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds / 1000,
    offsetSeconds: Math.round(local.offsetNanoseconds / 1e9),
  }
}

function askStart(day: number, zone: string): number {
  const { year, month, day: dayOfMonth } = civilDay(day)
  if (year < 1 || year > 9999) return Number.NaN
  const start = Temporal.PlainDate.from({ year, month, day: dayOfMonth }).toZonedDateTime(zone)
  return Math.floor(start.epochMilliseconds / 1000)
}
