// Changes of a batch, gathered and written with few statements. The page of the books already shows them all.
import type { LeaseId, LicenceId, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { Books, Change, SeatChange } from '@holdfast/licensing'
import type { Bookkeeping } from './bookkeeping.ts'
import { insertRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import type { LoadedBooks } from './load-books.ts'
import {
  rowOfAnsweredRelease,
  rowOfDevice,
  rowOfEdition,
  rowOfLease,
  rowOfLicence,
  rowOfOrderKey,
  rowOfProduct,
  rowOfSeat,
  rowOfSerial,
} from './rows.ts'
import type { Database, Db, ReleasedRow, SeatRow } from './tables.ts'

const serialColumns = ['seats', 'taken']
const licenceColumns = [
  'term_rule',
  'term_kind',
  'term_until',
  'term_corrected_at',
  'term_shortened_at',
  'state',
  'state_since',
  'state_reason',
  'recovered_key',
  'recovered_key_at',
]
const seatColumns = ['state', 'state_at', 'moved_to', 'generation', 'recovered']
const deviceColumns = [
  'name',
  'release_name',
  'release_ordinal',
  'last_seen',
  'blocked_since',
  'blocked_reason',
  'generation',
  'request_sequence',
  'release_sequence',
]

type Rows = { -readonly [T in keyof Database]?: Database[T][] }

export class ChangeSet {
  readonly #loaded: LoadedBooks
  readonly #bookkeeping: Bookkeeping
  readonly #added: Rows = {}
  readonly #licencesAdded = new Set<LicenceId>()
  readonly #licences = new Set<LicenceId>()
  readonly #serialsAdded = new Set<SerialNumber>()
  readonly #serials = new Set<SerialNumber>()
  readonly #devices = new Set<Thumbprint>()
  readonly #seats = new Map<string, SeatId>()
  readonly #leases = new Set<LeaseId>()
  readonly #confirmed = new Map<LeaseId, number>()
  readonly #released: ReleasedRow[] = []
  readonly #keysRetired: { readonly id: string; readonly at: number }[] = []

  constructor(loaded: LoadedBooks, bookkeeping: Bookkeeping) {
    this.#loaded = loaded
    this.#bookkeeping = bookkeeping
  }

  /** Notes what must be written. The change must have been applied to the page already. */
  add(change: Change): void {
    switch (change.kind) {
      case 'product-recovered':
        this.#add('products', rowOfProduct(change.product))
        return this.#add('editions', rowOfEdition(change.edition))
      case 'order-key-added':
        return this.#add('order_keys', rowOfOrderKey(change.key))
      case 'order-key-retired':
        return void this.#keysRetired.push({
          id: change.key.id,
          at: change.key.retiredAt ?? this.#never('retired key'),
        })
      case 'licence-added':
        this.#bookkeeping.count('licences', 1)
        return void this.#licencesAdded.add(change.licence.id)
      case 'licence-state-set':
      case 'term-resolved':
      case 'term-corrected':
      case 'term-recovered':
      case 'recovered-key-set':
        return void this.#licences.add(change.licence)
      case 'serial-added':
        this.#bookkeeping.count('serials', 1)
        return void this.#serialsAdded.add(change.serial.serial)
      case 'seats-set':
        return void this.#serials.add(change.serial)
      case 'device-recorded':
        return void this.#devices.add(change.device.id)
      case 'seat-recorded':
        return this.#addSeat(change)
      case 'lease-added':
        if (change.lease.confirmedAt === null) this.#bookkeeping.count('leases-unconfirmed', 1)
        return void this.#leases.add(change.lease.id)
      case 'lease-confirmed':
        this.#bookkeeping.count('leases-unconfirmed', -1)
        return void this.#confirmed.set(change.lease, change.at)
      case 'release-answered':
        return void this.#released.push(rowOfAnsweredRelease(change.release))
      case 'finding':
        return this.#bookkeeping.find(change.finding)
    }
  }

  #addSeat(change: SeatChange): void {
    this.#seats.set(`${change.seat.serial} ${change.seat.device}`, change.seat.id)
    if (change.takenDelta === 0) return
    this.#serials.add(change.seat.serial)
    this.#bookkeeping.count('seats-taken', change.takenDelta)
  }

  #add<T extends keyof Database>(table: T, row: Database[T]): void {
    const rows: Database[T][] = this.#added[table] ?? []
    rows.push(row)
    Object.assign(this.#added, { [table]: rows })
  }

  /** Parents before children, so that every reference finds its row. */
  async write(db: Db, facts: EngineFacts): Promise<void> {
    const books: Books = this.#loaded.page
    for (const table of ['products', 'editions', 'orders'] as const)
      await insertRows(db, facts, table, this.#added[table] ?? [], {
        kind: table === 'orders' ? 'fail' : 'keep',
      })
    for (const { id, at } of this.#keysRetired)
      await db.updateTable('order_keys').set({ retired_at: at }).where('id', '=', id).execute()
    await insertRows(db, facts, 'order_keys', this.#added.order_keys ?? [])
    const licence = (id: LicenceId) => rowOfLicence(books.licence(id) ?? this.#never('licence'))
    await this.#put(
      db,
      facts,
      'licences',
      split(this.#licences, this.#licencesAdded, licence),
      ['id'],
      licenceColumns,
    )
    const serial = (id: SerialNumber) => rowOfSerial(books.serial(id) ?? this.#never('serial'))
    const serials = split(this.#serials, this.#serialsAdded, serial)
    for (const row of [...serials.added, ...serials.changed])
      this.#bookkeeping.count('seats-offered', row.seats - (this.#loaded.serials.get(row.serial) ?? 0))
    await this.#put(db, facts, 'serials', serials, ['serial'], serialColumns)
    await this.#writeDevices(db, facts)
    await this.#writeSeats(db, facts)
    await this.#writeLeases(db, facts)
    await insertRows(db, facts, 'released', this.#released)
  }

  async #writeDevices(db: Db, facts: EngineFacts): Promise<void> {
    const added = new Set([...this.#devices].filter((id) => !this.#loaded.devices.has(id)))
    this.#bookkeeping.count('devices', added.size)
    const device = (id: Thumbprint) => rowOfDevice(this.#loaded.page.device(id) ?? this.#never('device'))
    await this.#put(db, facts, 'devices', split(this.#devices, added, device), ['id'], deviceColumns)
  }

  async #writeSeats(db: Db, facts: EngineFacts): Promise<void> {
    const added: SeatRow[] = []
    const changed: SeatRow[] = []
    const { page } = this.#loaded
    for (const [pair, id] of this.#seats) {
      const seat = page.seat(id) ?? this.#never('seat')
      const row = rowOfSeat(seat, page.licence(seat.licence)?.customer ?? null)
      const known = this.#loaded.seats.get(pair)
      if (known === id) changed.push(row)
      else added.push(row)
    }
    await this.#put(db, facts, 'seats', { added, changed }, ['id'], seatColumns)
  }

  async #writeLeases(db: Db, facts: EngineFacts): Promise<void> {
    const { page } = this.#loaded
    const added = [...this.#leases].map((id) => rowOfLease(page.lease(id) ?? this.#never('lease')))
    await insertRows(db, facts, 'leases', added)
    const idsAt = new Map<number, LeaseId[]>()
    for (const [id, at] of this.#confirmed)
      if (!this.#leases.has(id)) idsAt.set(at, [...(idsAt.get(at) ?? []), id])
    for (const [at, ids] of idsAt)
      await db.updateTable('leases').set({ confirmed_at: at }).where('id', 'in', ids).execute()
  }

  /** New rows fail where they exist: another server was faster, and the batch runs again. Rows that are known were locked. */
  async #put<T extends keyof Database>(
    db: Db,
    facts: EngineFacts,
    table: T,
    rows: { readonly added: readonly Database[T][]; readonly changed: readonly Database[T][] },
    key: readonly string[],
    columns: readonly string[],
  ): Promise<void> {
    await insertRows(db, facts, table, rows.added)
    await insertRows(db, facts, table, rows.changed, { kind: 'replace', key, columns })
  }

  #never(what: string): never {
    throw new Error(`a change names a ${what} that the page of the books does not hold`)
  }
}

/** Rows of what is new and of what existed, each once, as they are after the last change. */
function split<Id, Row>(
  changed: ReadonlySet<Id>,
  added: ReadonlySet<Id>,
  rowOf: (id: Id) => Row,
): { readonly added: readonly Row[]; readonly changed: readonly Row[] } {
  return {
    added: [...added].map(rowOf),
    changed: [...changed].filter((id) => !added.has(id)).map(rowOf),
  }
}
