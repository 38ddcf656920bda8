import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import type { Root } from '@holdfast/lease'
import { activationRefusals, decideActivation, type ActivationRefusal } from '../src/decide-activation.ts'
import { decideReceipt } from '../src/decide-receipt.ts'
import { decideRelease, releaseRefusals, type ReleaseRefusal } from '../src/decide-release.ts'
import { decideRenewal, renewalRefusals, type RenewalRefusal } from '../src/decide-renewal.ts'
import type { Licence } from '../src/licence.ts'
import type { Seat } from '../src/seat.ts'
import {
  aContext,
  aDevice,
  aLicence,
  anIssuedLease,
  aSeat,
  backOffice,
  before,
  booksOf,
  evidenceOf,
  frontDesk,
  grant,
  newRequestId,
  now,
  receiptFacts,
  releaseFacts,
  renewalFacts,
  requestFacts,
  serialA,
  serialB,
  serialOfNobody,
  thumbprint,
} from './fixtures.ts'

const otherRoot = thumbprint('another vendor') as string as Root
const past = instant('2026-01-10T00:00:00Z')

type Situation = {
  licence: Partial<Licence>
  seat: Partial<Seat> | null
  device: Parameters<typeof aDevice>[0]
  seats: { seats: number; taken: number }
  reused: boolean
  ask: Parameters<typeof requestFacts>[0]
}
type Reason = (situation: Situation) => void

const licenceReasons = {
  LICENCE_WITHDRAWN: (s) =>
    (s.licence = { ...s.licence, state: { kind: 'withdrawn', since: past, reason: 'returned' } }),
  LICENCE_SUSPENDED: (s) =>
    (s.licence = { ...s.licence, state: { kind: 'suspended', since: past, reason: 'unpaid' } }),
  TERM_OVER: (s) => (s.licence = { ...s.licence, term: { kind: 'until', until: past } }),
  RELEASE_NOT_COVERED: (s) => (s.ask = { ...s.ask, release: { name: 'V2020-L', ordinal: 300 } }),
} satisfies Record<string, Reason>

const sameReasons = {
  OTHER_VENDOR: (s) => (s.ask = { ...s.ask, root: otherRoot }),
  REQUEST_REUSED: (s) => (s.reused = true),
  REQUEST_OVERTAKEN: (s) => (s.device = { ...s.device, releaseSequence: 6 }),
  DEVICE_BLOCKED: (s) => (s.device = { ...s.device, blocked: { since: past, reason: 'stolen' } }),
  GENERATION_SPENT: (s) => (s.ask = { ...s.ask, generation: 999_999_999 }),
  ...licenceReasons,
} satisfies Record<string, Reason>

const activationReasons: { [code in ActivationRefusal]: Reason } = {
  ...sameReasons,
  SERIAL_UNKNOWN: (s) => (s.ask = { ...s.ask, serial: serialOfNobody }),
  SERIAL_OTHER_PRODUCT: (s) => (s.ask = { ...s.ask, product: 'other' }),
  PRODUCT_KEY_WRONG: (s) => (s.ask = { ...s.ask, facts: { productKey: null } }),
  SEATS_EXHAUSTED: (s) => (s.seats = { seats: 2, taken: 2 }),
}

const renewalReasons: { [code in RenewalRefusal]: Reason } = {
  ...sameReasons,
  LEASE_UNKNOWN: (s) => (s.seat = null),
  SEAT_MOVED: (s) => (s.seat = { state: { kind: 'moved', at: past, to: 'device' } }),
  SEAT_RELEASED: (s) => (s.seat = { state: { kind: 'released', at: past } }),
}

/** Both at once is impossible: a serial number has one product, a licence and a seat have one state. */
const exclusive = new Set([
  'SERIAL_UNKNOWN SERIAL_OTHER_PRODUCT',
  'LICENCE_WITHDRAWN LICENCE_SUSPENDED',
  'LEASE_UNKNOWN SEAT_MOVED',
  'LEASE_UNKNOWN SEAT_RELEASED',
  'SEAT_MOVED SEAT_RELEASED',
])

