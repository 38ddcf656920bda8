// Everything that can be looked at. Each list reads one index in its order (test/plans.test.ts).
import { sql } from 'kysely'
import type { CustomerId, Thumbprint } from '@holdfast/lease'
import type { DeviceRecord } from '@holdfast/licensing'
import { findNewest } from './bookkeeping.ts'
import { findCounts } from './counts.ts'
import { auditOfRow, findingOfRow, serverKeyOfRow, tokenOfRow, trustBundleOfRow } from './own-rows.ts'
import { deskReader } from './desk/desk-reader.ts'
import type { Sealer } from './desk/sealer.ts'
import type { EngineFacts } from './engine.ts'
import { actorIsNoDevice } from './migrations/0001-books.ts'
import { fleetReader } from './fleet-reader.ts'
import { listHeldSeats } from './held-leases.ts'
import { findLicences, findLicencesOfOrders, findSerials, listSerials } from './list-serials.ts'
import { listPage, pageRowsMax, type Order } from './page.ts'
import { planReader } from './read-plans.ts'
import {
  customerOfRow,
  deviceOfRow,
  editionOfRow,
  leaseOfRow,
  licenceOfRow,
  orderKeyOfRow,
  orderOfRow,
  productOfRow,
  releaseOfRow,
  seatOfRow,
  serialOfRow,
} from './rows.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import type { DeviceFilter, Reader } from './store-interface.ts'
import type { Db } from './tables.ts'
import { unconfirmedOfRow } from './unconfirmed.ts'

const byId: Order = { columns: ['id'], direction: 'asc', types: ['text'] }
const newestOrder: Order = { columns: ['ordered_at', 'id'], direction: 'desc', types: ['integer', 'text'] }
const newestSeen: Order = { columns: ['last_seen', 'id'], direction: 'desc', types: ['integer', 'text'] }
const oldestAdded: Order = { columns: ['added_at', 'id'], direction: 'asc', types: ['integer', 'text'] }
const newest: Order = { columns: ['at', 'id'], direction: 'desc', types: ['integer', 'text'] }
const newestAudit: Order = {
  columns: ['at', 'chain', 'seq'],
  direction: 'desc',
  types: ['integer', 'text', 'integer'],
}

/** Reads by `db`: the reading connection, or the writing one inside its transaction. */
export function openReader(db: Db, facts: EngineFacts, sealer: Sealer | null): Reader {
  return {
    ...booksReader(db),
    ...useReader(db, facts),
    ...ownReader(db),
    ...fleetReader(db),
    ...planReader(db, facts),
    ...deskReader(db, facts, sealer),
  }
}

type BooksReads =
  | 'findProduct'
  | 'listProducts'
  | 'findEdition'
  | 'listEditions'
  | 'findRelease'
  | 'listReleases'
  | 'findCustomer'
  | 'listCustomers'
  | 'findOrder'
  | 'findOrderByNumber'
  | 'listOrders'
  | 'listOrderKeys'
  | 'findLicence'
  | 'listLicences'

/** What was sold. */
function booksReader(db: Db): Pick<Reader, BooksReads> {
  return {
    findProduct: (id) => found(db.selectFrom('products').selectAll().where('id', '=', id), productOfRow),
    listProducts: (page) => listPage(db.selectFrom('products').selectAll(), byId, page, productOfRow),
    findEdition: (product, id) =>
      found(
        db.selectFrom('editions').selectAll().where('product', '=', product).where('id', '=', id),
        editionOfRow,
      ),
    listEditions: (product, page) =>
      listPage(
        db.selectFrom('editions').selectAll().where('product', '=', product),
        byId,
        page,
        editionOfRow,
      ),
    findRelease: (product, ordinal) =>
      found(
        db.selectFrom('releases').selectAll().where('product', '=', product).where('ordinal', '=', ordinal),
        releaseOfRow,
      ),
    listReleases: (product, page) =>
      listPage(
        db.selectFrom('releases').selectAll().where('product', '=', product),
        { columns: ['ordinal'], direction: 'asc', types: ['integer'] },
        page,
        releaseOfRow,
      ),
    findCustomer: (id) => found(db.selectFrom('customers').selectAll().where('id', '=', id), customerOfRow),
    listCustomers: (page) =>
      listPage(
        db.selectFrom('customers').selectAll(),
        { columns: ['name', 'id'], direction: 'asc', types: ['text', 'text'] },
        page,
        customerOfRow,
      ),
    findOrder: (id) => found(db.selectFrom('orders').selectAll().where('id', '=', id), orderOfRow),
    findOrderByNumber: (number) =>
      found(db.selectFrom('orders').selectAll().where('number', '=', number), orderOfRow),
    listOrders({ customer }, page) {
      const orders = db.selectFrom('orders').selectAll()
      return listPage(
        customer === undefined ? orders : orders.where('customer', '=', customer),
        newestOrder,
        page,
        orderOfRow,
      )
    },
    async listOrderKeys(order) {
      const keys = db.selectFrom('order_keys').selectAll().where('order_id', '=', order)
      return (await keys.orderBy('product').orderBy('created_at').execute()).map(orderKeyOfRow)
    },
    findLicence: (id) => found(db.selectFrom('licences').selectAll().where('id', '=', id), licenceOfRow),
    listLicences({ order, customer, product }, page) {
      let licences = db.selectFrom('licences').selectAll()
      if (order !== undefined) licences = licences.where('order_id', '=', order)
      if (customer !== undefined) licences = licences.where('customer', '=', customer)
      if (product !== undefined) licences = licences.where('product', '=', product)
      return listPage(licences, byId, page, licenceOfRow)
    },
  }
}

