// What may happen in a model run: devices ask, answers get lost, files come late, administrators interfere.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { instantMax, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { SerialNumber } from '@holdfast/lease'
import { booksNeededForReceipt, booksNeededForRelease } from '../src/books-needed.ts'
import { decideCorrection } from '../src/decide-correction.ts'
import { decideGiveBack } from '../src/decide-give-back.ts'
import { decideLicenceState } from '../src/decide-licence-state.ts'
import { decideReceipt } from '../src/decide-receipt.ts'
import { decideRelease } from '../src/decide-release.ts'
import { decideSeats } from '../src/decide-seats.ts'
import type { LeaseGranted } from '../src/decision.ts'
import type { SerialRecord } from '../src/seat.ts'
import { aContext, newRequestId, receiptFacts, releaseFacts } from './fixtures.ts'
import {
  accept,
  deviceCount,
  evidence,
  newRequest,
  serials,
  verifyBooks,
  type Device,
  type Model,
  type Server,
} from './model-world.ts'

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
      assertRemembered(device, serial, server)
      return
    }
    if (this.#ask.lost) return
    accept(device, decided)
    device.request = null
  }
  toString() {
    const { device, serial, lost } = this.#ask
    return `${this.#action} device ${device} serial ${serial}${lost ? ', answer lost' : ''}`
  }
}

/** The books have seen the lease that the device brought, and know its seat from then on, although they refused. */
function assertRemembered({ key, held }: Device, serial: SerialNumber, server: Server): void {
  if (held === null || held.lease.serial !== serial) return
  const seat = server.books.seatOf(serial, key)
  assert.ok(seat !== null && seat.generation >= held.lease.generation)
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
    assert.deepEqual(second.lease.payload, first.lease.payload)
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
  readonly #what: 'suspend' | 'resume' | 'backup' | 'restore' | 'give-back' | 'lengthen' | number
  readonly #at: number
  constructor(
    what: 'suspend' | 'resume' | 'backup' | 'restore' | 'give-back' | 'lengthen' | number,
    at: number,
  ) {
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
    else if (what === 'lengthen') lengthen(serial, server)
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

/** An administrator finds that more was agreed; a restore may lose it, the leases that are out do not. */
function lengthen({ licence: id }: SerialRecord, server: Server): void {
  const licence = server.books.licence(id)!
  if (licence.term?.kind !== 'until') return
  const until = (licence.term.until + 366 * secondsPerDay) as Instant
  const asked = { termRule: { kind: 'until', until }, shorten: false, firstActivation: null } as const
  const decided = decideCorrection(licence, { ...asked, now: server.moment })
  assert.equal(decided.kind, 'decided')
  if (decided.kind === 'decided') server.write(decided.changes)
}

const device = fc.nat(deviceCount - 1)
const ask = fc.record({ device, serial: fc.nat(serials.length - 1), lost: fc.boolean() })
export const step = fc.oneof(
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
        fc.constantFrom(
          'suspend',
          'resume',
          'backup',
          'backup',
          'restore',
          'give-back',
          'lengthen',
          0,
          1,
          2,
          3,
        ),
        device,
      )
      .map(([what, at]) => new Administrate(what as 'suspend', at)),
  },
)
