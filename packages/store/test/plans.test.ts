// Every statement that the store sends to SQLite in its life is explained: lists read one index in its order, and
// nothing reads a whole table but where the table has a few rows by its nature.
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { decidePlan, waveFinding, type PlanItem } from '@holdfast/fleet'
import type {
  CaptureId,
  CustomerId,
  LeaseId,
  LicenceId,
  MessageId,
  ObservedDeviceId,
  OrderId,
  PlanId,
  RequestId,
  SeatId,
  SerialNumber,
  Thumbprint,
  WebhookId,
} from '@holdfast/lease'
import { parseLease } from '@holdfast/lease'
import type { Reader } from '../src/store-interface.ts'
import { captureOf, makeLook } from './fleet-fixtures.ts'
import { administrator, openTestStore, receiptFor, releaseFacts, requestFacts, sell } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-plans-'))
const file = join(folder, 'plans.sqlite')
const texts = new Set<string>()
const prepare = DatabaseSync.prototype.prepare

beforeAll(() => {
  DatabaseSync.prototype.prepare = function (text: string) {
    texts.add(text)
    return prepare.call(this, text)
  }
})
afterAll(() => {
  DatabaseSync.prototype.prepare = prepare
  rmSync(folder, { recursive: true, force: true })
})

const cursor = (key: readonly (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Each list with each filter, on its first page and further down. */
const lists: readonly ((
  read: Reader,
  at: (key: readonly (string | number)[]) => { limit: number; after?: string },
) => Promise<unknown>)[] = [
  (read, at) => read.listProducts(at(['a'])),
  (read, at) => read.listEditions('cmge', at(['a'])),
  (read, at) => read.listReleases('cmge', at([1])),
  (read, at) => read.listCustomers(at(['a', 'b'])),
  (read, at) => read.listOrders({}, at([1, 'a'])),
  (read, at) => read.listOrders({ customer: 'cus_1' as CustomerId }, at([1, 'a'])),
  (read, at) => read.listLicences({}, at(['a'])),
  (read, at) => read.listLicences({ order: 'ord_1' as OrderId }, at(['a'])),
  (read, at) => read.listLicences({ customer: 'cus_1' as CustomerId }, at(['a'])),
  (read, at) => read.listLicences({ product: 'cmge' }, at(['a'])),
  (read, at) => read.listSeats({ serial: 'S' as SerialNumber }, at([1, 'a'])),
  (read, at) => read.listSeats({ licence: 'lic_1' as LicenceId }, at([1, 'a'])),
  (read, at) => read.listSeats({ device: 'd' as Thumbprint }, at(['a'])),
  (read, at) => read.listDevices({}, at([1, 'a'])),
  (read, at) => read.listDevices({ product: 'cmge' }, at([1, 'a'])),
  (read, at) => read.listDevices({ serial: 'S' as SerialNumber }, at([1, 'a'])),
  (read, at) => read.listDevices({ customer: 'cus_1' as CustomerId }, at([1, 'a'])),
  (read, at) => read.listUnconfirmed({}, at([1, 'a'])),
  (read, at) => read.listUnconfirmed({ product: 'cmge', issuedBefore: 5 as Instant }, at([1, 'a'])),
  (read, at) => read.listFindings({}, at([1, 'a'])),
  (read, at) => read.listFindings({ state: 'open' }, at([1, 'a'])),
  (read, at) => read.listFindings({ state: 'closed' }, at([1, 'a'])),
  (read, at) => read.listFindings({ code: 'WAVE' }, at([1, 'a'])),
  (read, at) => read.listFindings({ code: 'WAVE', state: 'open' }, at([1, 'a'])),
  (read, at) => read.listAudit({}, at([1, 'a', 1])),
  (read, at) => read.listAudit({ subject: 'order:ord_1' }, at([1, 'a', 1])),
  (read, at) => read.listAudit({ actor: 'administrator:tok_1' }, at([1, 'a', 1])),
  (read, at) => read.listAudit({ actor: 'device:d' }, at([1, 'a', 1])),
  (read, at) => read.listTokens(at(['a'])),
  (read, at) => read.listPlans({}, at([1, 'a'])),
  (read, at) => read.listPlans({ state: 'running' }, at([1, 'a'])),
  (read, at) => read.listPlanItems({ plan: 'pln_1' as PlanId }, at([1])),
  (read, at) => read.listPlanItems({ plan: 'pln_1' as PlanId, state: 'started' }, at([1])),
  (read, at) => read.listCaptures({}, at([1, 'a'])),
  (read, at) => read.listCaptures({ customer: 'cus_1' as CustomerId }, at([1, 'a'])),
  (read, at) => read.listObservationsOfCapture('cap_1' as CaptureId, at([1])),
  (read, at) => read.listObservedDevices({}, at([1, 'a'])),
  (read, at) => read.listObservedDevices({ customer: 'cus_1' as CustomerId }, at([1, 'a'])),
  (read, at) => read.listObservedDevices({ state: 'licensed' }, at([1, 'a'])),
  (read, at) =>
    read.listObservedDevices({ customer: 'cus_1' as CustomerId, state: 'licensed' }, at([1, 'a'])),
  (read, at) => read.listObservedDevices({ finding: 'f', state: 'licensed' }, at(['a'])),
  (read, at) => read.listHeldSeats(at(['a'])),
  (read, at) => read.listFleetEnds(at(['a'])),
  (read, at) => read.listObservations('dev_1' as ObservedDeviceId, at([1, 'a', 1])),
]

/** Further down, one statement ends the licence of the page before, and another goes on behind it. */
const serialLists: typeof lists = [
  (read, at) => read.listSerials({}, at(['lic_0', 'a'])),
  (read, at) => read.listSerials({ order: 'ord_1' as OrderId }, at(['lic_0', 'a'])),
  (read, at) => read.listSerials({ licence: 'lic_1' as LicenceId }, at(['lic_1', 'a'])),
]

/** The leases of one device are few, and so are the devices of one host name; they are sorted as they are read. */
const sortedLists: typeof lists = [
  (read, at) => read.listObservedDevices({ host: 'pc-1' }, at(['a'])),
  (read, at) => read.listLeases({ device: 'd' as Thumbprint }, at([1, 'a'])),
  (read, at) => read.listLeases({ device: 'd' as Thumbprint, seat: 'sea_1' as SeatId }, at([1, 'a'])),
]

/** One row for each server, key, bundle, setting or kind of count. */
const smallTables = [
  'servers',
  'server_keys',
  'trust_bundles',
  'counters',
  'settings',
  'migrations',
  'webhooks',
  'duties',
]

test('every list reads an index in its order, and no statement reads a whole table', async () => {
  const opened = await openTestStore({ kind: 'sqlite', file })
  const { store, clock } = opened
  const sold = await sell(opened, '1', { serials: 3 })
  texts.clear()
  for (const list of lists) {
    expect(await list(store.read, () => ({ limit: 5 }))).toMatchObject({ kind: 'listed' })
    expect(await list(store.read, (key) => ({ limit: 5, after: cursor(key) }))).toMatchObject({
      kind: 'listed',
    })
  }
  const ofLists = plans([...texts])
  expect(ofLists).toHaveLength(lists.length * 2)
  expect(ofLists.filter(isSlow)).toEqual([])

  texts.clear()
  for (const list of serialLists) {
    await list(store.read, () => ({ limit: 5 }))
    await list(store.read, (key) => ({ limit: 5, after: cursor(key) }))
  }
  await store.read.findLicences([sold.licence.id])
  await store.read.findLicencesOfOrders([sold.order.number])
  await store.read.findSerials(sold.serials.map(({ serial }) => serial))
  const ofSerials = plans([...texts])
  expect(ofSerials.length).toBeGreaterThan(8)
  expect(ofSerials.filter(isSlow)).toEqual([])

  texts.clear()
  for (const list of sortedLists) await list(store.read, (key) => ({ limit: 5, after: cursor(key) }))
  await useEverything(opened, sold)
  await useTheFleet(opened)
  await store.verifyAudit()
  await store.read.counts()
  expect(clock.now()).toBeGreaterThan(0)
  await store.close()
  const others = plans([...texts].filter((text) => /^(select|update|delete|with)/i.test(text)))
  expect(others.length).toBeGreaterThan(30)
  expect(
    others.filter(({ plan }) => plan.some((step) => isWholeTable(step) && !isMadeBy(plan, step))),
  ).toEqual([])
})

test('the check finds a statement that reads a whole table or sorts it', () => {
  const [whole, sorted] = plans([
    'select * from seats where state = ?',
    'select * from devices where id > ? order by name',
  ])
  expect(whole?.plan.some(isWholeTable)).toBe(true)
  expect(sorted?.plan.some((step) => step.includes('TEMP B-TREE'))).toBe(true)
})

function plans(statements: readonly string[]): { readonly text: string; readonly plan: readonly string[] }[] {
  const database = new DatabaseSync(file)
  try {
    return statements.map((text) => {
      const rows = prepare.call(database, `explain query plan ${text}`).all()
      return { text, plan: rows.map((row) => String(row['detail'])) }
    })
  } finally {
    database.close()
  }
}

function isSlow({ plan }: { readonly plan: readonly string[] }): boolean {
  return plan.some((step) => isWholeTable(step) || step.includes('TEMP B-TREE'))
}

/** `SCAN table` without an index; ordered scans of an index are how unfiltered lists are read. */
function isWholeTable(step: string): boolean {
  const table = /^SCAN (\w+)/.exec(step)?.[1]
  if (table === undefined || /CONSTANT ROW|VALUES CLAUSE/.test(step)) return false
  return !step.includes('USING') && !smallTables.includes(table)
}

/** A part of the statement itself, which its other part reads. */
function isMadeBy(plan: readonly string[], step: string): boolean {
  return plan.includes(step.replace(/^SCAN/, 'CO-ROUTINE'))
}

/** A plan that gives back a silent seat and looks for the successor of a machine that is gone. */
async function usePlans(
  { store, clock }: Awaited<ReturnType<typeof openTestStore>>,
  sold: Awaited<ReturnType<typeof sell>>,
  device: Thumbprint,
): Promise<void> {
  const now = clock.now()
  const id = 'pln_1' as PlanId
  const marks = { offline: false, gone: false, named: true }
  const correction = { termRule: { kind: 'perpetual' }, shorten: false, reason: 'typing error' } as const
  await store.write(administrator, async (tx) => {
    await tx.correctLicence(sold.licence.id, correction, now)
    await tx.resumeLicence(sold.licence.id, now)
    await tx.unblockDevice(device, now)
    await tx.changeSeats(sold.serials[0]!.serial, 0, now)
  })
  const choice = { ids: [device], marks: () => marks, at: { now, silentBefore: now } }
  const decided = decidePlan(await store.read.gatherOwnDevices(choice), { now, horizon: now, keepWell: true })
  if (decided.kind === 'refused') throw new Error(decided.code)
  const item = decided.items[0]!
  const state = { kind: 'proposed' } as const
  const items: PlanItem[] = [
    { ...item, state, remedy: 'renew' },
    { ...item, state, remedy: 'rehost' },
    { ...item, state, remedy: 'vendor-activate', kind: 'foreign', device: 'dev_1' },
  ]
  const selection = { finding: null, customer: null, endsBefore: null, listed: 1 }
  await store.write(administrator, async (tx) => {
    await tx.addPlan({ id, title: 'a plan', selection, horizon: now, silentDays: 90, madeAt: now }, items)
    await tx.approvePlan(id, 'device-may-go-on', now)
    await tx.runPlan(id, now)
    await tx.verifyPlan(id, now)
  })
  await store.read.findPlan(id)
  await store.read.findAdvice(device)
  await store.read.gatherForeignDevices(['dev_1' as ObservedDeviceId])
  await store.read.listDevicesOfSerials([sold.serials[0]!.serial])
  await store.write(administrator, (tx) => tx.closePlan(id, 'done', now))
}

/** Exchanges and every finding and writing by hand. */
async function useEverything(
  opened: Awaited<ReturnType<typeof openTestStore>>,
  sold: Awaited<ReturnType<typeof sell>>,
): Promise<void> {
  const { store, clock } = opened
  const now = clock.now()
  const granted = await store.exchanges.activate(requestFacts('a', sold))
  if (granted.kind !== 'granted') throw new Error(granted.code)
  await store.exchanges.receipt(receiptFor(granted.lease, now))
  const parsed = parseLease(granted.lease.payload)
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  const held = {
    kind: 'genuine',
    lease: parsed.lease,
    payload: granted.lease.payload,
    compromised: false,
  } as const
  await store.exchanges.renew(requestFacts('a', sold, { action: 'renew', id: '2', sequence: 2, held }))
  await store.exchanges.release(releaseFacts('a', held, 3))
  const device = granted.lease.device
  const { read } = store
  await read.listHeldSeats({ limit: 5 })
  await read.findEdition('cmge', 'standard')
  await read.findRelease('cmge', 200)
  await read.findOrderByNumber('2026-1')
  await read.listOrderKeys(sold.order.id)
  await read.findLease('lse_1' as LeaseId)
  await read.findLeaseByRequest(device, 'req_1' as RequestId)
  await read.findTokenByHash('x')
  await read.listTrustBundles({ version: 0, limit: 10 })
  await read.findNewestTrustBundle()
  await read.findSetting('x')
  await store.write(administrator, async (tx) => {
    await tx.addRelease({ product: 'cmge', name: 'V2020-L', ordinal: 300 }, now)
    await tx.suspendLicence(sold.licence.id, 'unpaid', now)
    await tx.changeSeats(sold.serials[0]!.serial, 7, now)
    await tx.blockDevice(device, 'lost', now)
    await tx.releaseSeat(granted.lease.seat, 'may go on working', now)
    await tx.rekeyOrder({ ...sold.key, id: 'f'.repeat(64) as Thumbprint }, now)
    await tx.revokeToken('tok', now)
    await tx.recordTokenUse('tok', 1)
    await tx.closeFinding('none', now)
    await tx.endServerKey('k' as Thumbprint, now, now)
  })
  await usePlans(opened, sold, device)
}

/** Captures, the questions of the watch, findings with devices, webhooks and their messages, duties. */
async function useTheFleet({ store, clock }: Awaited<ReturnType<typeof openTestStore>>): Promise<void> {
  const now = clock.now()
  const { read } = store
  const wave = { state: 'reminding', firstDay: 1, lastDay: 20_000 }
  const look = makeLook({ cmid: 'a', host: 'pc-1', serial: 'S', remainingSeconds: 86_400 })
  await store.write(administrator, (tx) => tx.recordCaptures([captureOf([look])], now))
  const [device] = await store.read
    .listObservedDevices({}, { limit: 1 })
    .then((listed) => (listed.kind === 'listed' ? listed.items : []))
  await read.findCapture('cap_1' as CaptureId)
  await read.findObservedDevice(device!.id)
  await read.listFindingsOfDevice(device!.id)
  await read.listFleetEnds({ limit: 5 })
  await read.listReminderGroups(now)
  await read.listSilentGroups(now)
  await read.listMisfitGroups()
  await read.listTurnedDays(now)
  await read.countWave(wave)
  await read.listLicenceReminders(now, now)
  await read.listMissedRenewals(now)
  await read.listCustomerNames(['cus_1' as CustomerId])
  const webhook = {
    id: 'whk_1' as WebhookId,
    url: 'https://desk.example.test/hook',
    secret: new Uint8Array([1]),
    kinds: 'all',
    createdAt: now,
    state: { kind: 'active' },
  } as const
  const finding = waveFinding(wave, { devices: 1, customers: 0, customer: null }, now)
  await store.write(administrator, async (tx) => {
    await tx.addWebhook(webhook)
    for (const devices of [
      { kind: 'wave', ...wave },
      { kind: 'reminding', customer: null, month: 1, before: now },
      { kind: 'silent', customer: 'cus_1' as CustomerId, month: 1, before: now },
      { kind: 'misfit', misfit: 'x' },
    ] as const)
      await tx.raiseFleetFindings(
        [{ finding: { ...finding, cause: `${finding.cause}${devices.kind}` }, devices }],
        now,
      )
    await tx.claimMessages(now, now)
    await tx.recordDelivery('msg_1' as MessageId, { kind: 'sent' }, now)
    await tx.giveBackClaims(now)
    await tx.removeSentMessages(now)
    await tx.claimDuty('watch', { now, until: now, slot: now, forced: true })
    await tx.keepDuty('watch', now, now)
    await tx.endDuty('watch', { wanted: 1, slot: now })
    await tx.closeFleetFindings(['WAVE'], new Set(), now)
    await tx.removeWebhook(webhook.id, now)
  })
  await read.listKnownWaves(now)
  await read.listWebhooks()
  await read.findWebhook(webhook.id)
  await read.findNextDue()
  await read.isDutyWanted('watch', now)
}
