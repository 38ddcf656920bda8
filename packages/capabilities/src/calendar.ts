// Civil arithmetic: the only importer of Temporal. Terms are resolved here once, at grant, on the server.
import { formatInstant, instantOfSeconds, parseInstant, type Instant } from './instant.ts'

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