function pairs<Code extends string>(codes: readonly Code[]): [Code, Code][] {
  return codes.flatMap((winner, at) => codes.slice(at + 1).map((loser): [Code, Code] => [winner, loser]))
}

function ask(action: 'activate' | 'renew', reasons: readonly Reason[]) {
  const situation: Situation = {
    licence: {},
    seat: action === 'renew' ? {} : null,
    device: {},
    seats: { seats: 2, taken: 1 },
    reused: false,
    ask: {},
  }
  for (const reason of reasons) reason(situation)
  const licence = aLicence(situation.licence)
  const { books } = booksOf({ licence, ...situation.seats })
  books.holdDevice(frontDesk, aDevice(situation.device))
  if (situation.seat !== null) books.holdSeat(aSeat(licence, situation.seat))
  const facts = action === 'activate' ? requestFacts(situation.ask) : renewalFacts(situation.ask)
  if (situation.reused) {
    const elsewhere = aSeat(licence, { serial: serialB })
    const lease = anIssuedLease(elsewhere, { request: facts.request.id })
    books.holdLease(lease.id, lease)
  }
  const decide = action === 'activate' ? decideActivation : decideRenewal
  return decide(facts, books, aContext())
}

const codeOf = (decision: { kind: string; code?: string }) => decision.code ?? decision.kind

describe('activation', () => {
  test('nothing against it', () => expect(codeOf(ask('activate', []))).toBe('granted'))

  test.each(activationRefusals.map((code) => [code]))('%s alone', (code) => {
    expect(codeOf(ask('activate', [activationReasons[code]]))).toBe(code)
  })

  test.each(pairs(activationRefusals).filter((pair) => !exclusive.has(pair.join(' '))))(
    '%s outranks %s',
    (winner, loser) => {
      expect(codeOf(ask('activate', [activationReasons[winner], activationReasons[loser]]))).toBe(winner)
      expect(codeOf(ask('activate', [activationReasons[loser], activationReasons[winner]]))).toBe(winner)
    },
  )

  test('the published order', () => {
    expect(activationRefusals.join(' ')).toBe(
      'OTHER_VENDOR REQUEST_REUSED REQUEST_OVERTAKEN SERIAL_UNKNOWN SERIAL_OTHER_PRODUCT PRODUCT_KEY_WRONG DEVICE_BLOCKED ' +
        'LICENCE_WITHDRAWN LICENCE_SUSPENDED TERM_OVER RELEASE_NOT_COVERED SEATS_EXHAUSTED GENERATION_SPENT',
    )
  })
})

describe('renewal', () => {
  test('nothing against it', () => expect(codeOf(ask('renew', []))).toBe('granted'))

  test.each(renewalRefusals.map((code) => [code]))('%s alone', (code) => {
    expect(codeOf(ask('renew', [renewalReasons[code]]))).toBe(code)
  })

  test.each(pairs(renewalRefusals).filter((pair) => !exclusive.has(pair.join(' '))))(
    '%s outranks %s',
    (winner, loser) => {
      expect(codeOf(ask('renew', [renewalReasons[winner], renewalReasons[loser]]))).toBe(winner)
      expect(codeOf(ask('renew', [renewalReasons[loser], renewalReasons[winner]]))).toBe(winner)
    },
  )

  test('the published order', () => {
    expect(renewalRefusals.join(' ')).toBe(
      'OTHER_VENDOR REQUEST_REUSED REQUEST_OVERTAKEN LEASE_UNKNOWN DEVICE_BLOCKED SEAT_MOVED SEAT_RELEASED ' +
        'LICENCE_WITHDRAWN LICENCE_SUSPENDED TERM_OVER RELEASE_NOT_COVERED GENERATION_SPENT',
    )
  })
})

