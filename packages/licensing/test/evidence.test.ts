import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { formatLease, type Root } from '@holdfast/lease'
import { BooksInMemory } from '../src/books-in-memory.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideReceipt } from '../src/decide-receipt.ts'
import { decideRelease } from '../src/decide-release.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import type { Licence } from '../src/licence.ts'
import {
  aContext,
  aDevice,
  aLicence,
  apply,
  backOffice,
  booksOf,
  evidenceOf,
  findings,
  frontDesk,
  grant,
  leaseOf,
  lostLease,
  newSeatId,
  now,
  productKey,
  receiptFacts,
  releaseFacts,
  renewalFacts,
  requestFacts,
  serialA,
  serialB,
  thumbprint,
} from './fixtures.ts'

const later = instant('2026-06-01T00:00:00Z')

describe('a seat that a restored server has forgotten', () => {
  test('a lease that names a later product key than the books says that a rekey was lost', () => {
    const findingsOf = (createdAt: typeof later, productKey: string) => {
      const { lease, restored } = lostLease()
      const known = leaseOf(lease)
      const named = { ...known, productKey: productKey as typeof known.productKey }
      const { order } = restored.licence(known.licence)!
      const { publicRaw } = restored.orderKey(order!, known.product)!
      const present = { id: known.productKey, order: order!, product: known.product, publicRaw }
      restored.holdOrderKey(order!, known.product, { ...present, createdAt, retiredAt: null })
      const held = { kind: 'genuine', lease: named, payload: formatLease(named), compromised: false } as const
      const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now: later }))
      return decided.kind === 'granted' ? findings(decided).map(({ kind }) => kind) : decided
    }
    const before = instant('2026-01-01T00:00:00Z')
    expect(findingsOf(before, 'b'.repeat(64))).toEqual(['RECORDED_FROM_LEASE', 'PRODUCT_KEY_DIFFERS'])
    expect(findingsOf(before, productKey)).toEqual(['RECORDED_FROM_LEASE'])
    // A rekey of these books, after the lease.
    expect(findingsOf(later, 'b'.repeat(64))).toEqual(['RECORDED_FROM_LEASE'])
  })

  test.each(['activate', 'renew'] as const)(
    '%s: recorded again above the count, with a finding',
    (action) => {
      const { lease, held, restored } = lostLease(aLicence(), { seats: 1, taken: 1 })
      const decided =
        action === 'activate'
          ? decideActivation(requestFacts({ facts: { held } }), restored, aContext({ now: later }))
          : decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now: later }))
      const next = grant(restored, decided)
      expect([next.generation, next.seat]).toEqual([3, lease.seat])
      expect(restored.serial(serialA)).toMatchObject({ seats: 1, taken: 2 })
      expect(decided.kind === 'granted' && findings(decided)).toEqual([
        {
          kind: 'RECORDED_FROM_LEASE',
          at: later,
          device: frontDesk,
          serial: serialA,
          licence: leaseOf(lease).licence,
          seat: lease.seat,
          lease: lease.id,
          generation: 2,
          aboveCount: true,
          missing: 'seat',
        },
      ])
      expect(restored.lease(lease.id)).toMatchObject({ requestHash: null, confirmedAt: later })
      const again = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext())
      expect(again.kind === 'granted' && findings(again)).toEqual([])
    },
  )

  test('the receipt that still waits is acknowledged afterwards', () => {
    const { lease, held, restored } = lostLease()
    expect(decideReceipt(receiptFacts(lease), restored, aContext())).toMatchObject({ code: 'LEASE_UNKNOWN' })
    grant(restored, decideRenewal(renewalFacts({ facts: { held } }), restored, aContext()))
    expect(decideReceipt(receiptFacts(lease), restored, aContext())).toMatchObject({ kind: 'acknowledged' })
  })

  test('a request whose answer was lost with the books gets that answer again', () => {
    const { lease, held, restored } = lostLease()
    grant(restored, decideRenewal(renewalFacts({ facts: { held } }), restored, aContext()))
    const repeated = renewalFacts({ id: lease.request })
    const again = decideRenewal(repeated, restored, aContext())
    expect(again).toMatchObject({ kind: 'granted', repeated: true, lease: { id: lease.id } })
    expect(grant(restored, again).payload).toEqual(lease.payload)
  })

  test('books without anything: product, licence and serial number are recovered as the lease says', () => {
    const licence = aLicence({
      renewal: { kind: 'advised', everyDays: 365, windowDays: 60 },
      term: { kind: 'until', until: later },
    })
    const { lease, held } = lostLease(licence)
    const empty = new BooksInMemory()
    const decided = decideRenewal(renewalFacts({ facts: { held } }), empty, aContext())
    const next = grant(empty, decided)
    expect(decided.kind === 'granted' && findings(decided)).toMatchObject([
      { missing: 'product', aboveCount: true },
    ])
    expect(empty.licence(licence.id)).toEqual({
      ...licence,
      order: null,
      customer: null,
      orderedAt: now,
      termRule: { kind: 'until', until: later },
      recovered: true,
      recoveredKey: productKey,
      recoveredKeyAt: now,
    })
    expect(empty.serial(serialA)).toMatchObject({ seats: 0, taken: 1, licence: licence.id })
    const { id, generation, answers, ...same } = leaseOf(next)
    expect({ ...leaseOf(lease), id, generation, answers }).toEqual({ ...same, id, generation, answers })
  })

  test('the recovered serial number: its device activates with the key that the lease named, nobody else gets a seat', () => {
    const { held } = lostLease()
    const empty = new BooksInMemory()
    grant(empty, decideActivation(requestFacts({ facts: { held } }), empty, aContext()))
    grant(empty, decideActivation(requestFacts(), empty, aContext()))
    const stranger = requestFacts({ key: backOffice })
    expect(decideActivation(stranger, empty, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    const unproved = requestFacts({ key: backOffice, facts: { productKey: thumbprint('another key') } })
    expect(decideActivation(unproved, empty, aContext())).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
  })

  test('a term that was resolved once comes back and is not resolved anew', () => {
    const rule = {
      kind: 'period',
      period: { years: 3, months: 0, days: 0 },
      from: 'first-activation',
      zone: 'UTC',
    } as const
    const licence = aLicence({ termRule: rule, term: null })
    const { lease, held, restored } = lostLease(licence)
    expect(leaseOf(lease).term).toEqual({ kind: 'until', until: instant('2029-03-01T08:30:00Z') })
    const next = grant(
      restored,
      decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now: later })),
    )
    expect(leaseOf(next).term).toEqual(leaseOf(lease).term)
    expect(restored.licence(licence.id)?.term).toEqual(leaseOf(lease).term)
  })

  test('enclosed in a release: recorded as released, once', () => {
    const { lease, held, restored } = lostLease()
    const facts = releaseFacts(held)
    const decided = decideRelease(facts, restored, aContext())
    if (decided.kind === 'refused') throw new Error(decided.code)
    apply(restored, decided)
    expect(decided).toMatchObject({ kind: 'released', lease: lease.id, at: now })
    expect(findings(decided)).toMatchObject([{ kind: 'RECORDED_FROM_LEASE', aboveCount: false }])
    expect(restored.serial(serialA)?.taken).toBe(0)
    expect(
      decideRenewal(renewalFacts({ facts: { held }, sequence: 10 }), restored, aContext()),
    ).toMatchObject({
      code: 'SEAT_RELEASED',
    })
  })
})

