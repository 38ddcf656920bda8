declare const instantBrand: unique symbol

/**
 * A moment: whole seconds since 1970-01-01T00:00:00Z, a safe integer within the years 1 to 9999.
 * Made by `parseInstant`, `instantOfSeconds` or a clock, nowhere else.
 */
export type Instant = number & { readonly [instantBrand]: true }

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the first and the last moment that can be written. */
export const instantMin = -62_135_596_800 as Instant
export const instantMax = 253_402_300_799 as Instant

export const secondsPerDay = 86_400

/** `null` where `seconds` is no whole number or lies outside the years 1 to 9999. */
export function instantOfSeconds(seconds: number): Instant | null {
  if (!Number.isSafeInteger(seconds) || seconds < instantMin || seconds > instantMax) return null
  return seconds as Instant
}

/** `seconds` later (negative: earlier); `null` where that leaves the years 1 to 9999. */
export function addSeconds(instant: Instant, seconds: number): Instant | null {
  return instantOfSeconds(instant + seconds)
}

/** As `addSeconds`, held at the first or the last moment that can be written. For display and for windows, never for terms. */
export function addSecondsHeld(instant: Instant, seconds: number): Instant {
  return Math.min(Math.max(instant + seconds, instantMin), instantMax) as Instant
}

const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/**
 * Reads `2026-03-01T08:30:00Z`: RFC 3339, whole seconds, UTC written as Z, nothing else.
 * `null` for every other form, days that do not exist, and leap seconds (no clock here can hold them).
 */
export function parseInstant(text: string): Instant | null {
  if (!written.test(text)) return null
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  return instantOfSeconds(dayNumber(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second)
}

/** `2026-03-01T08:30:00Z`, always 20 characters, so that text order is time order. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / secondsPerDay)
  const rest = instant - days * secondsPerDay
  const { year, month, day } = civilDay(days)
  const pad = (value: number) => String(value).padStart(2, '0')
  const clock = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}T${clock}Z`
}

function digits(text: string, from: number, to: number): number {
  return Number(text.slice(from, to))
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 to a proleptic Gregorian date. Years are counted from March, so that the leap day comes last. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** `2026-03-01` of a day number (days since 1970-01-01); before the first and after the last day that can be written, that day. */
export function formatDay(days: number): string {
  const first = Math.floor(instantMin / secondsPerDay)
  const last = Math.floor(instantMax / secondsPerDay)
  const { year, month, day } = civilDay(Math.min(Math.max(days, first), last))
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

/** The proleptic Gregorian date of a day number; the inverse of `dayNumber`. */
export function civilDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
