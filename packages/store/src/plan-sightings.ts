// What the books themselves have seen of the devices of a plan: receipts. spec: repair §5
import { sightingOfReceipt, type Sighting } from '@holdfast/fleet'
import type { LeaseId } from '@holdfast/lease'
import { selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import { endOfLease } from './gather-devices.ts'
import { leaseOfPayload } from './held-leases.ts'
import type { PlanItemRecord } from './plans-interface.ts'
import type { Db } from './tables.ts'

/** By the device of the item. At most one statement for each kind of row, whatever the number of items. */
export async function listReceiptSightings(
  db: Db,
  facts: EngineFacts,
  items: readonly PlanItemRecord[],
): Promise<ReadonlyMap<string, readonly Sighting[]>> {
  const own = items.filter(({ kind }) => kind === 'own')
  const gone = own.filter(({ remedy }) => remedy === 'rehost')
  const there = own.filter(({ remedy }) => remedy !== 'rehost').map(({ device }) => device)
  const successors = await listSuccessors(db, gone)
  const byDevice = await newestConfirmed(db, facts, [...there, ...[...successors.values()].flat()])
  const sightings = new Map<string, readonly Sighting[]>()
  for (const device of there) {
    const sighting = byDevice.get(device)
    if (sighting !== undefined) sightings.set(device, [sighting])
  }
  for (const { device, serial } of gone) {
    const seen = (successors.get(serial ?? '') ?? []).flatMap((each) => byDevice.get(each) ?? [])
    if (seen.length > 0) sightings.set(device, seen)
  }
  return sightings
}

/** Devices that took a seat of these serial numbers since the first of the steps. */
async function listSuccessors(
  db: Db,
  gone: readonly PlanItemRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const serials = [...new Set(gone.map(({ serial }) => serial ?? ''))]
  const startedAt = gone.flatMap(({ state }) => (state.kind === 'started' ? [state.at] : []))
  const found = new Map<string, string[]>()
  if (startedAt.length === 0) return found
  const since = startedAt.reduce((one, other) => (one < other ? one : other))
  const seats = await db
    .selectFrom('seats')
    .select(['serial', 'device'])
    .where('serial', 'in', serials)
    .where('state', '=', 'taken')
    .where('state_at', '>=', since)
    .execute()
  for (const { serial, device } of seats) found.set(serial, [...(found.get(serial) ?? []), device])
  return found
}

async function newestConfirmed(
  db: Db,
  facts: EngineFacts,
  devices: readonly string[],
): Promise<ReadonlyMap<string, Sighting>> {
  const sightings = new Map<string, Sighting>()
  if (devices.length === 0) return sightings
  const rows = await db
    .selectFrom('leases')
    .select(['id', 'device', 'generation'])
    // By their seats: leases have no index by device.
    .where(
      'seat',
      'in',
      db
        .selectFrom('seats')
        .select('seats.id')
        .where('seats.device', 'in', [...new Set(devices)]),
    )
    .where('confirmed_at', 'is not', null)
    .execute()
  const newest = new Map<string, { readonly id: string; readonly generation: number }>()
  for (const { id, device, generation } of rows)
    if (generation > (newest.get(device)?.generation ?? 0)) newest.set(device, { id, generation })
  const ids = [...newest.values()].map(({ id }) => id)
  for (const row of await selectRows(db, facts, { table: 'leases', column: 'id' }, ids)) {
    const lease = leaseOfPayload(row.id as LeaseId, row.payload)
    const { serial, generation, issuedAt } = lease
    const { device } = row
    sightings.set(device, sightingOfReceipt({ device, serial, generation, issuedAt, end: endOfLease(lease) }))
  }
  return sightings
}
