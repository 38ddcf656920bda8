// Defaults for everything, so that what a test sets is what it is about.
import { createHash } from 'node:crypto'
import { SeededEntropy, instant } from '@holdfast/capabilities/testing'
import {
  makeId,
  makeLicenceId,
  makeOrderId,
  makeRequestId,
  makeSerial,
  makeCustomerId,
  parseLease,
  type Lease,
  type Request,
  type Root,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'
import { applyChange } from '../src/apply-change.ts'
import { BooksInMemory } from '../src/books-in-memory.ts'
import type { Change } from '../src/change.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import type { LeaseGranted } from '../src/decision.ts'
import type { DeviceRecord } from '../src/device-record.ts'
import type { DecisionContext, HeldEvidence, ReceiptFacts, ReleaseFacts, RequestFacts } from '../src/facts.ts'
import type { IssuedLease } from '../src/issued-lease.ts'
import type { Licence } from '../src/licence.ts'
import type { OrderKey } from '../src/order.ts'
import type { Seat, SerialRecord } from '../src/seat.ts'

const entropy = new SeededEntropy('licensing fixtures')

export const now = instant('2026-03-01T08:30:00Z')
export const before = instant('2026-02-01T08:30:00Z')
export const root = thumbprint('root') as string as Root
export const orderId = makeOrderId(entropy)
export const customer = {
  id: makeCustomerId(entropy),
  name: 'Harbour Office of Westmark',
  createdAt: before,
}
export const productKey = thumbprint('product key')
export const serialA = makeSerial(entropy)
export const serialB = makeSerial(entropy)
export const serialOfNobody = makeSerial(entropy)
export const frontDesk = thumbprint('front-desk-7')
export const backOffice = thumbprint('back-office-2')

export function thumbprint(name: string): Thumbprint {
  return createHash('sha256').update(name).digest('hex') as Thumbprint
}

export const newRequestId = () => makeRequestId(entropy)
export const newLeaseId = () => makeId('lse', entropy)
export const newSeatId = () => makeId('sea', entropy)

export function aLicence(set: Partial<Licence> = {}): Licence {
  return {
    id: makeLicenceId(entropy),
    order: orderId,
    customer: customer.id,
    orderNumber: '2026-0117',
    orderedAt: before,
    holder: customer.name,
    product: 'cmge',
    edition: 'standard',
    releases: [{ from: 100, below: 300 }],
    termRule: { kind: 'perpetual' },
    term: { kind: 'perpetual' },
    termCorrectedAt: null,
    termShortenedAt: null,
    renewal: { kind: 'none' },
    reminderDays: 30,
    graceDays: 14,
    policies: { personalisation: 'warn' },
    state: { kind: 'active' },
    recovered: false,
    recoveredKey: null,
    recoveredKeyAt: null,
    ...set,
  }
}

export function aKey(set: Partial<OrderKey> = {}): OrderKey {
  return {
    id: productKey,
    order: orderId,
    product: 'cmge',
    publicRaw: new Uint8Array(32),
    createdAt: before,
    retiredAt: null,
    ...set,
  }
}

export function aDevice(set: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    id: frontDesk,
    product: 'cmge',
    publicRaw: new Uint8Array(32),
    name: 'front-desk-7',
    release: { name: 'V0-G', ordinal: 100 },
    firstSeen: before,
    lastSeen: before,
    blocked: null,
    generation: 0,
    requestSequence: 0,
    releaseSequence: 0,
    ...set,
  }
}

export function aSeat(licence: Licence, set: Partial<Seat> = {}): Seat {
  return {
    id: newSeatId(),
    serial: serialA,
    licence: licence.id,
    product: 'cmge',
    device: frontDesk,
    state: { kind: 'taken', since: before },
    generation: 1,
    recovered: false,
    ...set,
  }
}

export function anIssuedLease(seat: Seat, set: Partial<IssuedLease> = {}): IssuedLease {
  return {
    id: newLeaseId(),
    seat: seat.id,
    device: seat.device,
    product: seat.product,
    generation: seat.generation,
    request: newRequestId(),
    requestHash: 'other bytes',
    payload: new Uint8Array(),
    issuedAt: before,
    confirmedAt: null,
    ...set,
  }
}

/** Books with one order: product key, one licence, and serial number A of `seats` seats, `taken` of them by nobody in particular. */
export function booksOf(
  set: { licence?: Licence; seats?: number; taken?: number; serials?: SerialRecord[] } = {},
): {
  books: BooksInMemory
  licence: Licence
} {
  const licence = set.licence ?? aLicence()
  const books = new BooksInMemory()
  books.holdProduct('cmge', { id: 'cmge', title: 'Example desktop', createdAt: before })
  books.holdOrderKey(orderId, 'cmge', aKey())
  books.holdLicence(licence.id, licence)
  const one = {
    serial: serialA,
    licence: licence.id,
    product: 'cmge',
    seats: set.seats ?? 2,
    taken: set.taken ?? 0,
  }
  for (const serial of set.serials ?? [one]) books.holdSerial(serial.serial, serial)
  return { books, licence }
}

