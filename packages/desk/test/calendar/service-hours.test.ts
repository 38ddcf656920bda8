import { addSeconds, formatInstant, type Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceHours, serviceDaysMax } from '../../src/calendar/service-hours.ts'
import { decideDeadline, warnAt } from '../../src/calendar/service-promise.ts'
import { everyDay, hoursOf } from './calendars.ts'

const china = hoursOf('china')
const between = (hours: ServiceHours, from: string, until: string) => {
  const spent = hours.serviceSecondsBetween(instant(from), instant(until))
  return spent.kind === 'seconds' ? spent.seconds / 3600 : spent.facts['year']
}
const add = (hours: ServiceHours, start: string, seconds: number) => {
  const moment = hours.addServiceSeconds(instant(start), seconds)
  return moment.kind === 'moment' ? formatInstant(moment.at) : moment.facts['year']
}

/** from | until | working hours in China (09:00-12:00, 13:30-18:00 at +08:00) */
const spans = [
  '2024-03-04T01:00:00Z | 2024-03-04T10:00:00Z | 7.5 | a Monday',
  '2024-03-04T04:00:00Z | 2024-03-04T05:30:00Z | 0 | its noon',
  '2024-03-08T09:00:00Z | 2024-03-11T02:00:00Z | 2 | over a weekend',
  '2024-04-03T09:00:00Z | 2024-04-08T01:00:00Z | 8.5 | Tomb-Sweeping Day, and the Sunday that was worked',
  '2024-02-09T01:00:00Z | 2024-02-19T01:00:00Z | 15 | Spring Festival: the eve and the Sunday after',
  '2022-12-30T09:00:00Z | 2023-01-03T02:00:00Z | 2 | over the turn of the year',
  '2024-03-04T10:00:00Z | 2024-03-04T01:00:00Z | 0 | backwards',
]
test.each(spans)('%s', (line) => {
  const [from = '', until = '', hours] = line.split('|').map((cell) => cell.trim())
  expect(between(china, from, until)).toBe(Number(hours))
})

/** start | working seconds | moment */
const sums = [
  '2024-03-04T01:00:00Z | 0     | 2024-03-04T01:00:00Z | nothing, while somebody works',
  '2024-03-02T01:00:00Z | 0     | 2024-03-04T01:00:00Z | nothing, on a Saturday: when work begins',
  '2024-03-04T01:00:00Z | 10800 | 2024-03-04T04:00:00Z | to the end of the morning, not the beginning of the afternoon',
  '2024-03-04T01:00:00Z | 10801 | 2024-03-04T05:30:01Z | one second more',
  '2024-09-30T09:00:00Z | 7200  | 2024-10-08T02:00:00Z | over National Day',
  '2024-09-30T09:00:00Z | 30600 | 2024-10-08T10:00:00Z | a day more',
  '2025-01-25T01:00:00Z | 3600  | 2025-01-26T02:00:00Z | Saturday: the Sunday is worked',
]
test.each(sums)('%s', (line) => {
  const [start = '', seconds, moment] = line.split('|').map((cell) => cell.trim())
  expect(add(china, start, Number(seconds))).toBe(moment)
})

describe('a year without data', () => {
  test('is named, and nothing is worked out', () => {
    expect(between(china, '2026-12-31T01:00:00Z', '2026-12-31T16:00:00Z')).toBe(7.5)
    expect(between(china, '2026-12-31T01:00:00Z', '2026-12-31T16:00:01Z')).toBe(2027)
    expect(between(china, '2020-12-31T15:59:59Z', '2021-01-04T02:00:00Z')).toBe(2020)
    expect(add(china, '2026-12-31T09:00:00Z', 3600)).toBe('2026-12-31T10:00:00Z')
    expect(add(china, '2026-12-31T09:00:00Z', 3601)).toBe(2027)
    expect(china.isOpenAt(instant('2027-01-04T02:00:00Z'))).toMatchObject({
      code: 'CALENDAR_YEAR_MISSING',
      facts: { calendar: 'china', year: 2027 },
    })
  })

  test('a calendar without public holidays needs none', () => {
    expect(between(hoursOf('weekdays'), '2031-01-01T00:00:00Z', '2031-01-04T00:00:00Z')).toBe(24)
    expect(between(hoursOf('every-day'), '2031-01-01T00:00:00Z', '2031-01-04T00:00:00Z')).toBe(72)
  })

  test('a question runs over a century at most', () => {
    const start = instant('1950-01-01T00:00:00Z')
    const hours = hoursOf('every-day')
    const atLimit = addSeconds(start, (serviceDaysMax + 1) * 86_400)!
    expect(hours.serviceSecondsBetween(start, atLimit)).toMatchObject({
      seconds: (serviceDaysMax + 1) * 86_400,
    })
    expect(hours.serviceSecondsBetween(start, (atLimit + 1) as Instant)).toMatchObject({
      code: 'CALENDAR_YEAR_MISSING',
    })
  })
})

