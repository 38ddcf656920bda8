import { describe, expect, test } from 'vitest'
import { SeededEntropy, instant } from '@holdfast/capabilities/testing'
import { makeLicenceId, makeSerial, refuse } from '@holdfast/lease'
import { decideActivation } from '../src/decide-activation.ts'
import { decideDeviceBlock } from '../src/decide-device-block.ts'
import { decideGiveBack } from '../src/decide-give-back.ts'
import { decideLicenceState, type LicenceAction } from '../src/decide-licence-state.ts'
import { decideOrder, type OrderInput, type OrderLine } from '../src/decide-order.ts'
import { decideRekey } from '../src/decide-rekey.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import { decideSeats } from '../src/decide-seats.ts'
import type { LicenceState } from '../src/licence.ts'
import { lineSerialsMax, orderLinesMax, seatsMax } from '../src/limits.ts'
import {
  aContext,
  aDevice,
  aKey,
  aLicence,
  apply,
  backOffice,
  before,
  booksOf,
  customer,
  frontDesk,
  grant,
  now,
  orderId,
  renewalFacts,
  requestFacts,
  serialA,
  thumbprint,
} from './fixtures.ts'

const edition = {
  product: 'cmge',
  id: 'standard',
  title: 'Standard',
  policies: { personalisation: 'warn' },
} as const

function aLine(set: Partial<OrderLine> = {}): OrderLine {
  return {
    product: 'cmge',
    edition,
    seats: 140,
    serials: 'one',
    releases: [{ from: 100 }],
    term: { kind: 'perpetual' },
    ...set,
  }
}

function order(lines: readonly OrderLine[], set: Partial<OrderInput> = {}) {
  const entropy = new SeededEntropy('order')
  const mint = {
    order: orderId,
    licence: () => makeLicenceId(entropy),
    serial: () => makeSerial(entropy),
    productKey: (product: string) => ({ id: thumbprint(product), publicRaw: new Uint8Array(32) }),
  }
  return decideOrder({ number: '2026-0117', customer, orderedAt: before, lines, ...set }, { mint, now })
}

function ordered(decided: ReturnType<typeof order>) {
  if (decided.kind === 'refused') throw new Error(JSON.stringify(decided.facts))
  return decided
}

function complaintsOf(decided: ReturnType<typeof order>): unknown {
  return decided.kind === 'refused' ? decided.facts['complaints'] : []
}