type UseReads =
  | 'findLicences'
  | 'findLicencesOfOrders'
  | 'findSerial'
  | 'findSerials'
  | 'listSerials'
  | 'findSeat'
  | 'listSeats'
  | 'listHeldSeats'
  | 'findDevice'
  | 'listDevices'
  | 'findLease'
  | 'findLeaseByRequest'
  | 'listLeases'
  | 'listUnconfirmed'

/** What is in use. */
function useReader(db: Db, facts: EngineFacts): Pick<Reader, UseReads> {
  return {
    findSerial: (serial) =>
      found(db.selectFrom('serials').selectAll().where('serial', '=', serial), serialOfRow),
    findSerials: (serials) => findSerials(db, facts, serials),
    listSerials: (filter, page) => listSerials(db, facts, filter, page),
    findLicences: (ids) => findLicences(db, facts, ids),
    findLicencesOfOrders: (numbers) => findLicencesOfOrders(db, facts, numbers),
    findSeat: (id) => found(db.selectFrom('seats').selectAll().where('id', '=', id), seatOfRow),
    listSeats(filter, page) {
      const seats = db.selectFrom('seats').selectAll()
      if ('licence' in filter)
        return listPage(seats.where('licence', '=', filter.licence), oldestAdded, page, seatOfRow)
      if ('serial' in filter)
        return listPage(seats.where('serial', '=', filter.serial), oldestAdded, page, seatOfRow)
      const ofDevice: Order = { columns: ['serial'], direction: 'asc', types: ['text'] }
      return listPage(seats.where('device', '=', filter.device), ofDevice, page, seatOfRow)
    },
    listHeldSeats: (page) => listHeldSeats(db, facts, page),
    findDevice: (id) => found(db.selectFrom('devices').selectAll().where('id', '=', id), deviceOfRow),
    listDevices: (filter, page) => listDevices(db, filter, page),
    findLease: (id) => found(db.selectFrom('leases').selectAll().where('id', '=', id), leaseOfRow),
    findLeaseByRequest: (device, request) =>
      found(
        db
          .selectFrom('leases')
          .selectAll()
          .where('request', '=', request)
          .where('seat', 'in', seatsOf(db, device))
          .orderBy('generation', 'desc')
          .limit(1),
        leaseOfRow,
      ),
    listLeases({ device, seat }, page) {
      // A device has few leases, so they are sorted as they are read: an index of its own would cost every activation.
      const order: Order = { columns: ['generation', 'id'], direction: 'desc', types: ['integer', 'text'] }
      const leases = db.selectFrom('leases').selectAll().where('seat', 'in', seatsOf(db, device))
      return listPage(seat === undefined ? leases : leases.where('seat', '=', seat), order, page, leaseOfRow)
    },
    listUnconfirmed({ product, issuedBefore }, page) {
      let leases = db
        .selectFrom('leases')
        .leftJoin('seats', 'seats.id', 'leases.seat')
        .select([
          'leases.id',
          'leases.seat',
          'leases.device',
          'leases.product',
          'leases.generation',
          'leases.issued_at',
        ])
        .select(['seats.serial', 'seats.licence'])
        .where('leases.confirmed_at', 'is', null)
      if (product !== undefined) leases = leases.where('leases.product', '=', product)
      if (issuedBefore !== undefined) leases = leases.where('leases.issued_at', '<', issuedBefore)
      const columns = ['leases.issued_at', 'leases.id']
      return listPage(
        leases,
        { columns, direction: 'asc', types: ['integer', 'text'] },
        page,
        unconfirmedOfRow,
      )
    },
  }
}