describe('clocks that jump', () => {
  const berlin = new ServiceHours(everyDay('Europe/Berlin', ['00:00-02:30', '02:30-24:00']))
  test('a day of 23, of 24, of 25 hours', () => {
    expect(between(berlin, '2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z')).toBe(23)
    expect(between(berlin, '2024-04-01T22:00:00Z', '2024-04-02T22:00:00Z')).toBe(24)
    expect(between(berlin, '2024-10-26T22:00:00Z', '2024-10-27T23:00:00Z')).toBe(25)
  })

  test('hours that were skipped do not count twice', () => {
    const gap = new ServiceHours(everyDay('Europe/Berlin', ['01:00-02:30', '03:00-04:00']))
    expect(between(gap, '2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z')).toBe(2)
  })

  test('a zone where midnight is skipped, and one that left out a day', () => {
    const saoPaulo = new ServiceHours(everyDay('America/Sao_Paulo', ['00:00-24:00']))
    expect(between(saoPaulo, '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z')).toBe(23)
    const apia = new ServiceHours(everyDay('Pacific/Apia', ['09:00-17:00']))
    expect(between(apia, '2011-12-29T10:00:00Z', '2012-01-01T10:00:00Z')).toBe(24)
  })
})

const moments = fc.integer({
  min: instant('2021-01-01T00:00:00Z'),
  max: instant('2026-06-01T00:00:00Z'),
})

test.each(['china', 'weekdays', 'every-day'] as const)('%s: sums and spans agree', (name) => {
  const hours = hoursOf(name)
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 400_000 }), (start, seconds) => {
      const end = hours.addServiceSeconds(start as Instant, seconds)
      if (end.kind !== 'moment') throw new Error(JSON.stringify(end))
      expect(hours.serviceSecondsBetween(start as Instant, end.at)).toMatchObject({ seconds })
      // It is the first such moment: a second earlier, one second was left.
      expect(hours.serviceSecondsBetween(start as Instant, (end.at - 1) as Instant)).toMatchObject({
        seconds: seconds - 1,
      })
    }),
    { seed: 20_240_304, numRuns: 400 },
  )
})

test('time apart adds up', () => {
  fc.assert(
    fc.property(fc.tuple(moments, moments, moments), (three) => {
      const [a, b, c] = three.toSorted((x, y) => x - y) as [Instant, Instant, Instant]
      const seconds = (from: Instant, until: Instant) => {
        const spent = china.serviceSecondsBetween(from, until)
        return spent.kind === 'seconds' ? spent.seconds : Number.NaN
      }
      expect(seconds(a, b) + seconds(b, c)).toBe(seconds(a, c))
    }),
    { seed: 20_240_304, numRuns: 60 },
  )
})

test('a promise: working time or plain time, and its warning', () => {
  const start = instant('2024-03-08T09:00:00Z')
  const service = decideDeadline(china, start, { kind: 'service', seconds: 4 * 3600 })
  expect(service).toMatchObject({ kind: 'deadline', due: instant('2024-03-11T04:00:00Z') })
  const elapsed = decideDeadline(china, start, { kind: 'elapsed', seconds: 4 * 3600 })
  expect(elapsed).toMatchObject({ due: instant('2024-03-08T13:00:00Z') })
  if (service.kind !== 'deadline') throw new Error(service.code)
  expect(warnAt(china, service, 0.5)).toMatchObject({ at: instant('2024-03-11T02:00:00Z') })
  expect(warnAt(china, service)).toMatchObject({ at: instant('2024-03-11T03:00:00Z') })
  expect(
    decideDeadline(china, instant('2026-12-31T09:00:00Z'), { kind: 'service', seconds: 9000 }),
  ).toMatchObject({ code: 'CALENDAR_YEAR_MISSING' })
})
