// Which lease a device holds: what its receipt confirmed counts before what was only issued.
import { parseLease, type Lease, type LeaseId, type Thumbprint } from '@holdfast/lease'
import type { DeviceRecord, Licence, Seat } from '@holdfast/licensing'
import { selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import { listPage, type Order } from './page.ts'
import { deviceOfRow, licenceOfRow, seatOfRow } from './rows.ts'
import type { Db } from './tables.ts'

export type HeldLease = { readonly lease: Lease; readonly confirmed: boolean }

/** A taken seat with all that tells where it ends. */
export type HeldSeat = {
  readonly seat: Seat
  readonly device: Pick<DeviceRecord, 'name' | 'release'>
  readonly licence: Pick<Licence, 'holder' | 'term' | 'reminderDays'>
  readonly lease: HeldLease | null
}

/** The columns of a lease by which one is chosen: payloads are read for those alone. */
const choosingColumns = ['id', 'seat', 'device', 'generation', 'confirmed_at'] as const
type ChoosingRow = {
  readonly id: string
  readonly seat: string
  readonly device: string
  readonly generation: number
  readonly confirmed_at: number | null
}

/** By device: of each the newest confirmed lease, else the newest. */
export async function loadHeldByDevice(
  db: Db,
  facts: EngineFacts,
  devices: readonly Thumbprint[],
): Promise<ReadonlyMap<string, HeldLease>> {
  const rows = await db
    .selectFrom('leases')
    .select(choosingColumns)
    // By their seats: leases have no index by device.
    .where(
      'seat',
      'in',
      db
        .selectFrom('seats')
        .select('seats.id')
        .where('seats.device', 'in', [...devices]),
    )
    .execute()
  return await loadChosen(db, facts, chooseHeld(rows, 'device'))
}

const byId: Order = { columns: ['id'], direction: 'asc', types: ['text'] }

/** Taken seats, by id, each with the lease that was given for it. */
export async function listHeldSeats(
  db: Db,
  facts: EngineFacts,
  page: Page,
): Promise<ListedOrRefused<HeldSeat>> {
  const taken = db.selectFrom('seats').selectAll().where('state', '=', 'taken')
  const listed = await listPage(taken, byId, page, seatOfRow)
  if (listed.kind === 'refused') return listed
  return { ...listed, items: await withLeases(db, facts, listed.items) }
}

async function withLeases(db: Db, facts: EngineFacts, seats: readonly Seat[]): Promise<readonly HeldSeat[]> {
  if (seats.length === 0) return []
  const [deviceIds, licenceIds] = [seats.map(({ device }) => device), seats.map(({ licence }) => licence)]
  const deviceRows = await selectRows(db, facts, { table: 'devices', column: 'id' }, deviceIds)
  const licenceRows = await selectRows(db, facts, { table: 'licences', column: 'id' }, licenceIds)
  const devices = new Map(deviceRows.map((row) => [row.id, deviceOfRow(row)]))
  const licences = new Map(licenceRows.map((row) => [row.id, licenceOfRow(row)]))
  const leases = await db
    .selectFrom('leases')
    .select(choosingColumns)
    .where(
      'seat',
      'in',
      seats.map(({ id }) => id),
    )
    .execute()
  const held = await loadChosen(db, facts, chooseHeld(leases, 'seat'))
  return seats.map((seat) => {
    const [device, licence] = [devices.get(seat.device), licences.get(seat.licence)]
    if (device === undefined || licence === undefined)
      throw new Error(`bad row in the books: seats ${seat.id} has no device or licence`)
    return { seat, device, licence, lease: held.get(seat.id) ?? null }
  })
}

function chooseHeld(rows: readonly ChoosingRow[], key: 'device' | 'seat'): ReadonlyMap<string, ChoosingRow> {
  const chosen = new Map<string, ChoosingRow>()
  for (const row of rows) {
    const before = chosen.get(row[key])
    if (before === undefined || isRather(row, before)) chosen.set(row[key], row)
  }
  return chosen
}

function isRather(one: ChoosingRow, other: ChoosingRow): boolean {
  const [oneConfirmed, otherConfirmed] = [one.confirmed_at !== null, other.confirmed_at !== null]
  return oneConfirmed === otherConfirmed ? one.generation > other.generation : oneConfirmed
}

async function loadChosen(
  db: Db,
  facts: EngineFacts,
  chosen: ReadonlyMap<string, ChoosingRow>,
): Promise<ReadonlyMap<string, HeldLease>> {
  const wanted = [...chosen.values()].map(({ id }) => id)
  const payloads = new Map(
    (await selectRows(db, facts, { table: 'leases', column: 'id' }, wanted)).map((row) => [
      row.id,
      row.payload,
    ]),
  )
  const held = new Map<string, HeldLease>()
  for (const [key, { id, confirmed_at }] of chosen) {
    const payload = payloads.get(id)
    if (payload === undefined) continue
    held.set(key, { lease: leaseOfPayload(id as LeaseId, payload), confirmed: confirmed_at !== null })
  }
  return held
}

export function leaseOfPayload(id: LeaseId, payload: Uint8Array): Lease {
  const parsed = parseLease(payload)
  if (parsed.kind === 'refused') throw new Error(`bad row in the books: leases ${id}, column payload`)
  return parsed.lease
}
