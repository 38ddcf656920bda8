import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { decideActivation } from '../src/decide-activation.ts'
import { decideGiveBack } from '../src/decide-give-back.ts'
import { decideReceipt } from '../src/decide-receipt.ts'
import { decideRelease } from '../src/decide-release.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import {
  aContext,
  aDevice,
  aKey,
  aLicence,
  apply,
  backOffice,
  booksOf,
  evidenceOf,
  findings,
  frontDesk,
  grant,
  leaseOf,
  now,
  orderId,
  receiptFacts,
  releaseFacts,
  renewalFacts,
  requestFacts,
  root,
  serialA,
  serialB,
  thumbprint,
} from './fixtures.ts'

const later = instant('2026-04-01T00:00:00Z')

describe('repetition', () => {
  test('the same intention gets the same lease, also when the licence is withdrawn and no seat is free', () => {
    const { books, licence } = booksOf({ seats: 1 })
    const facts = requestFacts()
    const first = grant(books, decideActivation(facts, books, aContext()))
    books.holdLicence(licence.id, {
      ...licence,
      state: { kind: 'withdrawn', since: now, reason: 'returned' },
    })
    const again = decideActivation(facts, books, aContext({ now: later }))
    expect(again).toEqual({ kind: 'granted', lease: first, repeated: true, changes: [] })
  })

  test('the same id from another device is another intention', () => {
    const { books } = booksOf()
    const facts = requestFacts()
    grant(books, decideActivation(facts, books, aContext()))
    const other = requestFacts({ key: backOffice, id: facts.request.id })
    const lease = grant(books, decideActivation(other, books, aContext()))
    expect(leaseOf(lease).device.key).toBe(backOffice)
    expect(books.serial(serialA)?.taken).toBe(2)
  })

  test('once the seat has gone it is decided anew, with the next generation', () => {
    const { books } = booksOf()
    const facts = requestFacts()
    const first = grant(books, decideActivation(facts, books, aContext()))
    const seat = books.seat(first.seat)
    if (seat === null) throw new Error('no seat')
    apply(books, decideGiveBack(seat, now))
    const second = grant(books, decideActivation(facts, books, aContext()))
    expect(second.id).not.toBe(first.id)
    expect([second.request, second.generation, second.seat]).toEqual([facts.request.id, 2, first.seat])
    const third = decideActivation(facts, books, aContext())
    expect(third).toMatchObject({ repeated: true, lease: { id: second.id } })
  })

  test('once the keys of its time cannot sign any more it is decided anew', () => {
    const { books } = booksOf()
    const facts = requestFacts()
    grant(books, decideActivation(facts, books, aContext()))
    const again = grant(
      books,
      decideActivation(facts, books, aContext({ maySignAt: (moment) => moment > now, now: later })),
    )
    expect([again.generation, again.issuedAt]).toEqual([2, later])
    expect(books.serial(serialA)?.taken).toBe(1)
  })

  test('a copy of a request that was on its way when the device released does not take the seat again', () => {
    const { books } = booksOf()
    const facts = requestFacts({ sequence: 5 })
    const lease = grant(books, decideActivation(facts, books, aContext()))
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(lease), { sequence: 6 }), books, aContext())),
    )
    expect(decideActivation(facts, books, aContext())).toMatchObject({
      code: 'REQUEST_OVERTAKEN',
      facts: { sequence: 6 },
    })
    expect(books.serial(serialA)?.taken).toBe(0)
  })

  test('a refusal is not kept: the same request is granted when a seat is free', () => {
    const { books } = booksOf({ seats: 1 })
    const held = grant(books, decideActivation(requestFacts({ key: backOffice }), books, aContext()))
    const facts = requestFacts()
    expect(decideActivation(facts, books, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(held), { key: backOffice }), books, aContext())),
    )
    grant(books, decideActivation(facts, books, aContext()))
  })

  test('the same device with a new id gets its seat again, above the count too', () => {
    const { books } = booksOf({ seats: 1 })
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    const record = books.serial(serialA)
    if (record === null) throw new Error('no serial number')
    books.holdSerial(serialA, { ...record, seats: 0 })
    const second = grant(books, decideActivation(requestFacts(), books, aContext()))
    expect([second.seat, second.generation]).toEqual([first.seat, 2])
    expect(books.serial(serialA)).toMatchObject({ seats: 0, taken: 1 })
    grant(books, decideRenewal(renewalFacts(), books, aContext()))
  })
})

