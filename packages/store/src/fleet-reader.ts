// Captures, observed devices, webhooks: what can be looked at. Each list reads one index in its order.
import { sql } from 'kysely'
import type { Instant } from '@holdfast/capabilities'
import { normaliseHost, type ObservedDevice } from '@holdfast/fleet'
import type { CaptureId, CustomerId, ObservedDeviceId, WebhookId } from '@holdfast/lease'
import { listFleetEnds } from './fleet-ends.ts'
import type { FleetReader } from './fleet-interface.ts'
import type { ObservedDeviceFilter } from './fleet-records.ts'
import {
  captureDetailOfRow,
  captureOfRow,
  observationOfRow,
  observedDeviceOfRow,
  webhookOfRow,
} from './fleet-rows.ts'
import { findingOfRow } from './own-rows.ts'
import { listPage, type Order } from './page.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import type { Db } from './tables.ts'
import { watchReader } from './watch-reader.ts'

const newestReceived: Order = {
  columns: ['received_at', 'id'],
  direction: 'desc',
  types: ['integer', 'text'],
}
const newestLook: Order = { columns: ['at', 'id'], direction: 'desc', types: ['integer', 'text'] }
const byPlace: Order = { columns: ['place'], direction: 'asc', types: ['integer'] }
const newestObserved: Order = {
  columns: ['at', 'capture', 'place'],
  direction: 'desc',
  types: ['integer', 'text', 'integer'],
}

export function fleetReader(db: Db): FleetReader {
  return { ...captureReader(db), ...watchReader(db), ...webhookReader(db) }
}

type CaptureReads =
  | 'listCaptures'
  | 'findCapture'
  | 'listObservationsOfCapture'
  | 'listObservedDevices'
  | 'listFleetEnds'
  | 'findObservedDevice'
  | 'listObservations'
  | 'listFindingsOfDevice'

/** Everything of a capture but what it says, which may be long. */
const captureColumns = [
  'id',
  'hash',
  'customer',
  'source',
  'kind',
  'received_at',
  'captured_from',
  'captured_to',
  'captured_by',
  'actor',
  'observations',
] as const

/** Open findings of one device that are shown. */
const findingsShownMax = 100

function captureReader(db: Db): Pick<FleetReader, CaptureReads> {
  return {
    listCaptures({ customer }, page) {
      const captures = db.selectFrom('captures').select(captureColumns)
      return listPage(
        customer === undefined ? captures : captures.where('customer', '=', customer),
        newestReceived,
        page,
        captureOfRow,
      )
    },
    async findCapture(id: CaptureId) {
      const row = await db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : captureDetailOfRow(row)
    },
    listObservationsOfCapture: (id, page) =>
      listPage(
        db.selectFrom('observations').selectAll().where('capture', '=', id),
        byPlace,
        page,
        observationOfRow,
      ),
    listObservedDevices: (filter, page) => listObservedDevices(db, filter, page),
    listFleetEnds: (page) => listFleetEnds(db, page),
    async findObservedDevice(id: ObservedDeviceId) {
      const row = await db.selectFrom('observed_devices').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : observedDeviceOfRow(row)
    },
    listObservations: (device, page) =>
      listPage(
        db.selectFrom('observations').selectAll().where('device', '=', device),
        newestObserved,
        page,
        observationOfRow,
      ),
    async listFindingsOfDevice(device) {
      const rows = await db
        .selectFrom('finding_devices')
        .innerJoin('findings', 'findings.id', 'finding_devices.finding')
        .selectAll('findings')
        .where('finding_devices.device', '=', device)
        .where('findings.closed_at', 'is', null)
        .orderBy('findings.at', 'desc')
        .orderBy('findings.id', 'desc')
        .limit(findingsShownMax)
        .execute()
      return rows.map(findingOfRow)
    },
  }
}

const membersById: Order = {
  columns: ['finding_devices.device'],
  names: ['id'],
  direction: 'asc',
  types: ['text'],
}
const byId: Order = { columns: ['id'], direction: 'asc', types: ['text'] }

