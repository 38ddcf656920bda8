// Random lives of a few devices, with lost answers, late files, administrators and restored backups.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantMax, type Instant } from '@holdfast/capabilities'
import type { Lease, SerialNumber, Thumbprint } from '@holdfast/lease'
import { applyChange } from '../src/apply-change.ts'
import { BooksInMemory } from '../src/books-in-memory.ts'
import {
  booksNeededForReceipt,
  booksNeededForRelease,
  booksNeededForRequest,
  type BooksNeeded,
} from '../src/books-needed.ts'
import type { Change } from '../src/change.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideGiveBack } from '../src/decide-give-back.ts'
import { decideLicenceState } from '../src/decide-licence-state.ts'
import { decideReceipt } from '../src/decide-receipt.ts'
import { decideRelease } from '../src/decide-release.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import { decideSeats } from '../src/decide-seats.ts'
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
  newRequestId,
  now,
  receiptFacts,
  releaseFacts,
  renewalFacts,
  requestFacts,
  serialA,
  serialB,
  serialOfNobody as serialC,
  thumbprint,
} from './fixtures.ts'
import { loadPage } from './load-page.ts'

const serials = [serialA, serialB, serialC]
const deviceCount = 4

/** What a device knows; everything else is the server's. */
type Device = {
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
type Model = { devices: Device[] }

class Server {
  books = new BooksInMemory()
  log: Change[] = []
  backup = 0
  restored = false
  moment: Instant = now

  constructor() {
    const licence = aLicence()
    const other = aLicence()
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
const evidence = (device: Device) => (device.held === null ? noEvidence : evidenceOf(device.held.issued))

/** The device takes an answer as its verifier would: to its pending request, above everything that it ever accepted. */
function accept(device: Device, decided: LeaseGranted): void {
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

function newRequest(device: Device, action: 'activate' | 'renew', serial: SerialNumber): RequestFacts {
  device.sequence++
  const make = action === 'activate' ? requestFacts : renewalFacts
  const held = device.held?.lease.serial === serial ? evidence(device) : noEvidence
  const facts = { held }
  return make({ key: device.key, sequence: device.sequence, generation: device.generation, serial, facts })
}

type Ask = { device: number; serial: number; lost: boolean }
abstract class Step implements fc.Command<Model, Server> {
  check(_model: Readonly<Model>): boolean {
    return true
  }
  run(model: Model, server: Server): void {
    server.moment = Math.min(server.moment + 3600, instantMax) as Instant
    this.step(model, server)
    verifyBooks(model, server)
  }
  abstract step(model: Model, server: Server): void
  abstract toString(): string
}

class Request extends Step {
  readonly #action: 'activate' | 'renew'
  readonly #ask: Ask
  constructor(action: 'activate' | 'renew', ask: Ask) {
    super()
    this.#action = action
    this.#ask = ask
  }
  step(model: Model, server: Server): void {
    const device = model.devices[this.#ask.device]!
    const serial = this.#action === 'renew' ? device.held?.lease.serial : serials[this.#ask.serial]
    if (serial === undefined) return
    const facts = newRequest(device, this.#action, serial)
    device.request = facts
    device.sent.push(facts)
    const decided = server.ask(facts)
    if (decided.kind === 'refused') {
      device.request = null
      if (this.#action === 'renew') assert.notEqual(decided.code, 'LEASE_UNKNOWN')
      return
    }
    if (this.#ask.lost) return
    accept(device, decided as LeaseGranted)
    device.request = null
  }
  toString() {
    const { device, serial, lost } = this.#ask
    return `${this.#action} device ${device} serial ${serial}${lost ? ', answer lost' : ''}`
  }
}

class Repeat extends Step {
  readonly #device: number
  constructor(device: number) {
    super()
    this.#device = device
  }
  step(model: Model, server: Server): void {
    const device = model.devices[this.#device]!
    if (device.request === null) return
    const first = server.ask(device.request)
    if (first.kind === 'refused') return
    const second = server.ask(device.request) as LeaseGranted
    assert.ok(second.repeated)
    assert.deepEqual(second.lease.payload, (first as LeaseGranted).lease.payload)
    accept(device, second)
    device.request = null
  }
  toString() {
    return `repeat device ${this.#device}`
  }
}

class Copy extends Step {
  readonly #device: number
  readonly #which: number
  constructor(device: number, which: number) {
    super()
    this.#device = device
    this.#which = which
  }
  step(model: Model, server: Server): void {
    // On restored books a copy of a request that was refused in its day can be granted, and raise the generation past
    // that of a lease which the books forgot: evidence.test.ts says what comes of that.
    if (server.restored) return
    const { sent } = model.devices[this.#device]!
    const facts = sent[this.#which % Math.max(1, sent.length)]
    if (facts !== undefined) server.ask(facts)
  }
  toString() {
    return `copy of request ${this.#which} of device ${this.#device}`
  }
}

class Release extends Step {
  readonly #device: number
  readonly #byFile: boolean
  constructor(device: number, byFile: boolean) {
    super()
    this.#device = device
    this.#byFile = byFile
  }
  step(model: Model, server: Server): void {
    const device = model.devices[this.#device]!
    if (device.held === null) return
    device.sequence++
    const { key, sequence } = device
    const facts = releaseFacts(evidence(device), {
      key,
      sequence,
      serial: device.held.lease.serial,
      id: newRequestId(),
    })
    device.held = null
    device.request = null
    device.files.push(facts)
    if (!this.#byFile) deliver(device, server)
  }
  toString() {
    return `release device ${this.#device}${this.#byFile ? ' into a file' : ''}`
  }
}

class Deliver extends Step {
  readonly #device: number
  constructor(device: number) {
    super()
    this.#device = device
  }
  step(model: Model, server: Server): void {
    deliver(model.devices[this.#device]!, server)
  }
  toString() {
    return `deliver the release files of device ${this.#device}`
  }
}

/** Delivered and kept: the same file may arrive once more. Twice in a row it changes nothing the second time. */
function deliver(device: Device, server: Server): void {
  for (const facts of device.files) {
    const answer = () =>
      server.decide(booksNeededForRelease(facts), (books) =>
        decideRelease(facts, books, aContext({ now: server.moment })),
      )
    const first = answer()
    if (first.kind === 'refused') {
      assert.equal(first.code, 'RELEASE_OVERTAKEN')
      continue
    }
    assert.deepEqual(answer(), { ...first, changes: [] })
    device.releasedWith = Math.max(device.releasedWith, facts.statement.sequence)
  }
}

class Receipt extends Step {
  readonly #device: number
  constructor(device: number) {
    super()
    this.#device = device
  }
  step(model: Model, server: Server): void {
    const device = model.devices[this.#device]!
    if (device.receipt === null) return
    const facts = receiptFacts(device.receipt)
    const answer = () =>
      server.decide(booksNeededForReceipt(facts), (books) =>
        decideReceipt(facts, books, aContext({ now: server.moment })),
      )
    const first = answer()
    if (first.kind === 'refused') return assert.ok(server.restored)
    assert.deepEqual(answer(), { ...first, changes: [] })
    const { generation } = device.receipt
    device.receipt = null
    // Where this was the last word, the device has one seat, or none if it released meanwhile.
    if (server.books.device(device.key)?.generation === generation)
      assert.ok(server.books.seatsTakenBy(device.key).length <= 1)
  }
  toString() {
    return `receipt of device ${this.#device}`
  }
}

class Reset extends Step {
  readonly #device: number
  constructor(device: number) {
    super()
    this.#device = device
  }
  step(model: Model): void {
    const device = model.devices[this.#device]!
    device.held = null
    device.request = null
  }
  toString() {
    return `reset device ${this.#device}`
  }
}

class Administrate extends Step {
  readonly #what: 'suspend' | 'resume' | 'backup' | 'restore' | 'give-back' | number
  readonly #at: number
  constructor(what: 'suspend' | 'resume' | 'backup' | 'restore' | 'give-back' | number, at: number) {
    super()
    this.#what = what
    this.#at = at
  }
  step(model: Model, server: Server): void {
    const { books } = server
    const serial = books.serial(serials[this.#at % serials.length]!)!
    const what = this.#what
    if (what === 'backup') server.backup = server.log.length
    else if (what === 'restore') server.restore()
    else if (what === 'give-back') {
      const device = model.devices[this.#at]!
      const seat = books.seatOf(serial.serial, device.key)
      if (seat === null) return
      device.givenBack = true
      server.write(decideGiveBack(seat, server.moment).changes)
    } else if (typeof what === 'number') {
      const decided = decideSeats(serial, what)
      if (decided.kind === 'decided') server.write(decided.changes)
    } else {
      const licence = books.licence(serial.licence)!
      const decided = decideLicenceState(licence, what, { now: server.moment, reason: 'a test' })
      if (decided.kind === 'decided') server.write(decided.changes)
    }
  }
  toString() {
    return `${typeof this.#what === 'number' ? `seats ${this.#what}` : this.#what} (${this.#at})`
  }
}

function verifyBooks(model: Model, server: Server): void {
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
  }
}

const device = fc.nat(deviceCount - 1)
const ask = fc.record({ device, serial: fc.nat(serials.length - 1), lost: fc.boolean() })
const step = fc.oneof(
  { weight: 6, arbitrary: ask.map((asked) => new Request('activate', asked)) },
  { weight: 3, arbitrary: ask.map((asked) => new Request('renew', asked)) },
  { weight: 3, arbitrary: device.map((at) => new Repeat(at)) },
  { weight: 2, arbitrary: fc.tuple(device, fc.boolean()).map(([at, byFile]) => new Release(at, byFile)) },
  { weight: 1, arbitrary: device.map((at) => new Deliver(at)) },
  { weight: 2, arbitrary: fc.tuple(device, fc.nat(9)).map(([at, which]) => new Copy(at, which)) },
  { weight: 3, arbitrary: device.map((at) => new Receipt(at)) },
  { weight: 1, arbitrary: device.map((at) => new Reset(at)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('suspend', 'resume', 'backup', 'backup', 'restore', 'give-back', 0, 1, 2, 3),
        device,
      )
      .map(([what, at]) => new Administrate(what as 'suspend', at)),
  },
)

test('seats, generations and the way back survive everything', () => {
  fc.assert(
    fc.property(fc.commands([step], { maxCommands: 60, size: 'max' }), (commands) => {
      const devices = Array.from({ length: deviceCount }, (_, index): Device => ({
        key: thumbprint(`device ${index}`),
        sequence: 0,
        generation: 0,
        held: null,
        request: null,
        receipt: null,
        files: [],
        sent: [],
        releasedWith: 0,
        givenBack: false,
      }))
      fc.modelRun(() => ({ model: { devices }, real: new Server() }), commands)
    }),
    { numRuns: 250 },
  )
})

test('generations strictly rise, from wherever books and device start', () => {
  const generation = fc.nat(999_999_000)
  fc.assert(
    fc.property(
      generation,
      generation,
      fc.array(fc.constantFrom('activate', 'renew'), { maxLength: 8 }),
      (books, accepted, actions) => {
        const server = new Server()
        const key = thumbprint('device')
        let last = Math.max(books, accepted)
        server.books.holdDevice(key, { ...firstDevice(key), generation: books })
        for (const [index, action] of ['activate', ...actions].entries()) {
          const make = action === 'renew' ? renewalFacts : requestFacts
          const decided = server.ask(make({ key, generation: accepted, sequence: index + 1 })) as LeaseGranted
          expect(decided.lease.generation).toBe(last + 1)
          last = decided.lease.generation
        }
      },
    ),
    { numRuns: 100 },
  )
})

function firstDevice(key: Thumbprint) {
  return {
    id: key,
    product: 'cmge',
    publicRaw: new Uint8Array(32),
    name: null,
    release: null,
    firstSeen: before,
    lastSeen: before,
    blocked: null,
    generation: 0,
    requestSequence: 0,
    releaseSequence: 0,
  }
}