describe('what a lease says', () => {
  test('everything comes from the licence, the seat and the request', () => {
    const licence = aLicence({ renewal: { kind: 'required', everyDays: 180, windowDays: 30 } })
    const { books } = booksOf({ licence })
    const salt = thumbprint('salt')
    const facts = requestFacts({ name: 'front-desk-7' })
    const parts = [
      { name: 'machine-id', hash: '0'.repeat(32) },
      { name: 'asset-tag', hash: '1'.repeat(32) },
    ]
    const request = { ...facts.request, device: { ...facts.request.device, fingerprints: [{ salt, parts }] } }
    const context = aContext({ trust: 7 })
    const lease = leaseOf(grant(books, decideActivation({ ...facts, request }, books, context)))
    expect(lease).toEqual({
      root,
      id: context.ids.lease,
      generation: 1,
      answers: request.id,
      acknowledges: [],
      licence: licence.id,
      order: '2026-0117',
      seat: context.ids.seat,
      product: 'cmge',
      edition: 'standard',
      releases: [{ from: 100, below: 300 }],
      serial: serialA,
      productKey: aKey().id,
      holder: 'Harbour Office of Westmark',
      device: {
        key: frontDesk,
        fingerprints: [
          {
            salt,
            parts: [
              { name: 'machine-id', hash: '0'.repeat(32), weight: 20 },
              { name: 'asset-tag', hash: '1'.repeat(32), weight: 10 },
            ],
          },
        ],
      },
      term: { kind: 'perpetual' },
      renewal: {
        kind: 'required',
        from: instant('2026-07-29T08:30:00Z'),
        until: instant('2026-08-28T08:30:00Z'),
      },
      reminderDays: 30,
      graceDays: 14,
      policies: { personalisation: 'warn' },
      issuedAt: now,
      trust: 7,
    })
    expect(books.device(frontDesk)).toEqual(
      aDevice({ release: request.release, firstSeen: now, lastSeen: now, generation: 1, requestSequence: 5 }),
    )
  })

  test('a renewal without fingerprints keeps those that were accepted', () => {
    const { books } = booksOf()
    const fingerprints = [{ salt: thumbprint('salt'), parts: [{ name: 'cpu-model', hash: '2'.repeat(32) }] }]
    const facts = requestFacts()
    const request = { ...facts.request, device: { ...facts.request.device, fingerprints } }
    const first = grant(books, decideActivation({ ...facts, request }, books, aContext()))
    const held = evidenceOf(first)
    const second = leaseOf(grant(books, decideRenewal(renewalFacts({ facts: { held } }), books, aContext())))
    expect(second.device.fingerprints).toEqual(leaseOf(first).device.fingerprints)
  })

  test('it acknowledges the receipts that came along', () => {
    const { books } = booksOf()
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    const second = grant(books, decideRenewal(renewalFacts(), books, aContext({ acknowledges: [first.id] })))
    expect(leaseOf(second).acknowledges).toEqual([first.id])
  })
})

