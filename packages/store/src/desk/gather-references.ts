// What the books know of the numbers that mails name, for all of them at once. spec: desk-books §3
import { selectRows } from '../bulk.ts'
import type { EngineFacts } from '../engine.ts'
import type { Db } from '../tables.ts'
import type { KnownReferences, ReferenceKeys } from './desk-interface.ts'

/** A serial number that more devices share names none of them. */
export const serialDevicesMax = 20

/** One statement for each table and 256 keys. Orders that books only recovered from leases are not in them. */
export async function gatherReferences(
  db: Db,
  facts: EngineFacts,
  keys: ReferenceKeys,
): Promise<KnownReferences> {
  const orders = await selectRows(db, facts, { table: 'orders', column: 'number' }, keys.orders)
  const serials = await selectRows(db, facts, { table: 'serials', column: 'serial' }, keys.serials)
  const devices = await selectRows(db, facts, { table: 'devices', column: 'id' }, keys.devices)
  const few = serials.filter(({ taken }) => taken > 0 && taken <= serialDevicesMax)
  const taken = async (column: 'serial' | 'device', values: readonly string[]) =>
    (await selectRows(db, facts, { table: 'seats', column }, values)).filter(({ state }) => state === 'taken')
  const ofSerial = await taken(
    'serial',
    few.map(({ serial }) => serial),
  )
  const ofDevice = await taken(
    'device',
    devices.map(({ id }) => id),
  )
  const licences = await selectRows(
    db,
    facts,
    { table: 'licences', column: 'id' },
    [...serials, ...ofDevice].map(({ licence }) => licence),
  )
  const orderOf = new Map(
    licences.flatMap(({ id, order_id: order, order_number: number }) =>
      order === null ? [] : [[id, number] as const],
    ),
  )
  const seatsOf = Map.groupBy(ofSerial, ({ serial }) => serial)
  const seatsBy = Map.groupBy(ofDevice, ({ device }) => device)
  return {
    orders: new Set(orders.map(({ number }) => number)),
    serials: new Map(
      serials.map(({ serial, licence }) => [
        serial,
        {
          order: orderOf.get(licence) ?? null,
          devices: (seatsOf.get(serial) ?? []).map(({ device }) => device),
        },
      ]),
    ),
    devices: new Map(
      devices.map(({ id }) => [
        id,
        [...new Set((seatsBy.get(id) ?? []).flatMap(({ licence }) => orderOf.get(licence) ?? []))],
      ]),
    ),
  }
}
