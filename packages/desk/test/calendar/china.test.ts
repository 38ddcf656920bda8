import { dayNumber, formatDay } from '@holdfast/capabilities'
import { describe, expect, test } from 'vitest'
import { chinaYears, shippedCalendar } from './calendars.ts'

/** year | free days, shifted ones included | shifted working days | working days */
const rows = [
  '2021 | 31 | 7 | 250',
  '2022 | 32 | 7 | 249',
  '2023 | 26 | 7 | 249',
  '2024 | 28 | 8 | 251',
  '2025 | 28 | 5 | 248',
  '2026 | 33 | 6 | 248',
]
/** Statutory days off: two more since 2025. Every one that meets a weekend is made good on a working day. */
const statutoryDays = (year: number) => (year < 2025 ? 11 : 13)
const isWeekend = (day: number) => (((day + 3) % 7) + 7) % 7 >= 5
const daysOf = (year: number) => {
  const first = dayNumber(year, 1, 1)
  return Array.from({ length: dayNumber(year + 1, 1, 1) - first }, (_, at) => first + at)
}

describe.each(rows)('%s', (row) => {
  const [year, free, shifted, working] = row.split('|').map(Number) as [number, number, number, number]
  const data = chinaYears.find((each) => each.year === year)!

  test('has as many free, shifted and working days as were published', () => {
    expect([data.holidays.size, data.workdays.size]).toEqual([free, shifted])
    const worked = daysOf(year).filter(
      (day) => data.workdays.has(day) || (!isWeekend(day) && !data.holidays.has(day)),
    )
    expect(worked).toHaveLength(working)
    // A count of its own: the weekdays of the year without its statutory days.
    expect(working).toBe(daysOf(year).filter((day) => !isWeekend(day)).length - statutoryDays(year))
  })

  test('shifts weekends alone, and only near a holiday', () => {
    for (const day of data.workdays) {
      expect(isWeekend(day), formatDay(day)).toBe(true)
      const near = Array.from({ length: 25 }, (_, at) => day - 12 + at)
      expect(
        near.some((each) => data.holidays.has(each)),
        formatDay(day),
      ).toBe(true)
    }
  })
})

/** Days that people remember. */
const known = [
  '2021-02-20 | worked: Saturday after Spring Festival',
  '2022-12-31 | free: Saturday, from the notice for 2023',
  '2023-04-05 | free: Tomb-Sweeping Day, one Wednesday alone',
  '2023-10-07 | worked: Saturday',
  '2024-02-09 | worked: the eve of Spring Festival was left to employers',
  '2024-02-10 | free',
  '2025-01-28 | free: the eve is statutory since 2025',
  '2025-10-08 | free: National Day met Mid-Autumn',
  '2026-01-04 | worked: Sunday',
  '2026-02-23 | free: the ninth day',
  '2026-02-28 | worked: Saturday',
  '2026-10-08 | worked: Thursday',
]
test.each(known)('%s', (line) => {
  const [date = '', what = ''] = line.split('|').map((cell) => cell.trim())
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number]
  const day = dayNumber(year, month, dayOfMonth)
  const data = chinaYears.find((each) => each.year === year)!
  const worked = data.workdays.has(day) || (!isWeekend(day) && !data.holidays.has(day))
  expect(worked ? 'worked' : 'free').toBe(what.split(':')[0])
})

test('the years come to the calendar of their name', () => {
  expect([...(shippedCalendar('china').publicHolidays?.years.keys() ?? [])]).toEqual([
    2021, 2022, 2023, 2024, 2025, 2026,
  ])
  expect(shippedCalendar('weekdays').publicHolidays).toBeNull()
})