describe('moving to another serial number', () => {
  const twoSerials = (seatsA: number, seatsB: number) => {
    const licence = aLicence()
    const serialOf = (serial: typeof serialA, seats: number) => ({
      serial,
      licence: licence.id,
      product: 'cmge',
      seats,
      taken: 0,
    })
    return booksOf({ licence, serials: [serialOf(serialA, seatsA), serialOf(serialB, seatsB)] }).books
  }
  const taken = (books: ReturnType<typeof twoSerials>) => [
    books.serial(serialA)?.taken,
    books.serial(serialB)?.taken,
  ]

  test('both seats count until the receipt, then the first is given back', () => {
    const books = twoSerials(1, 1)
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    const second = grant(books, decideActivation(requestFacts({ serial: serialB }), books, aContext()))
    expect(taken(books)).toEqual([1, 1])
    apply(books, acknowledged(decideReceipt(receiptFacts(second), books, aContext({ now: later }))))
    expect(taken(books)).toEqual([0, 1])
    expect(books.seat(first.seat)?.state).toEqual({ kind: 'moved', at: later, to: 'serial' })
    expect(
      decideRenewal(renewalFacts({ facts: { held: evidenceOf(first) } }), books, aContext()),
    ).toMatchObject({
      code: 'SEAT_MOVED',
      facts: { at: '2026-04-01T00:00:00Z', to: 'serial' },
    })
  })

  test('a copy of the request for the seat that it left takes it no more; a new request does', () => {
    const books = twoSerials(1, 1)
    const there = requestFacts({ sequence: 1 })
    grant(books, decideActivation(there, books, aContext()))
    const out = requestFacts({ sequence: 2, serial: serialB })
    const second = grant(books, decideActivation(out, books, aContext()))
    // Until the receipt the device may still use the first answer.
    expect(decideActivation(there, books, aContext())).toMatchObject({ kind: 'granted', repeated: true })
    apply(books, acknowledged(decideReceipt(receiptFacts(second), books, aContext())))
    expect(decideActivation(there, books, aContext())).toMatchObject({
      code: 'REQUEST_OVERTAKEN',
      facts: { sequence: 2 },
    })
    expect(taken(books)).toEqual([0, 1])
    const back = grant(books, decideActivation(requestFacts({ sequence: 3 }), books, aContext()))
    expect([leaseOf(back).serial, leaseOf(back).generation]).toEqual([serialA, 3])
    apply(books, acknowledged(decideReceipt(receiptFacts(back), books, aContext())))
    expect(taken(books)).toEqual([1, 0])
    expect(decideActivation(out, books, aContext())).toMatchObject({
      code: 'REQUEST_OVERTAKEN',
      facts: { sequence: 3 },
    })
  })

  test('within one licence whose other serial number is full: refused, and the device keeps what it has', () => {
    const books = twoSerials(1, 1)
    grant(books, decideActivation(requestFacts({ key: backOffice, serial: serialB }), books, aContext()))
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    expect(decideActivation(requestFacts({ serial: serialB }), books, aContext())).toMatchObject({
      code: 'SEATS_EXHAUSTED',
    })
    expect(taken(books)).toEqual([1, 1])
    grant(books, decideRenewal(renewalFacts({ facts: { held: evidenceOf(first) } }), books, aContext()))
  })

  test('back again before the receipt: the receipt of the way out frees nothing that is in use', () => {
    const books = twoSerials(1, 1)
    grant(books, decideActivation(requestFacts(), books, aContext()))
    const out = grant(books, decideActivation(requestFacts({ serial: serialB }), books, aContext()))
    const back = grant(books, decideActivation(requestFacts(), books, aContext()))
    apply(books, acknowledged(decideReceipt(receiptFacts(out), books, aContext())))
    expect(taken(books)).toEqual([1, 1])
    apply(books, acknowledged(decideReceipt(receiptFacts(back), books, aContext())))
    expect(taken(books)).toEqual([1, 0])
  })

  test('a repeated receipt changes nothing', () => {
    const books = twoSerials(1, 1)
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    apply(books, acknowledged(decideReceipt(receiptFacts(lease), books, aContext())))
    expect(decideReceipt(receiptFacts(lease), books, aContext({ now: later }))).toEqual({
      kind: 'acknowledged',
      lease: lease.id,
      changes: [],
    })
  })

  test('a release on the way frees both: the device said that it uses no answer to an earlier request', () => {
    const books = twoSerials(1, 1)
    const first = grant(books, decideActivation(requestFacts({ sequence: 4 }), books, aContext()))
    grant(books, decideActivation(requestFacts({ sequence: 5, serial: serialB }), books, aContext()))
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(first), { sequence: 6 }), books, aContext())),
    )
    expect(taken(books)).toEqual([0, 0])
  })

  test('one key in two products: nothing is refused, seats of the other product stay, and a finding says so', () => {
    const { books, licence } = booksOf()
    const other = aLicence({ product: 'other' })
    books.holdLicence(other.id, other)
    books.holdOrderKey(orderId, 'other', aKey({ product: 'other' }))
    books.holdSerial(serialB, { serial: serialB, licence: other.id, product: 'other', seats: 1, taken: 0 })
    grant(books, decideActivation(requestFacts(), books, aContext()))
    const decided = decideActivation(
      requestFacts({ product: 'other', serial: serialB, sequence: 6 }),
      books,
      aContext(),
    )
    const second = grant(books, decided)
    expect(decided.kind === 'granted' && findings(decided)).toMatchObject([
      { kind: 'DEVICE_OTHER_PRODUCT', product: 'other', productOfRecord: 'cmge' },
    ])
    expect(second.generation).toBe(2)
    apply(books, acknowledged(decideReceipt(receiptFacts(second), books, aContext())))
    expect(books.seatOf(serialA, frontDesk)).toMatchObject({ licence: licence.id, state: { kind: 'taken' } })
    expect(books.device(frontDesk)).toMatchObject({ product: 'cmge', generation: 2, requestSequence: 6 })
  })
})

