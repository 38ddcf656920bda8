// Loads everything a batch of decisions may look at, in a constant number of statements, and locks what it may change.
import type { LicenceId, Name, OrderId, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'
import { BooksInMemory, type BooksNeeded, type Licence, type Seat } from '@holdfast/licensing'
import { selectByKeys, selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import {
  answeredReleaseOfRow,
  deviceOfRow,
  leaseOfRow,
  licenceOfRow,
  orderKeyOfRow,
  productOfRow,
  seatOfRow,
  serialOfRow,
} from './rows.ts'
import type { Db } from './tables.ts'
import { BooksMoved } from './transaction.ts'

/** A page that throws on what was not loaded, and what of it lies in the database: the rest would be new. */
export type LoadedBooks = {
  readonly page: BooksInMemory
  readonly devices: ReadonlySet<string>
  /** Serial numbers, each with its number of seats. */
  readonly serials: ReadonlyMap<string, number>
  /** Seat ids by `serial device`. */
  readonly seats: ReadonlyMap<string, SeatId>
}

/**
 * Rows are locked table by table in the order devices, serials, licences, and by key within a table. Whoever writes
 * seats has locked their device, so the seats that are read behind the devices' locks stay as they are. A device without a
 * row cannot be locked: throws BooksMoved where another server has given it one meanwhile.
 */
export async function loadBooks(
  db: Db,
  facts: EngineFacts,
  needs: readonly BooksNeeded[],
): Promise<LoadedBooks> {
  const page = new BooksInMemory('not-loaded')
  const all = <T>(pick: (needed: BooksNeeded) => readonly T[]) => needs.flatMap(pick)
  const deviceIds = new Set(all((needed) => needed.devices))
  const devices = await loadDevices(db, facts, page, deviceIds)
  const seats = await loadSeats(db, facts, page, { devices: deviceIds, ids: all((needed) => needed.seats) })
  for (const { serial, device } of all((needed) => needed.seatsOf))
    if (!seats.has(`${serial} ${device}`)) page.holdNoSeat({ serial, device })

  const serials = new Set(all((needed) => needed.serials))
  for (const key of seats.keys()) serials.add(key.slice(0, key.indexOf(' ')) as SerialNumber)
  const seatsOffered = new Map<string, number>()
  const licenceIds = new Set(all((needed) => needed.licences))
  for (const serial of serials) page.holdSerial(serial, null)
  for (const row of await selectRows(db, facts, { table: 'serials', column: 'serial', lock: true }, [
    ...serials,
  ])) {
    const record = serialOfRow(row)
    page.holdSerial(record.serial, record)
    seatsOffered.set(record.serial, record.seats)
    licenceIds.add(record.licence)
  }
  await loadLicences(db, facts, page, licenceIds)
  if (facts.rowLocks) await assureNew(db, facts, deviceIds.difference(devices))
  await loadAnswers(db, facts, page, { needs, seats })
  const products = new Set(all((needed) => needed.products))
  for (const product of products) page.holdProduct(product, null)
  for (const row of await selectRows(db, facts, { table: 'products', column: 'id' }, [...products]))
    page.holdProduct(row.id, productOfRow(row))
  return { page, devices, serials: seatsOffered, seats }
}

async function loadDevices(
  db: Db,
  facts: EngineFacts,
  page: BooksInMemory,
  ids: ReadonlySet<Thumbprint>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const id of ids) page.holdDevice(id, null)
  for (const row of await selectRows(db, facts, { table: 'devices', column: 'id', lock: true }, [...ids])) {
    const device = deviceOfRow(row)
    page.holdDevice(device.id, device)
    found.add(device.id)
  }
  return found
}

/** Behind the locks of the serial numbers: whoever gave one of the devices a seat meanwhile held one of these. */
async function assureNew(db: Db, facts: EngineFacts, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return
  const known = await selectRows(db, facts, { table: 'devices', column: 'id' }, [...ids])
  if (known.length > 0) throw new BooksMoved()
}

async function loadSeats(
  db: Db,
  facts: EngineFacts,
  page: BooksInMemory,
  wanted: { readonly devices: ReadonlySet<Thumbprint>; readonly ids: readonly SeatId[] },
): Promise<ReadonlyMap<string, SeatId>> {
  const found = new Map<string, SeatId>()
  const takenOf = new Map<Thumbprint, Seat[]>()
  const hold = (seat: Seat) => {
    page.holdSeat(seat)
    found.set(`${seat.serial} ${seat.device}`, seat.id)
  }
  for (const id of wanted.ids) page.holdNoSeat({ id })
  for (const device of wanted.devices) takenOf.set(device, [])
  for (const row of await selectRows(db, facts, { table: 'seats', column: 'device' }, [...wanted.devices])) {
    const seat = seatOfRow(row)
    hold(seat)
    if (seat.state.kind === 'taken') takenOf.get(seat.device)?.push(seat)
  }
  for (const row of await selectRows(db, facts, { table: 'seats', column: 'id' }, wanted.ids))
    hold(seatOfRow(row))
  for (const [device, seats] of takenOf) page.holdSeatsTakenBy(device, seats)
  return found
}

async function loadLicences(
  db: Db,
  facts: EngineFacts,
  page: BooksInMemory,
  ids: ReadonlySet<LicenceId>,
): Promise<void> {
  const licences: Licence[] = []
  for (const id of ids) page.holdLicence(id, null)
  for (const row of await selectRows(db, facts, { table: 'licences', column: 'id', lock: true }, [...ids])) {
    const licence = licenceOfRow(row)
    page.holdLicence(licence.id, licence)
    licences.push(licence)
  }
  const orders = new Set<OrderId>()
  for (const { order, product } of licences) if (order !== null) holdNoKey(page, orders, order, product)
  for (const row of await selectRows(db, facts, { table: 'order_keys', column: 'order_id' }, [...orders])) {
    const key = orderKeyOfRow(row)
    if (key.retiredAt === null) page.holdOrderKey(key.order, key.product, key)
  }
}

function holdNoKey(page: BooksInMemory, orders: Set<OrderId>, order: OrderId, product: Name): void {
  orders.add(order)
  page.holdOrderKey(order, product, null)
}

/** Leases by id and by the intention that they answer, and answered releases. */
async function loadAnswers(
  db: Db,
  facts: EngineFacts,
  page: BooksInMemory,
  wanted: { readonly needs: readonly BooksNeeded[]; readonly seats: LoadedBooks['seats'] },
): Promise<void> {
  const requests = wanted.needs.flatMap((needed) => needed.requests)
  const ids = wanted.needs.flatMap((needed) => needed.leases)
  for (const { device, id } of requests) page.holdRequest(device, id, null)
  for (const id of ids) page.holdLease(id, null)
  const intentions = requests.map(({ device, id }) => [device, id])
  const seatIds = new Set(wanted.seats.values())
  const seatsOf = Map.groupBy(wanted.seats, ([key]) => key.slice(key.indexOf(' ') + 1))
  const answered = requests.flatMap(({ device, id }) =>
    (seatsOf.get(device) ?? []).map(([, seat]) => [seat, id]),
  )
  const rows = await selectByKeys(db, facts, { table: 'leases', columns: ['seat', 'request'] }, answered)
  rows.push(...(await selectRows(db, facts, { table: 'leases', column: 'id' }, ids)))
  // An intention that was decided anew has several leases; the one that is held last, of the newest generation, answers it.
  for (const lease of rows.map(leaseOfRow).toSorted((one, other) => one.generation - other.generation)) {
    if (!seatIds.has(lease.seat)) page.holdNoSeat({ id: lease.seat })
    page.holdLease(lease.id, lease)
  }
  for (const row of await selectByKeys(
    db,
    facts,
    { table: 'released', columns: ['device', 'request'] },
    intentions,
  )) {
    const release = answeredReleaseOfRow(row)
    page.holdRequest(release.device, release.request, { kind: 'released', release })
  }
}