function listObservedDevices(
  db: Db,
  { customer, state, finding, host }: ObservedDeviceFilter,
  page: Page,
): Promise<ListedOrRefused<ObservedDevice>> {
  if (finding !== undefined) {
    let members = db
      .selectFrom('finding_devices')
      .innerJoin('observed_devices', 'observed_devices.id', 'finding_devices.device')
      .selectAll('observed_devices')
      .where('finding_devices.finding', '=', finding)
    if (customer !== undefined) members = members.where('observed_devices.customer', '=', customer)
    if (state !== undefined) members = members.where('observed_devices.state', '=', state)
    return listPage(members, membersById, page, observedDeviceOfRow)
  }
  let devices = db.selectFrom('observed_devices').selectAll()
  if (customer !== undefined) devices = devices.where('customer', '=', customer)
  if (state !== undefined) devices = devices.where('state', '=', state)
  if (host === undefined) return listPage(devices, newestLook, page, observedDeviceOfRow)
  // Devices that a capture called so, also under an earlier name; they are few, and sorted as they are read.
  const named = db
    .selectFrom('observed_keys')
    .select('observed_keys.device')
    .where('kind', '=', 'host')
    .where('value', '=', normaliseHost(host))
  return listPage(devices.where('id', 'in', named), byId, page, observedDeviceOfRow)
}

type WebhookReads = 'listWebhooks' | 'findWebhook' | 'findNextDue' | 'isDutyWanted' | 'listCustomerNames'

function webhookReader(db: Db): Pick<FleetReader, WebhookReads> {
  return {
    async listWebhooks() {
      const rows = await db
        .selectFrom('webhooks')
        .selectAll()
        .where(sql<boolean>`(stopped_because is null or stopped_because <> 'removed')`)
        .orderBy('id')
        .execute()
      return await Promise.all(
        rows.map(async (row) => ({ webhook: webhookOfRow(row), deliveries: await deliveriesOf(db, row.id) })),
      )
    },
    async findWebhook(id: WebhookId) {
      const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : webhookOfRow(row)
    },
    async findNextDue() {
      const active = await db.selectFrom('webhooks').select('id').where('stopped_at', 'is', null).execute()
      // One message of each webhook counts: those behind it are due when it has left.
      const heads = await Promise.all(active.map(({ id }) => findHead(db, id)))
      const due = heads.flatMap((head) => (head === undefined ? [] : [head.due]))
      return due.length === 0 ? null : (Math.min(...due) as Instant)
    },
    async isDutyWanted(name, slot) {
      const row = await db.selectFrom('duties').selectAll().where('name', '=', name).executeTakeFirst()
      return row === undefined || row.wanted > row.seen || row.slot < slot
    },
    async listCustomerNames(ids) {
      const names = new Map<CustomerId, string>()
      if (ids.length === 0) return names
      const rows = await db.selectFrom('customers').select(['id', 'name']).where('id', 'in', ids).execute()
      for (const { id, name } of rows) names.set(id as CustomerId, name)
      return names
    },
  }
}

/** Webhooks are a few, so each is asked for by itself. */
async function deliveriesOf(db: Db, webhook: string) {
  const messages = db.selectFrom('outbox').where('webhook', '=', webhook)
  const counts = await messages
    .where('state', 'in', ['waiting', 'dead'])
    .select(['state', sql<number>`cast(count(*) as bigint)`.as('count')])
    .groupBy('state')
    .execute()
  const countOf = (state: string) => counts.find((row) => row.state === state)?.count ?? 0
  const erring = await messages
    .select('error')
    .where('state', 'in', ['waiting', 'dead'])
    .where('error', 'is not', null)
    .orderBy('queued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { waiting: countOf('waiting'), dead: countOf('dead'), lastError: erring?.error ?? null }
}

function findHead(db: Db, webhook: string): Promise<{ due: number } | undefined> {
  return db
    .selectFrom('outbox')
    .select('due')
    .where('webhook', '=', webhook)
    .where('state', '=', 'waiting')
    .orderBy('queued_at')
    .orderBy('place')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}