/** Of a customer or serial number: by their first seat there; else the device that was seen last comes first. */
function listDevices(db: Db, filter: DeviceFilter, page: Page): Promise<ListedOrRefused<DeviceRecord>> {
  const { serial, customer, product } = filter
  if (serial === undefined && customer === undefined) {
    const devices = db.selectFrom('devices').selectAll()
    return listPage(
      product === undefined ? devices : devices.where('product', '=', product),
      newestSeen,
      page,
      deviceOfRow,
    )
  }
  const seated = db
    .selectFrom('seats')
    .innerJoin('devices', 'devices.id', 'seats.device')
    .selectAll('devices')
    .select(['seats.added_at', 'seats.id as seat_id'])
  const bySeat: Order = {
    columns: ['seats.added_at', 'seats.id'],
    names: ['added_at', 'seat_id'],
    direction: 'asc',
    types: ['integer', 'text'],
  }
  if (serial !== undefined)
    return listPage(seated.where('seats.serial', '=', serial), bySeat, page, deviceOfRow)
  const earlier = db
    .selectFrom('seats as earlier')
    .select('earlier.id')
    .where(sql<boolean>`earlier.device = seats.device and earlier.customer = seats.customer`)
    .where(sql<boolean>`(earlier.added_at, earlier.id) < (seats.added_at, seats.id)`)
  const firstSeats = seated
    .where('seats.customer', '=', customer as CustomerId)
    .where(({ not, exists }) => not(exists(earlier)))
  return listPage(firstSeats, bySeat, page, deviceOfRow)
}

type OwnReads =
  | 'listFindings'
  | 'findFinding'
  | 'listAudit'
  | 'listAuditHeads'
  | 'findTokenByHash'
  | 'listTokens'
  | 'listServerKeys'
  | 'listTrustBundles'
  | 'findNewestTrustBundle'
  | 'findSetting'
  | 'listSettings'
  | 'counts'
  | 'findNewestMoment'

/** What the server keeps for itself. */
function ownReader(db: Db): Pick<Reader, OwnReads> {
  return {
    listFindings({ state, code }, page) {
      let findings = db.selectFrom('findings').selectAll()
      if (code !== undefined) findings = findings.where('code', '=', code)
      if (state !== undefined)
        findings = findings.where('closed_at', state === 'open' ? 'is' : 'is not', null)
      return listPage(findings, newest, page, findingOfRow)
    },
    findFinding: (id) => found(db.selectFrom('findings').selectAll().where('id', '=', id), findingOfRow),
    listAudit({ subject, actor }, page) {
      let rows = db.selectFrom('audit').selectAll()
      // What devices do is about themselves; everybody else's acts have an index of their own.
      const isDevice = actor?.startsWith('device:') === true
      const about = isDevice ? (subject ?? actor) : subject
      if (about !== undefined) rows = rows.where('subject', '=', about)
      if (actor !== undefined) rows = rows.where('actor', '=', actor)
      if (actor !== undefined && !isDevice) rows = rows.where(sql<boolean>`${sql.raw(actorIsNoDevice)}`)
      return listPage(rows, newestAudit, page, auditOfRow)
    },
    async listAuditHeads() {
      const servers = await db.selectFrom('servers').selectAll().orderBy('id').execute()
      return servers.map(({ id, chain, seq, hash }) => ({ server: id, chain, sequence: seq, hash }))
    },
    findTokenByHash: (hash) =>
      found(db.selectFrom('tokens').selectAll().where('hash', '=', hash), tokenOfRow),
    listTokens: (page) => listPage(db.selectFrom('tokens').selectAll(), byId, page, tokenOfRow),
    async listServerKeys() {
      return (await db.selectFrom('server_keys').selectAll().orderBy('id').execute()).map(serverKeyOfRow)
    },
    async listTrustBundles({ version, limit }) {
      const bundles = db
        .selectFrom('trust_bundles')
        .selectAll()
        .where('version', '>', version)
        .orderBy('version')
      return (await bundles.limit(Math.min(limit, pageRowsMax)).execute()).map(trustBundleOfRow)
    },
    findNewestTrustBundle: () =>
      found(db.selectFrom('trust_bundles').selectAll().orderBy('version', 'desc').limit(1), trustBundleOfRow),
    async findSetting(name) {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },
    async listSettings(prefix) {
      const named = db.selectFrom('settings').selectAll().where('name', '>=', prefix)
      return await named.where('name', '<', `${prefix}\u{10ffff}`).orderBy('name').execute()
    },
    counts: () => findCounts(db),
    findNewestMoment: () => findNewest(db),
  }
}

async function found<Row, T>(
  query: { executeTakeFirst(): Promise<Row | undefined> },
  parse: (row: Row) => T,
): Promise<T | null> {
  const row = await query.executeTakeFirst()
  return row === undefined ? null : parse(row)
}

/** Every seat that the device has or had: its leases stand for these. */
function seatsOf(db: Db, device: Thumbprint) {
  return db.selectFrom('seats').select('seats.id').where('seats.device', '=', device)
}
