import { describe, expect, test } from 'vitest'
import {
  parseLocalTime,
  addCivilPeriod,
  formatCivilPeriod,
  isZone,
  parseCivilPeriod,
  parseInstantOrDate,
} from '../src/calendar.ts'
import { formatInstant } from '../src/index.ts'
import { instant } from '../src/testing.ts'

describe('civil periods', () => {
  test.each([
    ['2024-02-29T00:00:00Z', 'P3Y', 'UTC', '2027-02-28T00:00:00Z'],
    ['2024-02-29T00:00:00Z', 'P4Y', 'UTC', '2028-02-29T00:00:00Z'],
    ['2026-01-31T10:00:00Z', 'P1M', 'UTC', '2026-02-28T10:00:00Z'],
    ['2026-02-28T16:30:00Z', 'P1Y', 'Asia/Shanghai', '2027-02-28T16:30:00Z'],
    ['2026-03-28T01:30:00Z', 'P1D', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-03-01T12:00:00Z', 'P1M', 'Europe/Berlin', '2026-04-01T11:00:00Z'],
    ['2026-01-01T00:00:00Z', 'P1Y2M3D', 'UTC', '2027-03-04T00:00:00Z'],
  ])('%s + %s in %s is %s', (start, period, zone, end) => {
    expect(formatInstant(addCivilPeriod(instant(start), parseCivilPeriod(period)!, zone)!)).toBe(end)
  })

  test('past the year 9999 there is no end', () => {
    expect(addCivilPeriod(instant('2026-01-01T00:00:00Z'), parseCivilPeriod('P9000Y')!, 'UTC')).toBeNull()
    expect(addCivilPeriod(instant('9999-01-01T00:00:00Z'), parseCivilPeriod('P1Y')!, 'UTC')).toBeNull()
  })

  test('an unknown zone is a programming error', () => {
    const period = { years: 1, months: 0, days: 0 }
    expect(() => addCivilPeriod(instant('2026-01-01T00:00:00Z'), period, 'Mars/Olympus')).toThrow(RangeError)
    expect(isZone('Mars/Olympus')).toBe(false)
    expect(isZone('Asia/Shanghai')).toBe(true)
  })

  test.each(['P', 'P0Y', '3Y', 'P1.5Y', 'P-1Y', 'PT1H', 'P1Y1H', 'p1y', 'P99999999Y', 'P3700000D'])(
    '%s is refused',
    (text) => {
      expect(parseCivilPeriod(text)).toBeNull()
    },
  )

  test.each([
    ['P3Y', 'P3Y'],
    ['P2W', 'P14D'],
    ['P18M', 'P18M'],
  ])('%s is written %s', (text, written) => {
    expect(formatCivilPeriod(parseCivilPeriod(text)!)).toBe(written)
  })

  test('a date alone is its first moment in the zone', () => {
    expect(formatInstant(parseInstantOrDate('2026-03-01', 'Asia/Shanghai')!)).toBe('2026-02-28T16:00:00Z')
    expect(formatInstant(parseInstantOrDate('2026-03-01T05:00:00Z', 'Asia/Shanghai')!)).toBe(
      '2026-03-01T05:00:00Z',
    )
    expect(parseInstantOrDate('2026-02-30', 'UTC')).toBeNull()
    expect(parseInstantOrDate('1.3.2026', 'UTC')).toBeNull()
  })
})

describe('local clocks', () => {
  test.each([
    ['2018-11-27T09:40:03', 'UTC', '2018-11-27T09:40:03Z'],
    ['2018-11-27T09:40:03', 'Asia/Shanghai', '2018-11-27T01:40:03Z'],
    // The hour that the zone skips, and the one that it has twice.
    ['2021-03-28T02:30:00', 'Europe/Berlin', '2021-03-28T01:30:00Z'],
    ['2021-10-31T02:30:00', 'Europe/Berlin', '2021-10-31T00:30:00Z'],
    ['2021-02-29T00:00:00', 'UTC', null],
    ['2021-01-15', 'UTC', null],
    ['2021-01-15T08:55:41Z', 'UTC', null],
    ['2021-01-15T08:55:41', 'Mars/Olympus', null],
  ])('%s in %s is %s', (text, zone, wanted) => {
    const moment = parseLocalTime(text, zone)
    expect(moment === null ? null : formatInstant(moment)).toBe(wanted)
  })
})
