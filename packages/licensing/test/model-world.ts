// The world of the model runs: devices that know little, a server that decides, and what must hold between them.
import assert from 'node:assert/strict'
import type { Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import type { Lease, SerialNumber, Thumbprint } from '@holdfast/lease'
import { applyChange } from '../src/apply-change.ts'
import { BooksInMemory } from '../src/books-in-memory.ts'
import { booksNeededForRequest, type BooksNeeded } from '../src/books-needed.ts'
import type { Change } from '../src/change.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import { endsEarlier } from '../src/ends-earlier.ts'
import type { LeaseGranted } from '../src/decision.ts'
import type { HeldEvidence, ReleaseFacts, RequestFacts } from '../src/facts.ts'
import type { IssuedLease } from '../src/issued-lease.ts'
import type { Books } from '../src/ports.ts'
import type { Seat } from '../src/seat.ts'
import {
  aContext,
  aKey,
  aLicence,
  before,
  evidenceOf,
  leaseOf,
  now,
  renewalFacts,
  requestFacts,
  serialA,
  serialB,
  serialOfNobody as serialC,
} from './fixtures.ts'
import { loadPage } from './load-page.ts'

export const serials = [serialA, serialB, serialC]
export const deviceCount = 4

/** What a device knows; everything else is the server's. */
export type Device = {
  readonly key: Thumbprint
  sequence: number
  generation: number
  held: { lease: Lease; issued: IssuedLease } | null
  request: RequestFacts | null
  receipt: IssuedLease | null
  /** Release files that were handed out and may arrive whenever they like. */
  files: ReleaseFacts[]
  /** Every request that it ever sent: the network may deliver copies. */
  sent: RequestFacts[]
  /** Sequence of its last release that the server answered. */
  releasedWith: number
  /** An administrator gave its seat to others. */
  givenBack: boolean
}

/** The tiny model: the devices, and how many seats the last word on each serial number allows. */
export type Model = { devices: Device[] }

export class Server {
  books = new BooksInMemory()
  log: Change[] = []
  backup = 0
  restored = false
  moment: Instant = now

  constructor() {
    const term = { kind: 'until', until: instant('2030-01-01T00:00:00Z') } as const
    const licence = aLicence({ termRule: term, term })
    const other = aLicence({ termRule: term, term })
    this.books.holdProduct('cmge', { id: 'cmge', title: 'Example desktop', createdAt: before })
    this.write([
      { kind: 'order-key-added', key: aKey() },
      { kind: 'licence-added', licence },
      { kind: 'licence-added', licence: other },
      {
        kind: 'serial-added',
        serial: { serial: serialA, licence: licence.id, product: 'cmge', seats: 2, taken: 0 },
      },
      {
        kind: 'serial-added',
        serial: { serial: serialB, licence: licence.id, product: 'cmge', seats: 1, taken: 0 },
      },
      {
        kind: 'serial-added',
        serial: { serial: serialC, licence: other.id, product: 'cmge', seats: 3, taken: 0 },
      },
    ])
    this.backup = this.log.length
  }

  /** Writes changes one by one, and sees that none of them gives out a seat that is not there. */
  write(changes: readonly Change[]): void {
    for (const change of changes) {
      applyChange(this.books, change)
      this.log.push(change)
      if (change.kind !== 'seat-recorded' || change.takenDelta !== 1) continue
      const { taken, seats } = this.books.serial(change.seat.serial) ?? { taken: 1, seats: 0 }
      const finding = changes
        .flatMap((other) => (other.kind === 'finding' ? [other.finding] : []))
        .find((found) => found.kind === 'RECORDED_FROM_LEASE')
      if (change.because === 'recorded-from-lease') assert.equal(finding?.aboveCount, taken > seats)
      else assert.ok(taken <= seats)
    }
  }

  restore(): void {
    this.log = this.log.slice(0, this.backup)
    this.books = new BooksInMemory()
    this.books.holdProduct('cmge', { id: 'cmge', title: 'Example desktop', createdAt: before })
    this.restored = true
    for (const change of this.log) applyChange(this.books, change)
  }

  /** Decides twice, on the whole books and on a page that holds no more than was asked for. */
  decide<T extends { kind: string }>(needed: BooksNeeded, decide: (books: Books) => T): T {
    const decided = decide(this.books)
    assert.deepEqual(decide(loadPage(this.books, needed)), decided)
    if ('changes' in decided) this.write(decided.changes as readonly Change[])
    return decided
  }

  ask(facts: RequestFacts): LeaseGranted | { kind: 'refused'; code: string } {
    const context = aContext({ now: this.moment })
    const decide = facts.request.action === 'activate' ? decideActivation : decideRenewal
    return this.decide(booksNeededForRequest(facts), (books) => decide(facts, books, context))
  }
}

const noEvidence: HeldEvidence = { kind: 'none' }
export const evidence = (device: Device) =>
  device.held === null ? noEvidence : evidenceOf(device.held.issued)

/** The device takes an answer as its verifier would: to its pending request, above everything that it ever accepted. */
export function accept(device: Device, decided: LeaseGranted): void {
  const lease = leaseOf(decided.lease)
  assert.equal(lease.device.key, device.key)
  if (device.held?.lease.id === lease.id || lease.generation <= device.generation) {
    // Only an answer that was given before can be that old.
    assert.ok(decided.repeated)
    return
  }
  device.generation = lease.generation
  device.held = { lease, issued: decided.lease }
  device.receipt = decided.lease
  device.givenBack = false
}

export function newRequest(device: Device, action: 'activate' | 'renew', serial: SerialNumber): RequestFacts {
  device.sequence++
  const make = action === 'activate' ? requestFacts : renewalFacts
  const held = device.held?.lease.serial === serial ? evidence(device) : noEvidence
  const facts = { held }
  return make({ key: device.key, sequence: device.sequence, generation: device.generation, serial, facts })
}

export function verifyBooks(model: Model, server: Server): void {
  const { books } = server
  for (const serial of serials) {
    const seats = model.devices.flatMap(({ key }) => books.seatOf(serial, key) ?? [])
    assert.equal(books.serial(serial)?.taken, seats.filter(({ state }) => state.kind === 'taken').length)
  }
  for (const device of model.devices) {
    const taken = serials
      .flatMap((serial) => books.seatOf(serial, device.key) ?? [])
      .filter(({ state }) => state.kind === 'taken')
    const idsOf = (seats: readonly Seat[]) => seats.map(({ id }) => id).toSorted()
    assert.deepEqual(idsOf(books.seatsTakenBy(device.key)), idsOf(taken))
    if (!server.restored && device.releasedWith === device.sequence && device.sequence > 0)
      assert.deepEqual(taken, [])
    if (device.held === null || device.givenBack) continue
    const seat = books.seatOf(device.held.lease.serial, device.key)
    // No seat in use counts as free, as long as the books forgot nothing; if they did, the lease is newer than they are.
    const forgotten = seat === null || seat.generation < device.held.lease.generation
    assert.ok(seat?.state.kind === 'taken' || (server.restored && forgotten))
    verifyWayBack(device, server)
  }
}

/** With its licence resumed a device that holds a lease gets the next one, whatever happened before. Tried, not written. */
function verifyWayBack(device: Device, server: Server): void {
  const trial = new BooksInMemory(server.books)
  const { lease } = device.held!
  const licence = trial.licence(lease.licence)!
  trial.holdLicence(licence.id, { ...licence, state: { kind: 'active' } })
  for (const action of ['activate', 'renew'] as const) {
    const copy = { ...device }
    const facts = newRequest(copy, action, lease.serial)
    const decide = action === 'activate' ? decideActivation : decideRenewal
    const decided = decide(facts, trial, aContext({ now: server.moment }))
    assert.ok(decided.kind === 'granted' && !decided.repeated, JSON.stringify(decided))
    assert.ok(decided.lease.generation > device.generation)
    // Nobody shortens a term in these runs, so no answer does, whatever the books forgot.
    assert.ok(!endsEarlier(leaseOf(decided.lease).term, lease.term))
  }
}