describe('release', () => {
  test('frees exactly once, and is answered as before', () => {
    const { books } = booksOf()
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    const facts = releaseFacts(evidenceOf(lease))
    const first = decidedRelease(decideRelease(facts, books, aContext()))
    apply(books, first)
    const again = decidedRelease(decideRelease(facts, books, aContext({ now: later })))
    expect(again).toEqual({ kind: 'released', lease: lease.id, at: first.at, changes: [] })
    const renamed = decidedRelease(
      decideRelease(releaseFacts(evidenceOf(lease)), books, aContext({ now: later })),
    )
    apply(books, renamed)
    expect(renamed.at).toBe(first.at)
    expect(books.serial(serialA)?.taken).toBe(0)
    expect(books.seat(lease.seat)?.state).toEqual({ kind: 'released', at: now })
    expect(books.lease(lease.id)?.confirmedAt).toBe(now)
  })

  test.each([
    ['suspended', { state: { kind: 'suspended', since: now, reason: 'unpaid' } }],
    ['withdrawn', { state: { kind: 'withdrawn', since: now, reason: 'returned' } }],
    ['over', { term: { kind: 'until', until: now } }],
  ] as const)('works while the licence is %s, the device blocked and the count cut', (_state, set) => {
    const { books, licence } = booksOf({ seats: 1 })
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    books.holdLicence(licence.id, { ...licence, ...set })
    books.holdSerial(serialA, { serial: serialA, licence: licence.id, product: 'cmge', seats: 0, taken: 1 })
    const device = books.device(frontDesk)
    if (device === null) throw new Error('no device')
    books.holdDevice(frontDesk, { ...device, blocked: { since: now, reason: 'stolen' } })
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(lease)), books, aContext({ now: later }))),
    )
    expect(books.serial(serialA)?.taken).toBe(0)
  })

  test('a release file that arrives after the device activated again is overtaken', () => {
    const { books } = booksOf()
    const lease = grant(books, decideActivation(requestFacts({ sequence: 4 }), books, aContext()))
    const file = releaseFacts(evidenceOf(lease), { sequence: 5 })
    grant(books, decideActivation(requestFacts({ sequence: 6 }), books, aContext()))
    expect(decideRelease(file, books, aContext())).toMatchObject({
      code: 'RELEASE_OVERTAKEN',
      facts: { sequence: 6 },
    })
    expect(books.serial(serialA)?.taken).toBe(1)
  })

  test('frees the seat although the answer to the last renewal never arrived', () => {
    const { books } = booksOf()
    const lease = grant(books, decideActivation(requestFacts({ sequence: 4 }), books, aContext()))
    grant(books, decideRenewal(renewalFacts({ sequence: 5 }), books, aContext()))
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(lease), { sequence: 6 }), books, aContext())),
    )
    expect(books.serial(serialA)?.taken).toBe(0)
  })

  test('the seat is taken again under its old id, with the next generation', () => {
    const { books } = booksOf()
    const lease = grant(books, decideActivation(requestFacts({ sequence: 4 }), books, aContext()))
    apply(
      books,
      decidedRelease(decideRelease(releaseFacts(evidenceOf(lease), { sequence: 5 }), books, aContext())),
    )
    const again = grant(
      books,
      decideActivation(requestFacts({ sequence: 6 }), books, aContext({ now: later })),
    )
    expect([again.seat, again.generation]).toEqual([lease.seat, 2])
    expect(books.seat(lease.seat)?.state).toEqual({ kind: 'taken', since: later })
  })
})

test('a million seats cost as much as one: nothing is counted', () => {
  const { books } = booksOf({ seats: 1_000_000, taken: 999_999 })
  const decided = decideActivation(requestFacts(), books, aContext())
  grant(books, decided)
  expect(books.serial(serialA)?.taken).toBe(1_000_000)
  expect(decideActivation(requestFacts({ key: backOffice }), books, aContext())).toMatchObject({
    code: 'SEATS_EXHAUSTED',
    facts: { seatsMax: 1_000_000, taken: 1_000_000 },
  })
})

function decidedRelease(decided: ReturnType<typeof decideRelease>) {
  if (decided.kind === 'refused') throw new Error(`refused: ${decided.code}`)
  return decided
}

function acknowledged(decided: ReturnType<typeof decideReceipt>) {
  if (decided.kind === 'refused') throw new Error(`refused: ${decided.code}`)
  return decided
}
