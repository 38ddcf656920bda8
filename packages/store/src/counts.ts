import { sql } from 'kysely'
import type { CounterName } from './bookkeeping.ts'
import type { Counts } from './store-interface.ts'
import type { Db } from './tables.ts'

/** Sums the servers' own counters: a few rows, however many there are to count. */
export async function findCounts(db: Db): Promise<Counts> {
  const sum = sql<number>`cast(sum(value) as bigint)`
  const rows = await db
    .selectFrom('counters')
    .select(['name', sum.as('total')])
    .groupBy('name')
    .execute()
  const totals = new Map(rows.map(({ name, total }) => [name, total]))
  const of = (name: CounterName) => totals.get(name) ?? 0
  const audit = await db
    .selectFrom('servers')
    .select(sql<number | null>`cast(sum(seq) as bigint)`.as('rows'))
    .executeTakeFirst()
  return {
    customers: of('customers'),
    orders: of('orders'),
    licences: of('licences'),
    serials: of('serials'),
    seatsOffered: of('seats-offered'),
    seatsTaken: of('seats-taken'),
    devices: of('devices'),
    leasesUnconfirmed: of('leases-unconfirmed'),
    findingsOpen: of('findings-open'),
    captures: of('captures'),
    observations: of('observations'),
    observedDevices: of('observed-devices'),
    auditRows: audit?.rows ?? 0,
  }
}