describe('books that know better, and books that know less', () => {
  test('released after the lease: a renewal hears so, an activation is decided as any other', () => {
    const { books } = booksOf({ seats: 1 })
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    const held = evidenceOf(lease)
    const released = decideRelease(releaseFacts(held), books, aContext())
    if (released.kind === 'refused') throw new Error(released.code)
    apply(books, released)
    const facts = { held }
    expect(decideRenewal(renewalFacts({ facts, sequence: 10 }), books, aContext())).toMatchObject({
      code: 'SEAT_RELEASED',
    })
    grant(books, decideActivation(requestFacts({ key: backOffice }), books, aContext()))
    expect(decideActivation(requestFacts({ facts, sequence: 10 }), books, aContext())).toMatchObject({
      code: 'SEATS_EXHAUSTED',
    })
  })

  test('released before the lease: the backup is older, the seat is taken again', () => {
    const { lease, held, restored } = lostLease()
    const known = { serial: serialA, licence: leaseOf(lease).licence, product: 'cmge', device: frontDesk }
    const state = { kind: 'released', at: now } as const
    restored.holdSeat({ ...known, id: lease.seat, state, generation: 1, recovered: false })
    const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext())
    grant(restored, decided)
    expect(restored.serial(serialA)?.taken).toBe(1)
    expect(decided.kind === 'granted' && findings(decided)).toMatchObject([
      { missing: 'seat', aboveCount: false },
    ])
  })

  test('taken, but with an earlier generation: counted once', () => {
    const { lease, held, restored } = lostLease(aLicence(), { taken: 1 })
    const known = { serial: serialA, licence: leaseOf(lease).licence, product: 'cmge', device: frontDesk }
    restored.holdSeat({
      ...known,
      id: lease.seat,
      state: { kind: 'taken', since: now },
      generation: 1,
      recovered: false,
    })
    const decided = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext())
    expect(grant(restored, decided).generation).toBe(3)
    expect(restored.serial(serialA)?.taken).toBe(1)
    expect(decided.kind === 'granted' && findings(decided)).toMatchObject([{ missing: 'generation' }])
  })

  test('forgotten, and overtaken by copies of old requests and an old release: the books win, and activating helps', () => {
    const { books } = booksOf()
    const first = grant(books, decideActivation(requestFacts({ sequence: 3 }), books, aContext()))
    const file = releaseFacts(evidenceOf(first), { sequence: 4 })
    const second = grant(books, decideActivation(requestFacts({ sequence: 5 }), books, aContext()))
    const restored = booksOf().books
    for (const sequence of [1, 2])
      grant(restored, decideActivation(requestFacts({ sequence }), restored, aContext()))
    const released = decideRelease(file, restored, aContext())
    if (released.kind === 'refused') throw new Error(released.code)
    apply(restored, released)
    const asked = { sequence: 6, generation: 2, facts: { held: evidenceOf(second) } }
    expect(decideRenewal(renewalFacts(asked), restored, aContext())).toMatchObject({ code: 'SEAT_RELEASED' })
    expect(grant(restored, decideActivation(requestFacts(asked), restored, aContext())).generation).toBe(3)
  })

  test('what the device left for the lease that it brings is given back', () => {
    const { lease, held, restored } = lostLease()
    const known = { licence: leaseOf(lease).licence, product: 'cmge', device: frontDesk }
    restored.holdSerial(serialB, {
      serial: serialB,
      licence: known.licence,
      product: 'cmge',
      seats: 1,
      taken: 1,
    })
    const state = { kind: 'taken', since: now } as const
    const left = { ...known, id: newSeatId(), serial: serialB, state, generation: 1, recovered: false }
    restored.holdSeat(left)
    grant(restored, decideRenewal(renewalFacts({ facts: { held } }), restored, aContext({ now: later })))
    expect(restored.seat(left.id)?.state).toEqual({ kind: 'moved', at: later, to: 'serial' })
    expect([restored.serial(serialA)?.taken, restored.serial(serialB)?.taken]).toEqual([1, 0])
  })

  test('above what the device key ever accepted, also where it brings nothing', () => {
    const { books } = booksOf()
    expect(
      grant(books, decideActivation(requestFacts({ generation: 41 }), books, aContext())).generation,
    ).toBe(42)
    expect(grant(books, decideActivation(requestFacts(), books, aContext())).generation).toBe(43)
  })
})

