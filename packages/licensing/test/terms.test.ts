import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant, instantMax, type Instant } from '@holdfast/capabilities'
import { parseCivilPeriod } from '@holdfast/capabilities/calendar'
import { instant } from '@holdfast/capabilities/testing'
import { renewalWindow } from '../src/compose-lease.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideIssuingMoment } from '../src/decide-issuing-moment.ts'
import type { TermRule } from '../src/licence.ts'
import { resolveTerm } from '../src/resolve-term.ts'
import { aContext, aLicence, backOffice, booksOf, grant, leaseOf, requestFacts } from './fixtures.ts'

const period = (text: string, from: 'order' | 'first-activation', zone: string): TermRule => {
  const parsed = parseCivilPeriod(text)
  if (parsed === null) throw new Error(text)
  return { kind: 'period', period: parsed, from, zone }
}

describe('terms', () => {
  test.each([
    // Three years from a leap day end on the last day of February.
    ['2024-02-29T10:00:00Z', 'P3Y', 'UTC', '2027-02-28T10:00:00Z'],
    ['2024-02-29T10:00:00Z', 'P4Y', 'UTC', '2028-02-29T10:00:00Z'],
    // The end of a month stays within the month.
    ['2026-01-31T00:00:00Z', 'P1M', 'UTC', '2026-02-28T00:00:00Z'],
    ['2026-08-31T00:00:00Z', 'P6M', 'UTC', '2027-02-28T00:00:00Z'],
    // In the zone of the order it is the 29th already, or still the 28th.
    ['2024-02-28T17:00:00Z', 'P3Y', 'Asia/Shanghai', '2027-02-27T17:00:00Z'],
    ['2024-02-29T04:00:00Z', 'P3Y', 'America/New_York', '2027-03-01T04:00:00Z'],
    // The wall clock is kept over daylight saving time; an hour that does not exist moves on.
    ['2026-03-01T11:00:00Z', 'P1M', 'Europe/Berlin', '2026-04-01T10:00:00Z'],
    ['2026-02-28T01:30:00Z', 'P1M1D', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    // More seconds than 32 bits hold.
    ['2018-07-02T00:00:00Z', 'P150000D', 'UTC', '2429-03-09T00:00:00Z'],
    ['2026-01-01T00:00:00Z', 'P7973Y', 'UTC', '9999-01-01T00:00:00Z'],
    // Past the last year that can be written: its last second.
    ['2026-01-01T00:00:00Z', 'P7974Y', 'UTC', '9999-12-31T23:59:59Z'],
    ['9999-12-31T23:59:59Z', 'P1D', 'UTC', '9999-12-31T23:59:59Z'],
  ])('%s + %s in %s ends %s', (start, text, zone, end) => {
    const moments = { orderedAt: instant(start), firstActivation: null }
    expect(resolveTerm(period(text, 'order', zone), moments)).toEqual({ kind: 'until', until: instant(end) })
  })

  test('until and perpetual are what they say; a first activation that has not come leaves the term open', () => {
    const moments = { orderedAt: instant('2026-01-01T00:00:00Z'), firstActivation: null }
    const until = instant('2027-01-01T00:00:00Z')
    expect(resolveTerm({ kind: 'perpetual' }, moments)).toEqual({ kind: 'perpetual' })
    expect(resolveTerm({ kind: 'until', until }, moments)).toEqual({ kind: 'until', until })
    expect(resolveTerm(period('P3Y', 'first-activation', 'UTC'), moments)).toBeNull()
  })

  test('resolved by the first activation, in its own changes, and never again', () => {
    const licence = aLicence({ termRule: period('P1Y', 'first-activation', 'UTC'), term: null })
    const { books } = booksOf({ licence })
    const first = decideActivation(requestFacts(), books, aContext({ now: instant('2026-05-01T00:00:00Z') }))
    const until = instant('2027-05-01T00:00:00Z')
    expect(first.kind === 'granted' && first.changes).toContainEqual({
      kind: 'term-resolved',
      licence: licence.id,
      term: { kind: 'until', until },
    })
    expect(leaseOf(grant(books, first)).term).toEqual({ kind: 'until', until })
    const later = aContext({ now: instant('2026-09-01T00:00:00Z') })
    const second = decideActivation(requestFacts({ key: backOffice }), books, later)
    expect(leaseOf(grant(books, second)).term).toEqual({ kind: 'until', until })
    expect(second.kind === 'granted' && second.changes.map(({ kind }) => kind)).not.toContain('term-resolved')
  })

  test('a refused first activation resolves nothing', () => {
    const licence = aLicence({ termRule: period('P1Y', 'first-activation', 'UTC'), term: null })
    const { books } = booksOf({ licence, seats: 0 })
    expect(decideActivation(requestFacts(), books, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    expect(books.licence(licence.id)?.term).toBeNull()
  })
})

describe('renewal windows', () => {
  const issued = instant('2026-03-01T00:00:00Z')
  test.each([
    [30, 10, '2026-03-21T00:00:00Z', '2026-03-31T00:00:00Z'],
    [30, 30, '2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z'],
    [1, 1, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ])('every %i days, window %i: %s to %s', (everyDays, windowDays, from, until) => {
    expect(renewalWindow({ kind: 'advised', everyDays, windowDays }, issued)).toEqual({
      kind: 'advised',
      from: instant(from),
      until: instant(until),
    })
  })

  test('held at the last second, and none where it would be empty', () => {
    const rule = { kind: 'required', everyDays: 30, windowDays: 29 } as const
    const last = '9999-12-31T23:59:59Z'
    expect(renewalWindow(rule, instant('9999-12-30T00:00:00Z'))).toEqual({
      kind: 'required',
      from: instant('9999-12-31T00:00:00Z'),
      until: instant(last),
    })
    expect(renewalWindow(rule, instant(last))).toEqual({ kind: 'none' })
  })
})

describe('the moment of issue', () => {
  const newest = instant('2026-03-01T08:30:00Z')
  const keyInterval = { from: instant('2026-01-01T00:00:00Z'), until: instant('2027-01-01T00:00:00Z') }
  test.each([
    ['ahead of the books', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
    ['300 seconds behind', '2026-03-01T08:25:00Z', '2026-03-01T08:30:00Z'],
    ['301 seconds behind', '2026-03-01T08:24:59Z', 'SERVER_CLOCK_BEHIND'],
    ['the last second of the key', '2026-12-31T23:59:59Z', '2026-12-31T23:59:59Z'],
    ['the end of the key', '2027-01-01T00:00:00Z', 'SERVER_KEY_OUTSIDE_INTERVAL'],
  ])('%s: %s gives %s', (_what, clock, expected) => {
    const decided = decideIssuingMoment({ clockNow: instant(clock), newestInBooks: newest, keyInterval })
    expect(decided.kind === 'moment' ? formatInstant(decided.moment) : decided.code).toBe(expected)
  })

  test('books without a moment; a key that begins later; both at once', () => {
    const clockNow = instant('2025-12-31T23:59:59Z')
    expect(decideIssuingMoment({ clockNow, newestInBooks: null, keyInterval })).toMatchObject({
      code: 'SERVER_KEY_OUTSIDE_INTERVAL',
      facts: { from: '2026-01-01T00:00:00Z', moment: '2025-12-31T23:59:59Z' },
    })
    expect(decideIssuingMoment({ clockNow, newestInBooks: newest, keyInterval })).toMatchObject({
      code: 'SERVER_CLOCK_BEHIND',
      facts: { behindSeconds: 5_128_201 },
    })
    expect(
      decideIssuingMoment({ clockNow: newest, newestInBooks: null, keyInterval: { from: newest } }),
    ).toEqual({
      kind: 'moment',
      moment: newest,
    })
  })

  test('never before the newest moment of the books, never outside the key', () => {
    const moment = fc.integer({ min: 0, max: 2_000_000 }).map((seconds) => seconds as Instant)
    fc.assert(
      fc.property(moment, moment, moment, moment, (clockNow, newestInBooks, from, until) => {
        const decided = decideIssuingMoment({ clockNow, newestInBooks, keyInterval: { from, until } })
        if (decided.kind === 'refused') return
        expect(decided.moment).toBe(Math.max(clockNow, newestInBooks))
        expect(decided.moment - clockNow).toBeLessThanOrEqual(300)
        expect(decided.moment >= from && decided.moment < until).toBe(true)
      }),
    )
  })
})

test('the last moment that can be written is a moment like any other', () => {
  const { books } = booksOf({ licence: aLicence({ term: { kind: 'until', until: instantMax } }) })
  const lease = leaseOf(grant(books, decideActivation(requestFacts(), books, aContext())))
  expect(lease.term).toEqual({ kind: 'until', until: instantMax })
})
