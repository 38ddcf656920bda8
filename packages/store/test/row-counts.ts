import type { StoreTarget } from '../src/open-engine.ts'
import type { Counts } from '../src/store-interface.ts'
import type { Database } from '../src/tables.ts'
import { withRows } from './fixtures.ts'

/** What the kept counts must say, counted row by row. */
export function countRows(target: StoreTarget): Promise<Counts> {
  return withRows(target, async (db) => {
    const rowsOf = async (table: keyof Database) => (await db.selectFrom(table).selectAll().execute()).length
    const serials = await db.selectFrom('serials').selectAll().execute()
    const seats = await db.selectFrom('seats').selectAll().where('state', '=', 'taken').execute()
    const taken = serials.reduce((sum, { taken }) => sum + taken, 0)
    if (taken !== seats.length)
      throw new Error(`serials count ${taken} seats as taken, there are ${seats.length}`)
    return {
      customers: await rowsOf('customers'),
      orders: await rowsOf('orders'),
      licences: await rowsOf('licences'),
      serials: serials.length,
      seatsOffered: serials.reduce((sum, { seats }) => sum + seats, 0),
      seatsTaken: taken,
      devices: await rowsOf('devices'),
      leasesUnconfirmed: (
        await db.selectFrom('leases').selectAll().where('confirmed_at', 'is', null).execute()
      ).length,
      findingsOpen: (await db.selectFrom('findings').selectAll().where('closed_at', 'is', null).execute())
        .length,
      captures: await rowsOf('captures'),
      observations: await rowsOf('observations'),
      observedDevices: await rowsOf('observed_devices'),
      auditRows: await rowsOf('audit'),
    }
  })
}
