import type {
  LeaseId,
  LicenceId,
  Name,
  OrderId,
  RequestId,
  SeatId,
  SerialNumber,
  Thumbprint,
} from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'
import type { AnsweredRelease, IssuedLease, SeenRequest } from './issued-lease.ts'
import type { Licence } from './licence.ts'
import type { OrderKey } from './order.ts'
import type { Books } from './ports.ts'
import type { Product } from './product.ts'
import type { Seat, SerialRecord } from './seat.ts'

/**
 * What lies below a page of the books. `nothing`: what the page does not hold does not exist. `not-loaded`: reading it
 * throws, so that a record that was forgotten while loading is never taken for one that is absent. Books: they are read.
 */
export type Below = 'nothing' | 'not-loaded' | Books

type Answered =
  | { readonly kind: 'leased'; readonly lease: LeaseId }
  | { readonly kind: 'released'; readonly release: AnsweredRelease }

/** Books as maps: the working page of a batch, the draft of one decision, or the whole books of a test. Holding `null` says: there is none. */
export class BooksInMemory implements Books {
  readonly #below: Below
  readonly #requests = new Map<string, Answered | null>()
  readonly #products = new Map<Name, Product | null>()
  readonly #licences = new Map<LicenceId, Licence | null>()
  readonly #orderKeys = new Map<string, OrderKey | null>()
  readonly #serials = new Map<SerialNumber, SerialRecord | null>()
  readonly #devices = new Map<Thumbprint, DeviceRecord | null>()
  readonly #seats = new Map<SeatId, Seat | null>()
  readonly #seatOfPair = new Map<string, Seat | null>()
  readonly #seatsOfDevice = new Map<Thumbprint, Map<SeatId, Seat>>()
  /** Devices whose taken seats are all here, so that nothing below need be asked. */
  readonly #devicesWhole = new Set<Thumbprint>()
  readonly #leases = new Map<LeaseId, IssuedLease | null>()

  constructor(below: Below = 'nothing') {
    this.#below = below
  }

  requestSeen(device: Thumbprint, id: RequestId): SeenRequest | null {
    const answered = this.#requests.get(pair(device, id))
    if (answered === undefined)
      return this.#underneath((books) => books.requestSeen(device, id), 'request', id)
    if (answered === null || answered.kind === 'released') return answered
    const lease = this.lease(answered.lease)
    if (lease === null) throw new Error(`request ${id} names a lease that the books do not hold`)
    return { kind: 'leased', lease }
  }

  product(id: Name): Product | null {
    return this.#read(this.#products, id, 'product', (books) => books.product(id))
  }

  licence(id: LicenceId): Licence | null {
    return this.#read(this.#licences, id, 'licence', (books) => books.licence(id))
  }

  orderKey(order: OrderId, product: Name): OrderKey | null {
    return this.#read(this.#orderKeys, pair(order, product), 'order key', (books) =>
      books.orderKey(order, product),
    )
  }

  serial(serial: SerialNumber): SerialRecord | null {
    return this.#read(this.#serials, serial, 'serial number', (books) => books.serial(serial))
  }

  device(id: Thumbprint): DeviceRecord | null {
    return this.#read(this.#devices, id, 'device', (books) => books.device(id))
  }

  seat(id: SeatId): Seat | null {
    return this.#read(this.#seats, id, 'seat', (books) => books.seat(id))
  }

  seatOf(serial: SerialNumber, device: Thumbprint): Seat | null {
    return this.#read(this.#seatOfPair, pair(serial, device), 'seat of', (books) =>
      books.seatOf(serial, device),
    )
  }

  seatsTakenBy(device: Thumbprint): readonly Seat[] {
    const own = this.#seatsOfDevice.get(device)
    const below = this.#devicesWhole.has(device)
      ? []
      : (this.#underneath<readonly Seat[]>((books) => books.seatsTakenBy(device), 'seats taken by', device) ??
        [])
    const seats =
      own === undefined ? [...below] : [...below.filter((seat) => !own.has(seat.id)), ...own.values()]
    // In one order, whatever order they were loaded in, so that a decision can be repeated.
    return seats.filter((seat) => seat.state.kind === 'taken').toSorted((a, b) => a.generation - b.generation)
  }

  lease(id: LeaseId): IssuedLease | null {
    return this.#read(this.#leases, id, 'lease', (books) => books.lease(id))
  }

  holdRequest(device: Thumbprint, id: RequestId, seen: SeenRequest | null): void {
    if (seen?.kind !== 'leased') this.#requests.set(pair(device, id), seen)
    else this.holdLease(seen.lease.id, seen.lease)
  }

  holdProduct(id: Name, product: Product | null): void {
    this.#products.set(id, product)
  }

  holdLicence(id: LicenceId, licence: Licence | null): void {
    this.#licences.set(id, licence)
  }

  holdOrderKey(order: OrderId, product: Name, key: OrderKey | null): void {
    this.#orderKeys.set(pair(order, product), key)
  }

  holdSerial(serial: SerialNumber, record: SerialRecord | null): void {
    this.#serials.set(serial, record)
  }

  holdDevice(id: Thumbprint, device: DeviceRecord | null): void {
    this.#devices.set(id, device)
  }

  /** Holds the seat under its id and under its pair (serial, device). */
  holdSeat(seat: Seat): void {
    this.#seats.set(seat.id, seat)
    this.#seatOfPair.set(pair(seat.serial, seat.device), seat)
    const ofDevice = this.#seatsOfDevice.get(seat.device) ?? new Map<SeatId, Seat>()
    this.#seatsOfDevice.set(seat.device, ofDevice.set(seat.id, seat))
  }

  holdNoSeat(
    absent: { readonly id: SeatId } | { readonly serial: SerialNumber; readonly device: Thumbprint },
  ): void {
    if ('id' in absent) this.#seats.set(absent.id, null)
    else this.#seatOfPair.set(pair(absent.serial, absent.device), null)
  }

  /** All taken seats of the device, so that `seatsTakenBy` is complete here. */
  holdSeatsTakenBy(device: Thumbprint, seats: readonly Seat[]): void {
    for (const seat of seats) this.holdSeat(seat)
    this.#devicesWhole.add(device)
  }

  /** Holds the lease under its id and under the request that it answers. */
  holdLease(id: LeaseId, lease: IssuedLease | null): void {
    this.#leases.set(id, lease)
    if (lease !== null) this.#requests.set(pair(lease.device, lease.request), { kind: 'leased', lease: id })
  }

  #read<Key, Value>(
    map: Map<Key, Value | null>,
    key: Key,
    what: string,
    below: (books: Books) => Value | null,
  ): Value | null {
    const held = map.get(key)
    return held === undefined ? this.#underneath(below, what, key) : held
  }

  #underneath<Value>(read: (books: Books) => Value | null, what: string, key: unknown): Value | null {
    if (this.#below === 'nothing') return null
    if (this.#below === 'not-loaded') throw new Error(`the books were not loaded with ${what} ${String(key)}`)
    return read(this.#below)
  }
}

/** Neither part holds a space: ids, names and serial numbers. */
function pair(left: string, right: string): string {
  return `${left} ${right}`
}