describe('an order', () => {
  test('one serial number of 140 seats, or 140 of one seat', () => {
    const one = ordered(order([aLine()]))
    expect(one.serials.map(({ seats }) => seats)).toEqual([140])
    const each = ordered(order([aLine({ serials: 'each' })]))
    expect(each.serials).toHaveLength(140)
    expect(new Set(each.serials.map(({ serial }) => serial)).size).toBe(140)
    expect(
      each.serials.every(
        ({ seats, taken, licence }) => seats === 1 && taken === 0 && licence === each.licences[0]?.id,
      ),
    ).toBe(true)
  })

  test('defaults come from the edition, the customer and the rules; what is said wins', () => {
    const [plain, said] = ordered(
      order([
        aLine(),
        aLine({
          holder: 'Westmark',
          graceDays: 0,
          renewal: { kind: 'advised', everyDays: 90, windowDays: 30 },
        }),
      ]),
    ).licences
    expect(plain).toMatchObject({
      holder: 'Harbour Office of Westmark',
      reminderDays: 30,
      graceDays: 14,
      renewal: { kind: 'none' },
      policies: { personalisation: 'warn' },
      term: { kind: 'perpetual' },
      state: { kind: 'active' },
    })
    expect(said).toMatchObject({ holder: 'Westmark', graceDays: 0, renewal: { everyDays: 90 } })
  })

  test('a term from the order is resolved now, one from the first activation is left open', () => {
    const period = { years: 3, months: 0, days: 0 }
    const [from, open] = ordered(
      order(
        [
          aLine({ term: { kind: 'period', period, from: 'order', zone: 'UTC' } }),
          aLine({ term: { kind: 'period', period, from: 'first-activation', zone: 'UTC' } }),
        ],
        { orderedAt: instant('2024-02-29T00:00:00Z') },
      ),
    ).licences
    expect(from?.term).toEqual({ kind: 'until', until: instant('2027-02-28T00:00:00Z') })
    expect(open?.term).toBeNull()
  })

  test('its records are enough for a device to activate', () => {
    const decided = ordered(order([aLine({ seats: 1 }), aLine({ seats: 1 })]))
    expect(decided.keys).toHaveLength(1)
    const [, licence] = decided.licences
    const { books } = booksOf({ licence: licence!, serials: [...decided.serials] })
    books.holdOrderKey(decided.order.id, 'cmge', decided.keys[0]!)
    const serial = decided.serials[1]!.serial
    grant(
      books,
      decideActivation(
        requestFacts({ serial, facts: { productKey: thumbprint('cmge') } }),
        books,
        aContext(),
      ),
    )
    expect(books.serial(serial)?.taken).toBe(1)
  })

  const year = { years: 1, months: 0, days: 0 }
  test.each([
    ['no lines', [], ['lines: must be 1 to 20']],
    ['too many lines', Array.from({ length: orderLinesMax + 1 }, () => aLine()), ['lines: must be 1 to 20']],
    ['no seats', [aLine({ seats: 0 })], [`lines/0/seats: must be a whole number from 1 to ${seatsMax}`]],
    ['half a seat', [aLine({ seats: 1.5 })], [`lines/0/seats: must be a whole number from 1 to ${seatsMax}`]],
    [
      'too many seats',
      [aLine({ seats: seatsMax + 1 })],
      [`lines/0/seats: must be a whole number from 1 to ${seatsMax}`],
    ],
    [
      'too many serial numbers',
      [aLine({ serials: 'each', seats: lineSerialsMax + 1 })],
      [`lines/0/seats: must be a whole number from 1 to ${lineSerialsMax}`],
    ],
    ['no releases', [aLine({ releases: [] })], ['lines/0/releases: must be 1 to 32 ranges']],
    [
      'an empty range',
      [aLine({ releases: [{ from: 100, below: 100 }] })],
      ['lines/0/releases/0/below: must be above from'],
    ],
    [
      'ranges that overlap',
      [aLine({ releases: [{ from: 100, below: 200 }, { from: 199 }] })],
      ['lines/0/releases/1/from: ranges must ascend and not overlap'],
    ],
    [
      'a range after an open one',
      [aLine({ releases: [{ from: 100 }, { from: 300, below: 400 }] })],
      ['lines/0/releases/1: nothing may follow a range without below'],
    ],
    [
      'an end before the order',
      [aLine({ term: { kind: 'until', until: before } })],
      ['lines/0/term/until: must be after the order'],
    ],
    [
      'an empty period',
      [
        aLine({
          term: { kind: 'period', period: { years: 0, months: 0, days: 0 }, from: 'order', zone: 'UTC' },
        }),
      ],
      ['lines/0/term/period: must be whole years, months and days, at least one above zero'],
    ],
    [
      'no such zone',
      [aLine({ term: { kind: 'period', period: year, from: 'order', zone: 'Mars/Olympus' } })],
      ['lines/0/term/zone: must be the IANA name of a time zone'],
    ],
    [
      'past the last year',
      [
        aLine({
          term: { kind: 'period', period: { ...year, years: 7974 }, from: 'first-activation', zone: 'UTC' },
        }),
      ],
      ['lines/0/term/period: must end in year 9999 at the latest'],
    ],
    [
      'a window longer than its interval',
      [aLine({ renewal: { kind: 'required', everyDays: 30, windowDays: 31 } })],
      ['lines/0/renewal/windowDays: must not be above everyDays'],
    ],
    [
      'reminders and grace',
      [aLine({ reminderDays: 3651, graceDays: -1 })],
      [
        'lines/0/reminderDays: must be a whole number from 0 to 3650',
        'lines/0/graceDays: must be a whole number from 0 to 3650',
      ],
    ],
  ] as const)('%s', (_what, lines, complaints) => {
    expect(complaintsOf(order(lines))).toEqual(complaints)
  })

  // U+20BB7 is one character of two UTF-16 units.
  const rare = '\u{20bb7}'
  const titleRule = 'must be 1 to 200 UTF-16 units, without control characters and unpaired surrogates'
  const nameRule = 'has a name that no lease can carry: a holder must be given'
  test.each([
    ['202 units in 101 characters', rare.repeat(101)],
    ['201 units', 'x'.repeat(201)],
    ['nothing', ''],
    ['half a character', 'a\ud842'],
    ['a line end', 'a\nb'],
    ['a turn of direction', 'a\u202eb'],
  ])('%s is no number, no holder and no name of a holder', (_what, text) => {
    const named = { customer: { ...customer, name: text } }
    expect(complaintsOf(order([aLine()], { number: text }))).toEqual([`number: ${titleRule}`])
    expect(complaintsOf(order([aLine(), aLine({ holder: text })]))).toEqual([`lines/1/holder: ${titleRule}`])
    expect(complaintsOf(order([aLine(), aLine()], named))).toEqual([`customer: ${nameRule}`])
    // Such a name may stand in the books from before: with a holder of its own the order can be made.
    expect(complaintsOf(order([aLine({ holder: 'Westmark' })], named))).toEqual([])
  })

  test('200 units of any characters are a number and a holder', () => {
    for (const text of [rare.repeat(100), 'x'.repeat(200)])
      expect(complaintsOf(order([aLine({ holder: text })], { number: text }))).toEqual([])
  })

  test('at the limits', () => {
    const most = aLine({
      seats: seatsMax,
      reminderDays: 3650,
      graceDays: 0,
      releases: [{ from: 0, below: 1 }, { from: 1, below: 2 }, { from: 999_999_999 }],
      renewal: { kind: 'required', everyDays: 1, windowDays: 1 },
      term: { kind: 'period', period: { ...year, years: 7973 }, from: 'order', zone: 'UTC' },
    })
    const each = aLine({ serials: 'each', seats: lineSerialsMax })
    expect(complaintsOf(order([most, each]))).toEqual([])
  })

  test('what the catalogue refused comes after every complaint', () => {
    const missing = aLine({ edition: refuse('NOT_FOUND', { what: 'edition', product: 'cmge' }) })
    expect(order([aLine(), missing])).toMatchObject({ code: 'NOT_FOUND', facts: { what: 'edition' } })
    expect(order([missing, aLine({ seats: 0 })])).toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('everything is said at once, but not without end', () => {
    const bad = aLine({ seats: 0, reminderDays: -1, graceDays: -1, releases: [] })
    expect(complaintsOf(order([bad]))).toHaveLength(4)
    expect(complaintsOf(order(Array.from({ length: orderLinesMax }, () => bad)))).toHaveLength(16)
  })
})

describe('a licence', () => {
  const suspended: LicenceState = { kind: 'suspended', since: before, reason: 'unpaid' }
  const withdrawn: LicenceState = { kind: 'withdrawn', since: before, reason: 'returned' }
  test.each([
    [{ kind: 'active' }, 'suspend', 'suspended'],
    [{ kind: 'active' }, 'resume', 'unchanged'],
    [{ kind: 'active' }, 'withdraw', 'withdrawn'],
    [suspended, 'suspend', 'unchanged'],
    [suspended, 'resume', 'active'],
    [suspended, 'withdraw', 'withdrawn'],
    [withdrawn, 'suspend', 'LICENCE_WITHDRAWN'],
    [withdrawn, 'resume', 'LICENCE_WITHDRAWN'],
    [withdrawn, 'withdraw', 'unchanged'],
  ] as [LicenceState, LicenceAction, string][])('%o | %s -> %s', (state, action, outcome) => {
    const licence = aLicence({ state })
    const decided = decideLicenceState(licence, action, { now, reason: 'by telephone' })
    const [change] = decided.kind === 'refused' ? [] : decided.changes
    const next = change?.kind === 'licence-state-set' ? change.state : null
    expect(decided.kind === 'refused' ? decided.code : (next?.kind ?? 'unchanged')).toBe(outcome)
    const said = next === null || next.kind === 'active' ? [] : [next.since, next.reason]
    expect(said).toEqual(said.length === 0 ? [] : [now, 'by telephone'])
  })
})

describe('seats', () => {
  test('cut below the use: who has one keeps it, nobody new gets one before enough were given back', () => {
    const { books } = booksOf({ seats: 2 })
    const first = grant(books, decideActivation(requestFacts(), books, aContext()))
    grant(books, decideActivation(requestFacts({ key: backOffice }), books, aContext()))
    const cut = decideSeats(books.serial(serialA)!, 1)
    expect(cut).toMatchObject({ kind: 'decided', aboveCount: 1 })
    if (cut.kind === 'decided') apply(books, cut)
    grant(books, decideRenewal(renewalFacts(), books, aContext()))
    grant(books, decideActivation(requestFacts({ key: backOffice }), books, aContext()))
    const stranger = requestFacts({ key: thumbprint('a third') })
    expect(decideActivation(stranger, books, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    const given = decideGiveBack(books.seat(first.seat)!, now)
    apply(books, given)
    expect(books.serial(serialA)).toMatchObject({ seats: 1, taken: 1 })
    expect(decideGiveBack(books.seat(first.seat)!, now)).toEqual({ kind: 'decided', changes: [] })
    expect(decideActivation(stranger, books, aContext())).toMatchObject({ code: 'SEATS_EXHAUSTED' })
  })

  test.each([
    [-1, false],
    [0, true],
    [seatsMax, true],
    [seatsMax + 1, false],
    [0.5, false],
  ])('%d seats', (seats, allowed) => {
    const { books } = booksOf()
    expect(decideSeats(books.serial(serialA)!, seats).kind === 'decided').toBe(allowed)
  })

  test('the same number changes nothing', () => {
    const { books } = booksOf({ seats: 2 })
    expect(decideSeats(books.serial(serialA)!, 2)).toEqual({ kind: 'decided', changes: [], aboveCount: 0 })
  })
})

test('a new product key proves from now on, the old one no more, and renewals go on', () => {
  const { books } = booksOf()
  grant(books, decideActivation(requestFacts(), books, aContext()))
  const next = { id: thumbprint('next key'), publicRaw: new Uint8Array(32) }
  const of = { order: orderId, product: 'cmge' }
  const decided = decideRekey(of, books.orderKey(orderId, 'cmge'), next, now)
  if (decided.kind === 'refused') throw new Error(decided.code)
  expect(decided.changes).toEqual([
    { kind: 'order-key-retired', key: aKey({ retiredAt: now }) },
    { kind: 'order-key-added', key: aKey({ ...next, createdAt: now }) },
  ])
  apply(books, decided)
  expect(decideActivation(requestFacts(), books, aContext())).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
  grant(books, decideActivation(requestFacts({ facts: { productKey: next.id } }), books, aContext()))
  grant(books, decideRenewal(renewalFacts(), books, aContext()))
  expect(decideRekey(of, books.orderKey(orderId, 'cmge'), next, now)).toMatchObject({
    code: 'ALREADY_EXISTS',
  })
})

test('a block is set once with its first reason, and lifted', () => {
  const device = aDevice()
  const blocked = decideDeviceBlock(device, { now, reason: 'stolen' })
  expect(blocked.changes).toEqual([
    { kind: 'device-recorded', device: { ...device, blocked: { since: now, reason: 'stolen' } } },
  ])
  const after = { ...device, blocked: { since: before, reason: 'stolen' } }
  expect(decideDeviceBlock(after, { now, reason: 'again' }).changes).toEqual([])
  expect(decideDeviceBlock(after, null).changes).toEqual([{ kind: 'device-recorded', device }])
  expect(decideDeviceBlock(device, null).changes).toEqual([])
  expect(after.id).toBe(frontDesk)
})
