// Serial numbers with the licences that they stand for: one after another over several licences, or a given few at once.
import { refuse, type LicenceId, type OrderId, type SerialNumber } from '@holdfast/lease'
import type { Licence, SerialRecord } from '@holdfast/licensing'
import { selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import { formatCursor, limitOf, parseCursor, type Order } from './page.ts'
import { licenceOfRow, serialOfRow } from './rows.ts'
import type { Database, Db } from './tables.ts'

/** At most one of them. */
export type SerialFilter = { readonly order?: OrderId; readonly licence?: LicenceId }

export type LicensedSerial = { readonly record: SerialRecord; readonly licence: Licence }

type SerialRow = Database['serials']
type Place = { readonly licence: string; readonly serial: string }

const byLicence: Order = { columns: ['licence', 'serial'], direction: 'asc', types: ['text', 'text'] }

/** By licence, then serial number: at most two statements for the serial numbers of a page, and one for 256 licences. */
export async function listSerials(
  db: Db,
  facts: EngineFacts,
  filter: SerialFilter,
  page: Page,
): Promise<ListedOrRefused<LicensedSerial>> {
  const after = parseCursor(page.after ?? null, byLicence)
  if (after !== null && 'kind' in after) return after
  const place = after === null ? null : { licence: String(after[0]), serial: String(after[1]) }
  if (place !== null && filter.licence !== undefined && place.licence !== filter.licence)
    return refuse('INPUT_INVALID', { path: 'after' })
  const limit = limitOf(page)
  const rows = await loadBehind(db, filter, { place, count: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? formatCursor(byLicence, last) : null
  return { kind: 'listed', items: await withLicences(db, facts, shown), next }
}

/**
 * What is left of the licence where the page before ended, and then the licences behind it. Each of the two reads its
 * index from the place on; one comparison of both would read a licence of many serial numbers from its beginning.
 */
async function loadBehind(
  db: Db,
  filter: SerialFilter,
  { place, count }: { readonly place: Place | null; readonly count: number },
): Promise<readonly SerialRow[]> {
  const licence = place?.licence ?? filter.licence
  let rest: readonly SerialRow[] = []
  if (licence !== undefined) {
    let within = serialsOf(db, filter).where('licence', '=', licence)
    if (place !== null) within = within.where('serial', '>', place.serial)
    rest = await within.orderBy('serial').limit(count).execute()
  }
  if (filter.licence !== undefined || rest.length === count) return rest
  let others = serialsOf(db, filter)
  if (place !== null) others = others.where('licence', '>', place.licence)
  const behind = others
    .orderBy('licence')
    .orderBy('serial')
    .limit(count - rest.length)
  return [...rest, ...(await behind.execute())]
}

function serialsOf(db: Db, { order }: SerialFilter) {
  const serials = db.selectFrom('serials').selectAll()
  if (order === undefined) return serials
  // Not joined: so the licences are taken in their order, and their serial numbers need no sorting.
  return serials.where('licence', 'in', db.selectFrom('licences').select('id').where('order_id', '=', order))
}

async function withLicences(
  db: Db,
  facts: EngineFacts,
  rows: readonly SerialRow[],
): Promise<readonly LicensedSerial[]> {
  const found = await findLicences(
    db,
    facts,
    rows.map(({ licence }) => licence as LicenceId),
  )
  return rows.map((row) => {
    const licence = found.get(row.licence as LicenceId)
    if (licence === undefined) throw new Error(`bad row in the books: serials ${row.serial} has no licence`)
    return { record: serialOfRow(row), licence }
  })
}

/** Those of `ids` that the books know. */
export async function findLicences(
  db: Db,
  facts: EngineFacts,
  ids: readonly LicenceId[],
): Promise<ReadonlyMap<LicenceId, Licence>> {
  const rows = await selectRows(db, facts, { table: 'licences', column: 'id' }, ids)
  return new Map(rows.map((row) => [row.id as LicenceId, licenceOfRow(row)]))
}

/** The licences of each order that the books know by its number, by id. */
export async function findLicencesOfOrders(
  db: Db,
  facts: EngineFacts,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, readonly Licence[]>> {
  const orders = await selectRows(db, facts, { table: 'orders', column: 'number' }, numbers)
  const ids = orders.map(({ id }) => id)
  const rows = await selectRows(db, facts, { table: 'licences', column: 'order_id' }, ids)
  const ofOrder = Map.groupBy(rows.map(licenceOfRow), ({ order }) => order)
  return new Map(
    orders.map(({ id, number }) => {
      const licences = ofOrder.get(id as OrderId) ?? []
      return [number, licences.toSorted((one, other) => (one.id < other.id ? -1 : 1))]
    }),
  )
}

/** Those of `serials` that the books know. */
export async function findSerials(
  db: Db,
  facts: EngineFacts,
  serials: readonly SerialNumber[],
): Promise<ReadonlyMap<SerialNumber, SerialRecord>> {
  const rows = await selectRows(db, facts, { table: 'serials', column: 'serial' }, serials)
  return new Map(rows.map((row) => [row.serial as SerialNumber, serialOfRow(row)]))
}