export function aRequest(set: Partial<Request> & { key?: Thumbprint; name?: string } = {}): Request {
  const { key, name, ...rest } = set
  return {
    root,
    id: newRequestId(),
    sequence: 5,
    action: 'activate',
    product: 'cmge',
    release: { name: 'V0-H', ordinal: 200 },
    serial: serialA,
    device: { key: key ?? frontDesk, ...(name === undefined ? {} : { name }), fingerprints: [] },
    held: null,
    generation: 0,
    receipts: [],
    trust: 1,
    clock: { wall: now },
    ...rest,
  }
}

export function requestFacts(
  set: Parameters<typeof aRequest>[0] & { held?: never; facts?: Partial<RequestFacts> } = {},
): RequestFacts {
  const { facts, ...rest } = set
  const request = aRequest(rest)
  return {
    request,
    requestHash: `hash of ${request.id}`,
    devicePublicRaw: new Uint8Array(32),
    productKey,
    held: { kind: 'none' },
    ...facts,
  }
}

export function renewalFacts(set: Parameters<typeof requestFacts>[0] = {}): RequestFacts {
  return requestFacts({ action: 'renew', ...set, facts: { productKey: null, ...set.facts } })
}

export function releaseFacts(
  held: HeldEvidence,
  set: {
    sequence?: number
    key?: Thumbprint
    serial?: SerialNumber
    root?: Root
    id?: ReturnType<typeof newRequestId>
  } = {},
): ReleaseFacts {
  const id = set.id ?? newRequestId()
  return {
    statement: {
      root: set.root ?? root,
      id,
      sequence: set.sequence ?? 9,
      product: 'cmge',
      serial: set.serial ?? serialA,
      device: { key: set.key ?? frontDesk },
      // The decision never looks at it: the door has verified it, and `held` says what came of it.
      held: { payloadType: 'application/vnd.holdfast.lease.v1+json', payload: '', signatures: [] },
      releasedAt: now,
    },
    requestHash: `hash of ${id}`,
    devicePublicRaw: new Uint8Array(32),
    held,
  }
}

export function receiptFacts(lease: IssuedLease, set: Partial<ReceiptFacts['receipt']> = {}): ReceiptFacts {
  const { id, generation, product, device } = lease
  return {
    receipt: { root, lease: id, generation, product, device: { key: device }, appliedAt: now, ...set },
  }
}

export function aContext(set: Partial<DecisionContext> = {}): DecisionContext {
  const ids = { lease: newLeaseId(), seat: newSeatId() }
  return { now, ids, root, trust: 1, acknowledges: [], maySignAt: () => true, ...set }
}

/** The lease of a grant, read back from its payload bytes as a device would. */
export function leaseOf(issued: { readonly payload: Uint8Array }): Lease {
  const parsed = parseLease(issued.payload)
  if (parsed.kind === 'refused') throw new Error(`${parsed.code} ${JSON.stringify(parsed.facts)}`)
  return parsed.lease
}

export function evidenceOf(issued: { readonly payload: Uint8Array }, set: Partial<Lease> = {}): HeldEvidence {
  return {
    kind: 'genuine',
    lease: { ...leaseOf(issued), ...set },
    payload: issued.payload,
    compromised: false,
  }
}

export function apply(books: BooksInMemory, decided: { readonly changes: readonly Change[] }): void {
  for (const change of decided.changes) applyChange(books, change)
}

/** Applies a grant and hands out its lease; anything else fails the test with its code. */
export function grant(
  books: BooksInMemory,
  decided: LeaseGranted | { kind: 'refused'; code: string },
): IssuedLease {
  if (decided.kind === 'refused') throw new Error(`refused: ${decided.code}`)
  apply(books, decided)
  return decided.lease
}

export function findings(decided: { readonly changes: readonly Change[] }) {
  return decided.changes.flatMap((change) => (change.kind === 'finding' ? [change.finding] : []))
}

/** A lease that these books issued, and the same books as a backup from before holds them. */
export function lostLease(licence = aLicence(), backup: { seats?: number; taken?: number } = {}) {
  const { books } = booksOf({ licence })
  grant(books, decideActivation(requestFacts(), books, aContext()))
  const lease = grant(books, decideRenewal(renewalFacts(), books, aContext()))
  return { lease, held: evidenceOf(lease), restored: booksOf({ licence, ...backup }).books }
}
