// What the leases that come back say about a term whose correction the books have lost, and what stands against them.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import type { Term } from '@holdfast/lease'
import { BooksInMemory } from '../src/books-in-memory.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideCorrection } from '../src/decide-correction.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import type { Licence } from '../src/licence.ts'
import {
  aContext,
  aLicence,
  apply,
  backOffice,
  before,
  booksOf,
  evidenceOf,
  findings,
  frontDesk,
  grant,
  leaseOf,
  lostLease,
  now,
  renewalFacts,
  requestFacts,
  serialA,
} from './fixtures.ts'

const later = instant('2026-06-01T00:00:00Z')
const far = instant('2028-12-01T00:00:00Z')

describe('a term that the books have lost', () => {
  const short = { kind: 'until', until: instant('2027-01-01T00:00:00Z') } as const
  const perpetual = { kind: 'perpetual' } as const
  const restoredLicence = (licence: Licence, set: Partial<Licence> = {}) =>
    booksOf({ licence: { ...licence, termRule: short, term: short, ...set } }).books

  const rows: [string, Term, Partial<Licence>, Term, boolean][] = [
    ['corrected to perpetual after the backup', perpetual, {}, perpetual, true],
    ['corrected to a later end', { ...short, until: far }, {}, { ...short, until: far }, true],
    ['the same end', short, {}, short, false],
    ['an earlier end: no lease shortens a licence', { ...short, until: later }, {}, short, false],
    ['shortened after the lease was issued', perpetual, { termShortenedAt: later }, short, false],
    ['shortened before the lease was issued', perpetual, { termShortenedAt: before }, perpetual, true],
    ['lengthened since, less than what was lost', perpetual, { termCorrectedAt: later }, perpetual, true],
  ]
  test.each(rows)('%s', (_, leased, set, wanted, found) => {
    const licence = aLicence({ termRule: leased, term: leased })
    const { held } = lostLease(licence)
    const restored = restoredLicence(licence, set)
    const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now: later }))
    expect(leaseOf(grant(restored, decided)).term).toEqual(wanted)
    expect(restored.licence(licence.id)).toMatchObject({ term: wanted, termRule: wanted })
    const kinds = decided.kind === 'granted' ? findings(decided).map(({ kind }) => kind) : []
    expect(kinds).toEqual(found ? ['TERM_DIFFERS', 'RECORDED_FROM_LEASE'] : ['RECORDED_FROM_LEASE'])
    // Once taken it is known, and nobody is told twice.
    const again = decideActivation(requestFacts({ facts: { held } }), restored, aContext({ now: later }))
    expect(again.kind === 'granted' && findings(again)).toEqual([])
  })

  test('the finding says both ends', () => {
    const licence = aLicence()
    const { lease, held } = lostLease(licence)
    const decided = decideActivation(
      requestFacts({ facts: { held } }),
      restoredLicence(licence),
      aContext({ now: later }),
    )
    expect(decided.kind === 'granted' && findings(decided)[0]).toEqual({
      kind: 'TERM_DIFFERS',
      at: later,
      device: frontDesk,
      serial: serialA,
      licence: licence.id,
      order: '2026-0117',
      lease: lease.id,
      booksUntil: '2027-01-01T00:00:00Z',
      leaseUntil: null,
    })
  })

  test('over in the books and perpetual on the device: renewed', () => {
    const licence = aLicence()
    const { held } = lostLease(licence)
    const restored = restoredLicence(licence)
    const now = instant('2027-06-01T00:00:00Z')
    const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now }))
    expect(leaseOf(grant(restored, decided)).term).toEqual(perpetual)
  })

  test.each([
    ['the uncorrected lease first', [0, 1]],
    ['the corrected lease first', [1, 0]],
  ])('new books, %s: nobody is cut', (_, order) => {
    const wrong = aLicence({ termRule: short, term: short })
    const books = booksOf({ licence: wrong }).books
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    books.holdLicence(wrong.id, { ...wrong, termRule: perpetual, term: perpetual, termCorrectedAt: now })
    const second = grant(
      books,
      decideActivation(requestFacts({ key: backOffice }), books, aContext({ now: later })),
    )
    const devices = [
      { key: frontDesk, held: evidenceOf(first) },
      { key: backOffice, held: evidenceOf(second) },
    ]
    const empty = new BooksInMemory()
    const terms = order.map((at) => {
      const { key, held } = devices[at]!
      const decided = decideRenewal(renewalFacts({ key, facts: { held } }), empty, aContext({ now: later }))
      return [key, leaseOf(grant(empty, decided)).term] as const
    })
    expect(new Map(terms).get(backOffice)).toEqual(perpetual)
    expect(empty.licence(wrong.id)?.term).toEqual(perpetual)
  })

  test('a shortening that an administrator decides after the restore stands against every lease of before', () => {
    const licence = aLicence()
    const { books } = booksOf({ licence })
    const leases = [frontDesk, backOffice].map((key) => ({
      key,
      held: evidenceOf(grant(books, decideActivation(requestFacts({ key }), books, aContext()))),
    }))
    const restored = restoredLicence(licence)
    const renew = ({ key, held }: (typeof leases)[number]) =>
      leaseOf(
        grant(
          restored,
          decideRenewal(renewalFacts({ key, facts: { held } }), restored, aContext({ now: later })),
        ),
      ).term
    expect(renew(leases[0]!)).toEqual(perpetual)
    const asked = { termRule: short, shorten: true, firstActivation: null, now: later }
    const corrected = decideCorrection(restored.licence(licence.id)!, asked)
    if (corrected.kind === 'refused') throw new Error(corrected.code)
    apply(restored, corrected)
    expect(leases.map(renew)).toEqual([short, short])
  })

  const years = (years: number) =>
    ({
      kind: 'period',
      period: { years, months: 0, days: 0 },
      from: 'first-activation',
      zone: 'UTC',
    }) as const

  test('known from an activation that was lost, under a rule that was shortened since: the new rule counts', () => {
    const licence = aLicence({ termRule: years(3), term: null })
    const { held } = lostLease(licence)
    const corrected = { ...licence, termRule: years(1), termCorrectedAt: later, termShortenedAt: later }
    const restored = booksOf({ licence: corrected }).books
    const context = aContext({ now: instant('2026-06-02T00:00:00Z') })
    const next = grant(restored, decideRenewal(renewalFacts({ facts: { held } }), restored, context))
    expect(leaseOf(next).term).toEqual({ kind: 'until', until: instant('2027-03-01T08:30:00Z') })
  })

  test('known from an activation that was lost, under a rule that was lengthened since: the later end counts', () => {
    const licence = aLicence({ termRule: perpetual, term: perpetual })
    const { held } = lostLease(licence)
    const corrected = { ...licence, termRule: years(2), term: null, termCorrectedAt: later }
    const restored = booksOf({ licence: corrected }).books
    const context = aContext({ now: instant('2026-06-02T00:00:00Z') })
    const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, context)
    expect(leaseOf(grant(restored, decided)).term).toEqual(perpetual)
    const kinds = decided.kind === 'granted' ? findings(decided).map(({ kind }) => kind) : []
    expect(kinds).toContain('TERM_DIFFERS')
  })

  test('a lease of another licence says nothing of this one', () => {
    const { held } = lostLease()
    const other = restoredLicence(aLicence())
    const next = grant(other, decideRenewal(renewalFacts({ facts: { held } }), other, aContext()))
    expect(leaseOf(next).term).toEqual(short)
  })

  test('a seat that was released after the lease still tells the term', () => {
    const licence = aLicence()
    const { lease, held } = lostLease(licence)
    const restored = restoredLicence(licence)
    const known = { serial: serialA, licence: licence.id, product: 'cmge', device: frontDesk }
    const state = { kind: 'released', at: now } as const
    restored.holdSeat({ ...known, id: lease.seat, state, generation: 4, recovered: false })
    grant(restored, decideActivation(requestFacts({ facts: { held } }), restored, aContext()))
    expect(restored.licence(licence.id)?.term).toEqual(perpetual)
  })
})
