// Orders and devices that a search names, and the cases that are about them. spec: search §7
import { sql } from 'kysely'
import type { CaseId, CustomerId, ObservedDeviceId, OrderId, Thumbprint } from '@holdfast/lease'
import type { DeviceRecord } from '@holdfast/licensing'
import type { ObservedDevice } from '@holdfast/fleet'
import { piecesOf, selectRows } from '../bulk.ts'
import type { EngineFacts } from '../engine.ts'
import { observedDeviceOfRow } from '../fleet-rows.ts'
import { deviceOfRow, orderOfRow } from '../rows.ts'
import type { Db } from '../tables.ts'
import type { DeskReader, LinkedCase, NamedDevices, NamedOrder } from './desk-interface.ts'
import type { LinkKind } from './desk-records.ts'
import { storedText } from './stored-text.ts'

type NumberReads = 'listNamedOrders' | 'listDevicesBeginning' | 'listDevicesNamed' | 'listLinkedCases'

/** Cases that are told of one order or device, the newest first. */
export const linkedCasesMax = 10

export function numberReader(db: Db, facts: EngineFacts): Pick<DeskReader, NumberReads> {
  return {
    listNamedOrders: (ids) => listNamedOrders(db, facts, ids),
    listDevicesBeginning: (begin, limit) => listDevicesBeginning(db, begin, limit),
    listDevicesNamed: (name, limit) => listDevicesNamed(db, facts, name, limit),
    listLinkedCases: (links) => listLinkedCases(db, links),
  }
}

async function listNamedOrders(
  db: Db,
  facts: EngineFacts,
  ids: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, NamedOrder>> {
  const orders = (await selectRows(db, facts, { table: 'orders', column: 'id' }, ids)).map(orderOfRow)
  const customers = await selectRows(
    db,
    facts,
    { table: 'customers', column: 'id' },
    orders.map(({ customer }) => customer),
  )
  const names = new Map(customers.map(({ id, name }) => [id as CustomerId, name]))
  return new Map(
    orders.map((order) => [order.id, { ...order, customerName: names.get(order.customer) ?? '' }]),
  )
}

/** Over the primary key: an activation writes no index for it. `g` is what follows the last digit. */
async function listDevicesBeginning(db: Db, begin: string, limit: number): Promise<readonly DeviceRecord[]> {
  const rows = await db
    .selectFrom('devices')
    .selectAll()
    .where('id', '>=', begin)
    .where('id', '<', `${begin}g`)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(deviceOfRow)
}

/** By the keys of captures. A host is also found without its domain, and with `begins` by how its name begins. */
async function listDevicesNamed(
  db: Db,
  facts: EngineFacts,
  { name, begins }: { readonly name: string; readonly begins: boolean },
  limit: number,
): Promise<NamedDevices> {
  const host = storedText(name.toLowerCase())
  const exact = await db
    .selectFrom('observed_keys')
    .select('device')
    .where('kind', 'in', ['host', 'machine-id', 'serial'])
    .where('value', 'in', [...new Set([storedText(name), host])])
    .limit(limit)
    .execute()
  const [from, below] = begins ? [host, `${host}\u{10ffff}`] : [`${host}.`, `${host}/`]
  const longer = await db
    .selectFrom('observed_keys')
    .select('device')
    .where('kind', '=', 'host')
    .where('value', '>=', from)
    .where('value', '<', below)
    .orderBy('value')
    .limit(limit)
    .execute()
  const ids = [...new Set([...exact, ...longer].map(({ device }) => device as ObservedDeviceId))]
  const rows = await selectRows(db, facts, { table: 'observed_devices', column: 'id' }, ids.slice(0, limit))
  const observed: readonly ObservedDevice[] = rows.map(observedDeviceOfRow)
  const own = observed.flatMap(({ deviceId }) => deviceId ?? [])
  const devices = (await selectRows(db, facts, { table: 'devices', column: 'id' }, own)).map(deviceOfRow)
  return { observed, devices: new Map<Thumbprint, DeviceRecord>(devices.map((one) => [one.id, one])) }
}

type LinkedRow = {
  readonly kind: string
  readonly value: string
  readonly certainty: string
  readonly id: string
  readonly number: string
}

async function listLinkedCases(
  db: Db,
  links: readonly { readonly kind: LinkKind; readonly value: string }[],
): Promise<readonly LinkedCase[]> {
  const found: LinkedCase[] = []
  for (const piece of piecesOf(links)) {
    const keys = piece.map(({ kind, value }) => sql`(${kind}, ${storedText(value)})`)
    const { rows } = await sql<LinkedRow>`
      select kind, value, certainty, id, number from (
        select l.kind, l.value, l.certainty, c.id, c.number,
          row_number() over (partition by l.kind, l.value order by l.case_id desc) as place
        from case_links l join cases c on c.id = l.case_id
        where (l.kind, l.value) in (values ${sql.join(keys)})
          and l.certainty <> 'rejected' and c.merged_into is null) as linked
      where place <= ${linkedCasesMax} order by kind, value, place`.execute(db)
    for (const { kind, value, certainty, id, number } of rows)
      found.push({
        link: { kind: kind as LinkKind, value },
        case: id as CaseId,
        number,
        certainty: certainty as LinkedCase['certainty'],
      })
  }
  return found
}
