// A term that was entered wrongly: what a correction writes, what it refuses, and what the next renewal gives.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { parseLease, type Term } from '@holdfast/lease'
import { decideCorrection } from '../src/decide-correction.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import { foreseeRenewal } from '../src/foresee-renewal.ts'
import type { Licence, TermRule } from '../src/licence.ts'
import { aContext, aDevice, aLicence, aSeat, booksOf, frontDesk, now, renewalFacts } from './fixtures.ts'

const perpetual = { kind: 'perpetual' } as const
const until = (text: string) => ({ kind: 'until', until: instant(text) }) as const
const threeYears = (from: 'order' | 'first-activation') =>
  ({ kind: 'period', period: { years: 3, months: 0, days: 0 }, from, zone: 'UTC' }) as const
const activated = instant('2026-02-10T00:00:00Z')

describe('a correction', () => {
  const rows: [string, TermRule, Term | null, TermRule, string | Term | null][] = [
    [
      'until -> perpetual',
      until('2026-12-01T00:00:00Z'),
      until('2026-12-01T00:00:00Z'),
      perpetual,
      perpetual,
    ],
    [
      'until -> later',
      until('2026-12-01T00:00:00Z'),
      until('2026-12-01T00:00:00Z'),
      until('2027-12-01T00:00:00Z'),
      until('2027-12-01T00:00:00Z'),
    ],
    ['perpetual -> until', perpetual, perpetual, until('2099-01-01T00:00:00Z'), 'TERM_WOULD_SHORTEN'],
    [
      'until -> earlier',
      until('2026-12-01T00:00:00Z'),
      until('2026-12-01T00:00:00Z'),
      until('2026-11-30T23:59:59Z'),
      'TERM_WOULD_SHORTEN',
    ],
    [
      'until -> 3 years from the order',
      until('2026-12-01T00:00:00Z'),
      until('2026-12-01T00:00:00Z'),
      threeYears('order'),
      until('2029-02-01T08:30:00Z'),
    ],
    [
      'until -> 3 years from the first activation',
      until('2026-12-01T00:00:00Z'),
      until('2026-12-01T00:00:00Z'),
      threeYears('first-activation'),
      until('2029-02-10T00:00:00Z'),
    ],
    ['before the order', perpetual, perpetual, until('2026-02-01T08:30:00Z'), 'INPUT_INVALID'],
  ]
  test.each(rows)('%s', (_, termRule, term, wanted, outcome) => {
    const licence = aLicence({ termRule, term })
    const asked = { termRule: wanted, shorten: false, firstActivation: activated, now }
    const decided = decideCorrection(licence, asked)
    const change = {
      kind: 'term-corrected',
      licence: licence.id,
      termRule: wanted,
      term: outcome,
      shortened: false,
      at: now,
    }
    expect(decided).toMatchObject(
      typeof outcome === 'string' ? { code: outcome } : { kind: 'decided', changes: [change] },
    )
  })

  test('shortens where that is said to be meant', () => {
    const asked = { termRule: until('2026-06-01T00:00:00Z'), shorten: true, firstActivation: activated, now }
    expect(decideCorrection(aLicence(), asked)).toMatchObject({
      changes: [{ term: until('2026-06-01T00:00:00Z'), shortened: true, at: now }],
    })
  })

  test('of a licence that nobody has activated stays open until somebody does', () => {
    const licence = aLicence({ termRule: threeYears('first-activation'), term: null })
    const longer = { ...threeYears('first-activation'), period: { years: 4, months: 0, days: 0 } }
    const asked = { termRule: longer, shorten: false, firstActivation: null, now }
    expect(decideCorrection(licence, asked)).toMatchObject({ changes: [{ termRule: longer, term: null }] })
    const shorter = { ...asked, termRule: until('2027-01-01T00:00:00Z') }
    expect(decideCorrection(licence, shorter)).toMatchObject({ code: 'TERM_WOULD_SHORTEN' })
  })

  const end = until('2027-01-01T00:00:00Z')
  const recovered = { recovered: true, order: null, customer: null, termRule: end, term: end } as const
  test.each([
    ['recovered: a period from the order', recovered, threeYears('order'), 'unknown', 'INPUT_INVALID'],
    [
      'recovered: from first activation',
      recovered,
      threeYears('first-activation'),
      'unknown',
      'INPUT_INVALID',
    ],
    [
      'recovered: before the lease that it is dated by',
      recovered,
      until('2026-01-15T00:00:00Z'),
      'unknown',
      null,
    ],
    ['recovered: perpetual', recovered, perpetual, 'unknown', null],
    ['first seat from a lease: from the order', {}, threeYears('order'), 'unknown', null],
    ['first seat from a lease: until', {}, end, 'unknown', null],
    ['first seat from a lease: period', {}, threeYears('first-activation'), 'unknown', 'INPUT_INVALID'],
    ['first seat as it was taken: period', {}, threeYears('first-activation'), activated, null],
  ] as const)('%s', (_, set, termRule, firstActivation, code) => {
    const decided = decideCorrection(aLicence(set), { termRule, shorten: true, firstActivation, now })
    const complaint = 'term/period: counts from a moment that only leases tell: give the end (until)'
    expect(decided).toMatchObject(
      code === null
        ? { kind: 'decided', changes: [{ termRule }] }
        : { kind: 'refused', code, facts: { complaints: [complaint] } },
    )
  })

  test('of a withdrawn licence is refused, and the same rule again changes nothing', () => {
    const withdrawn = { kind: 'withdrawn', since: now, reason: 'returned' } as const
    const asked = { termRule: perpetual, shorten: false, firstActivation: null, now }
    expect(decideCorrection(aLicence({ state: withdrawn }), asked)).toMatchObject({
      code: 'LICENCE_WITHDRAWN',
    })
    expect(decideCorrection(aLicence(), asked)).toEqual({ kind: 'decided', changes: [] })
  })
})