describe('evidence in a request that is refused', () => {
  const suspended = { kind: 'suspended', since: now, reason: 'unpaid' } as const
  const uncovered = { name: 'V2020-L', ordinal: 300 }
  const rows: [string, 'activate' | 'renew', Partial<Licence>, Parameters<typeof requestFacts>[0]][] = [
    ['LICENCE_SUSPENDED', 'renew', { state: suspended }, {}],
    ['LICENCE_SUSPENDED', 'activate', { state: suspended }, {}],
    ['LICENCE_WITHDRAWN', 'renew', { state: { ...suspended, kind: 'withdrawn' } }, {}],
    ['RELEASE_NOT_COVERED', 'renew', {}, { release: uncovered }],
    ['PRODUCT_KEY_WRONG', 'activate', {}, { facts: { productKey: null } }],
    ['GENERATION_SPENT', 'renew', {}, { generation: 999_999_999 }],
  ]
  test.each(rows)('%s to %s: the seat is recorded, once, and not sold again', (code, action, set, ask) => {
    const licence = aLicence()
    const { lease, held } = lostLease(licence)
    const restored = booksOf({ licence: { ...licence, ...set }, seats: 1 }).books
    const make = action === 'activate' ? requestFacts : renewalFacts
    const facts = make({ sequence: 7, ...ask, facts: { ...ask?.facts, held } })
    const decide = action === 'activate' ? decideActivation : decideRenewal
    const refused = decide(facts, restored, aContext({ now: later }))
    if (refused.kind !== 'refused') throw new Error('granted')
    expect(refused.code).toBe(code)
    const changes = refused.changes ?? []
    expect(findings({ changes })).toMatchObject([{ kind: 'RECORDED_FROM_LEASE', aboveCount: false }])
    apply(restored, { changes })
    expect(restored.seatOf(serialA, frontDesk)).toMatchObject({
      id: lease.seat,
      state: { kind: 'taken' },
      generation: 2,
      recovered: true,
    })
    expect(restored.lease(lease.id)).toMatchObject({ confirmedAt: later })
    // Of the request itself nothing is kept: it may be decided better later.
    expect(restored.requestSeen(frontDesk, facts.request.id)).toBeNull()
    expect(restored.device(frontDesk)).toMatchObject({ generation: 2, requestSequence: 0, lastSeen: later })
    const again = decide(facts, restored, aContext({ now: later }))
    expect(again).toEqual({ kind: 'refused', code, facts: refused.facts })

    restored.holdLicence(licence.id, licence)
    const other = requestFacts({ key: backOffice })
    expect(decideActivation(other, restored, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    grant(restored, decideRenewal(renewalFacts({ facts: { held } }), restored, aContext()))
    expect(restored.serial(serialA)?.taken).toBe(1)
  })

  test('a blocked device, and a later term: both are written, and no grant writes them twice', () => {
    const licence = aLicence()
    const { held } = lostLease(licence)
    const short = { kind: 'until', until: later } as const
    const restored = booksOf({ licence: { ...licence, termRule: short, term: short } }).books
    restored.holdDevice(frontDesk, aDevice({ blocked: { since: now, reason: 'lost' } }))
    const refused = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext())
    if (refused.kind !== 'refused') throw new Error('granted')
    expect(refused.code).toBe('DEVICE_BLOCKED')
    apply(restored, { changes: refused.changes ?? [] })
    expect(restored.licence(licence.id)?.term).toEqual({ kind: 'perpetual' })
    expect(restored.device(frontDesk)).toMatchObject({ blocked: { reason: 'lost' }, generation: 2 })
    restored.holdDevice(frontDesk, { ...restored.device(frontDesk)!, blocked: null })
    const granted = decideRenewal(renewalFacts({ facts: { held } }), restored, aContext())
    expect(granted.kind === 'granted' && findings(granted)).toEqual([])
  })

  test('a request that is no evidence leaves nothing behind', () => {
    const { lease } = lostLease()
    const { books } = booksOf({ seats: 0 })
    const facts = { held: evidenceOf(lease, { serial: serialB }) }
    const refused = decideActivation(requestFacts({ facts }), books, aContext())
    expect(refused).toEqual({ kind: 'refused', code: 'SEATS_EXHAUSTED', facts: { seatsMax: 0, taken: 0 } })
  })
})

describe('what is no evidence', () => {
  test.each([
    ['another serial number', { serial: serialB }],
    ['another device', { device: { key: backOffice, fingerprints: [] } }],
    ['another product', { product: 'other' }],
    ['another vendor', { root: thumbprint('another vendor') as string as Root }],
  ])('%s', (_what, set) => {
    const { lease, restored } = lostLease()
    const facts = { held: evidenceOf(lease, set) }
    expect(decideRenewal(renewalFacts({ facts }), restored, aContext())).toMatchObject({
      code: 'LEASE_UNKNOWN',
    })
    const decided = decideActivation(requestFacts({ facts }), restored, aContext())
    expect(decided).toMatchObject({ kind: 'granted' })
    expect(decided.kind === 'granted' && findings(decided)).toEqual([])
  })

  test('not genuine: ignored, refuses nothing', () => {
    const { books } = booksOf()
    const held = { kind: 'not-genuine', code: 'SIGNATURE_WRONG' } as const
    const activated = decideActivation(requestFacts({ facts: { held } }), books, aContext())
    expect(grant(books, activated).generation).toBe(1)
    const renewed = decideRenewal(renewalFacts({ facts: { held } }), books, aContext())
    expect(grant(books, renewed).generation).toBe(2)
  })

  test('signed by compromised keys alone: only where the books know its id', () => {
    const { lease, held, restored } = lostLease()
    const doubtful = { ...held, compromised: true } as typeof held
    const facts = { held: doubtful }
    expect(decideRenewal(renewalFacts({ facts }), restored, aContext())).toMatchObject({
      code: 'LEASE_UNKNOWN',
    })
    expect(decideRelease(releaseFacts(doubtful), restored, aContext())).toMatchObject({
      code: 'LEASE_UNKNOWN',
    })
    restored.holdLease(lease.id, lease)
    grant(restored, decideRenewal(renewalFacts({ facts }), restored, aContext()))
  })
})
