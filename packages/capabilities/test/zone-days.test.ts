import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ZoneDays } from '../src/calendar.ts'
import { dayNumber, formatInstant, instantOfSeconds, type Instant } from '../src/index.ts'
import { instant } from '../src/testing.ts'

const zones = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]
const seconds = fc.integer({
  min: Date.UTC(1890, 0, 1) / 1000,
  max: Date.UTC(2450, 0, 1) / 1000,
})
const days = fc.integer({ min: dayNumber(1890, 1, 1), max: dayNumber(2450, 1, 1) })

const zonedOf = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(zone)

describe.each(zones)('%s', (zone) => {
  const zoneDays = new ZoneDays(zone)

  test('the day of a moment is that of the calendar', () => {
    fc.assert(
      fc.property(seconds, (at) => {
        const local = zonedOf(at, zone)
        expect(zoneDays.dayOf(at as Instant)).toBe(dayNumber(local.year, local.month, local.day))
      }),
      { seed: 20210105, numRuns: 2000 },
    )
  })

  test('a day starts with its first moment', () => {
    fc.assert(
      fc.property(days, (day) => {
        const start = zoneDays.startOf(day)!
        expect(zoneDays.dayOf(start)).toBeGreaterThanOrEqual(day)
        expect(zoneDays.dayOf((start - 1) as Instant)).toBeLessThan(day)
      }),
      { seed: 20210105, numRuns: 2000 },
    )
  })

  test('the moment of a wall clock is the one that shows it', () => {
    fc.assert(
      fc.property(seconds, (at) => {
        const local = zonedOf(at, zone)
        const shown = at + Math.round(local.offsetNanoseconds / 1e9)
        expect(zoneDays.wallClockOf(at as Instant)).toBe(shown)
        const { first, last } = zoneDays.momentsOf(shown)
        const plain = local.toPlainDateTime()
        const [earlier, later] = (['earlier', 'later'] as const).map(
          (disambiguation) => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds / 1000,
        )
        expect([first, last]).toEqual([Math.floor(earlier!), Math.floor(later!)])
      }),
      { seed: 20210105, numRuns: 2000 },
    )
  })
})

describe('days that are not like others', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25T02:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'repeated'],
    ['Europe/Berlin', '2026-03-29T02:30:00Z', '2026-03-29T01:30:00Z', '2026-03-29T01:30:00Z', 'skipped'],
    ['Asia/Shanghai', '2018-09-19T10:21:37Z', '2018-09-19T02:21:37Z', '2018-09-19T02:21:37Z', 'ordinary'],
  ])('%s: the clock shows %s', (zone, shown, first, last) => {
    const moments = new ZoneDays(zone).momentsOf(instant(shown))
    expect([moments.first, moments.last].map((at) => formatInstant(instantOfSeconds(at)!))).toEqual([
      first,
      last,
    ])
  })

  test('a day that was left out has no length', () => {
    const apia = new ZoneDays('Pacific/Apia')
    const day = dayNumber(2011, 12, 30)
    expect(apia.startOf(day)).toBe(apia.startOf(day + 1))
  })

  test('outside the years 1 to 9999 no day starts', () => {
    expect(new ZoneDays('UTC').startOf(dayNumber(9999, 12, 31) + 1)).toBeNull()
    expect(new ZoneDays('UTC').startOf(dayNumber(9999, 12, 31))).not.toBeNull()
  })

  test('more days than are kept come out the same', () => {
    const zoneDays = new ZoneDays('Asia/Shanghai')
    const first = zoneDays.startOf(0)
    for (let day = 1; day <= 100_001; day++) zoneDays.startOf(day)
    expect(zoneDays.startOf(0)).toBe(first)
  })

  test('a zone that is none throws', () => {
    expect(() => new ZoneDays('Mars/Olympus')).toThrow(RangeError)
  })
})