function booksWith(licence: Licence) {
  const { books } = booksOf({ licence, taken: 1 })
  books.holdDevice(frontDesk, aDevice())
  books.holdSeat(aSeat(licence))
  return books
}

describe('a renewal', () => {
  const late = instant('2027-01-01T00:00:00Z')

  test('is granted to a perpetual lease without a renewal window, at any time', () => {
    const licence = aLicence()
    const books = booksWith(licence)
    const granted = decideRenewal(renewalFacts(), books, aContext())
    expect(granted.kind).toBe('granted')
  })

  test('after a correction gives the corrected term, also long after the wrong one ended', () => {
    const wrong = aLicence({ termRule: until('2026-04-01T00:00:00Z'), term: until('2026-04-01T00:00:00Z') })
    const corrected = { ...wrong, termRule: perpetual, term: perpetual }
    expect(decideRenewal(renewalFacts(), booksWith(wrong), aContext({ now: late }))).toMatchObject({
      code: 'TERM_OVER',
    })
    const granted = decideRenewal(renewalFacts(), booksWith(corrected), aContext({ now: late }))
    if (granted.kind === 'refused') throw new Error(granted.code)
    expect(parseLease(granted.lease.payload)).toMatchObject({ lease: { term: perpetual } })
  })

  test('is foreseen as it will be decided', () => {
    const licence = aLicence({ term: until('2026-04-01T00:00:00Z') })
    const facts = { device: aDevice(), seat: aSeat(licence), licence, now }
    expect(foreseeRenewal(facts)).toEqual({
      kind: 'granted',
      term: licence.term,
      renewal: { kind: 'none' },
    })
    expect(foreseeRenewal({ ...facts, now: late })).toMatchObject({ code: 'TERM_OVER' })
    const blocked = aDevice({ blocked: { since: now, reason: 'lost' } })
    expect(foreseeRenewal({ ...facts, device: blocked })).toMatchObject({ code: 'DEVICE_BLOCKED' })
    const released = aSeat(licence, { state: { kind: 'released', at: now } })
    expect(foreseeRenewal({ ...facts, seat: released })).toMatchObject({ code: 'SEAT_RELEASED' })
    const newer = aDevice({ release: { name: 'V2020-L', ordinal: 300 } })
    expect(foreseeRenewal({ ...facts, device: newer })).toMatchObject({ code: 'RELEASE_NOT_COVERED' })
    const spent = aDevice({ generation: 999_999_999 })
    expect(foreseeRenewal({ ...facts, device: spent })).toMatchObject({ code: 'GENERATION_SPENT' })
  })
})