describe('release', () => {
  const reasons: { [code in ReleaseRefusal]: (set: ReleaseSituation) => void } = {
    OTHER_VENDOR: (set) => (set.root = otherRoot),
    REQUEST_REUSED: (set) => (set.reused = true),
    RELEASE_OVERTAKEN: (set) => (set.sequence = 4),
    LEASE_UNKNOWN: (set) => (set.genuine = false),
  }
  type ReleaseSituation = { root?: Root; reused?: boolean; sequence?: number; genuine?: boolean }

  function release(set: ReleaseSituation, codes: readonly ReleaseRefusal[]) {
    for (const code of codes) reasons[code](set)
    const { books, licence } = booksOf()
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    const id = newRequestId()
    if (set.reused === true) {
      const used = anIssuedLease(aSeat(licence), { request: id })
      books.holdLease(used.id, used)
    }
    const held =
      set.genuine === false ? ({ kind: 'not-genuine', code: 'KEY_UNKNOWN' } as const) : evidenceOf(lease)
    const { genuine: _genuine, reused: _reused, ...rest } = set
    return decideRelease(releaseFacts(held, { id, ...rest }), books, aContext())
  }

  test('nothing against it', () => expect(codeOf(release({}, []))).toBe('released'))
  test.each(releaseRefusals.map((code) => [code]))('%s alone', (code) =>
    expect(codeOf(release({}, [code]))).toBe(code),
  )
  test.each(pairs(releaseRefusals))('%s outranks %s', (winner, loser) => {
    expect(codeOf(release({}, [loser, winner]))).toBe(winner)
  })
})

describe('receipt', () => {
  test.each([
    ['the lease of the books', {}, 'acknowledged'],
    ['another vendor', { root: otherRoot }, 'LEASE_UNKNOWN'],
    ['another device', { device: { key: backOffice } }, 'LEASE_UNKNOWN'],
    ['another product', { product: 'other' }, 'LEASE_UNKNOWN'],
    ['another generation', { generation: 2 }, 'LEASE_UNKNOWN'],
  ])('%s: %s', (_what, set, code) => {
    const { books } = booksOf()
    const lease = grant(books, decideActivation(requestFacts(), books, aContext()))
    expect(codeOf(decideReceipt(receiptFacts(lease, set), books, aContext()))).toBe(code)
  })

  test('a lease that is in no books', () => {
    const { books, licence } = booksOf()
    const lease = anIssuedLease(aSeat(licence))
    expect(codeOf(decideReceipt(receiptFacts(lease), books, aContext()))).toBe('LEASE_UNKNOWN')
  })
})

describe('facts of refusals', () => {
  test.each([
    ['LICENCE_SUSPENDED', { since: '2026-01-10T00:00:00Z', reason: 'unpaid' }],
    ['TERM_OVER', { until: '2026-01-10T00:00:00Z', graceUntil: '2026-01-24T00:00:00Z', days: 50 }],
    ['RELEASE_NOT_COVERED', { release: 'V2020-L', ordinal: 300, covered: ['100-299'] }],
    ['SEATS_EXHAUSTED', { seatsMax: 2, taken: 2 }],
    ['REQUEST_OVERTAKEN', { sequence: 6 }],
    ['PRODUCT_KEY_WRONG', { order: '2026-0117', serial: serialA }],
  ] as const)('%s', (code, facts) => {
    expect(ask('activate', [activationReasons[code]])).toEqual({ kind: 'refused', code, facts })
  })

  test('a term is over when its grace is', () => {
    const licence = aLicence({ term: { kind: 'until', until: before }, graceDays: 28 })
    const at = (moment: string) => {
      const { books } = booksOf({ licence })
      return codeOf(decideActivation(requestFacts(), books, aContext({ now: instant(moment) })))
    }
    expect(at('2026-03-01T08:29:59Z')).toBe('granted')
    expect(at('2026-03-01T08:30:00Z')).toBe('TERM_OVER')
    expect(now).toBe(instant('2026-03-01T08:30:00Z'))
  })
})
