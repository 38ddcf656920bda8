// Plans of repair in real books on both engines: what a run and a verification change, and what they leave alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSecondsHeld, formatInstant, secondsPerDay } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { decidePlan, noMarks, type DeviceMarks } from '@holdfast/fleet'
import { makePlanId, type PlanId } from '@holdfast/lease'
import type { IssuedLease } from '@holdfast/licensing'
import type { Writer } from '../src/store-interface.ts'
import { captureOf, makeLook } from './fleet-fixtures.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  openTestStore,
  receiptFor,
  requestFacts,
  sell,
  thumbprintFor,
  type OpenedStore,
  type Sold,
} from './fixtures.ts'

const wrongTerm = { kind: 'until', until: instant('2026-12-01T00:00:00Z') } as const
const perpetual = { kind: 'perpetual' } as const
const horizon = instant('2027-01-01T00:00:00Z')

describe.each(engines)('plans on %s', (engine) => {
  let books: BooksForTests
  let opened: OpenedStore
  beforeAll(async () => {
    books = await openBooksForTests(engine)
    opened = await openTestStore(await books.target('plans'))
  })
  afterAll(async () => {
    await opened.store.close()
    await books.stop()
  })

  const write = <T>(body: (tx: Writer) => Promise<T>) => opened.store.write(administrator, body)
  const now = () => opened.clock.now()
  const entropy = new SeededEntropy(`plans ${engine}`)
  let intentions = 0

  async function exchange(action: 'activate' | 'renew', device: string, sold: Sold): Promise<IssuedLease> {
    intentions++
    const facts = requestFacts(device, sold, { action, id: `${intentions}`, sequence: intentions })
    const granted = await opened.store.exchanges[action](facts)
    if (granted.kind === 'refused') throw new Error(`${device}: ${granted.code}`)
    return granted.lease
  }

  async function confirmed(action: 'activate' | 'renew', device: string, sold: Sold): Promise<void> {
    const lease = await exchange(action, device, sold)
    await opened.store.exchanges.receipt(receiptFor(lease, now()))
  }

  async function soldWrongly(name: string, devices: readonly string[], seats = 50): Promise<Sold> {
    const sold = await sell(opened, name, { seats, licence: { termRule: wrongTerm, term: wrongTerm } })
    for (const device of devices) await confirmed('activate', device, sold)
    return sold
  }

  const correct = (sold: Sold) =>
    write((tx) =>
      tx.correctLicence(
        sold.licence.id,
        { termRule: perpetual, shorten: false, reason: 'typing error' },
        now(),
      ),
    )

  async function preview(
    devices: readonly string[],
    marks: { readonly [device: string]: Partial<DeviceMarks> } = {},
  ): Promise<PlanId> {
    const named = new Map(devices.map((device) => [thumbprintFor(device), marks[device] ?? {}]))
    const gathered = await opened.store.read.gatherOwnDevices({
      ids: [...named.keys()],
      marks: (device) => ({ ...noMarks, ...named.get(device) }),
      at: { now: now(), silentBefore: addSecondsHeld(now(), -90 * secondsPerDay) },
    })
    const decided = decidePlan(gathered, { now: now(), horizon, keepWell: true })
    if (decided.kind === 'refused') throw new Error(decided.code)
    const id = makePlanId(entropy)
    const selection = { finding: null, customer: null, endsBefore: horizon, listed: null }
    const plan = { id, title: 'wrong term', selection, horizon, silentDays: 90, madeAt: now() }
    await write((tx) => tx.addPlan(plan, decided.items))
    return id
  }

  async function itemsOf(plan: PlanId) {
    const listed = await opened.store.read.listPlanItems({ plan }, { limit: 500 })
    if (listed.kind === 'refused') throw new Error(listed.code)
    return listed.items
  }
  const statesOf = async (plan: PlanId) => (await itemsOf(plan)).map(({ state }) => state.kind)
  const advised = async (device: string) =>
    (await opened.store.read.findAdvice(thumbprintFor(device)))?.code ?? null
  const later = () => opened.clock.advance({ seconds: 60 })

  test('a wrong term is corrected, advised, renewed and proven by receipts', async () => {
    const devices = ['a1', 'a2', 'a3']
    const sold = await soldWrongly('a', devices)
    await correct(sold)
    const plan = await preview(devices, { a3: { offline: true } })
    expect(
      (await itemsOf(plan)).map(({ remedy, need, end, expectedEnd }) => ({ remedy, need, end, expectedEnd })),
    ).toEqual(
      ['renew', 'renew', 'reissue'].map((remedy) => ({
        remedy,
        need: 'term-differs',
        end: wrongTerm,
        expectedEnd: perpetual,
      })),
    )
    expect(await write((tx) => tx.runPlan(plan, now()))).toMatchObject({ code: 'PLAN_STATE_WRONG' })
    await write((tx) => tx.approvePlan(plan, null, now()))
    expect(await advised('a1')).toBeNull()
    expect(await write((tx) => tx.runPlan(plan, now()))).toMatchObject({ sums: { counts: { started: 3 } } })
    expect(await advised('a1')).toBe('term-differs')
    expect(await advised('a3')).toBe('term-differs')
    expect(await advised('nobody')).toBeNull()

    later()
    // Issued is not confirmed: the answer may have been lost on its way.
    const lease = await exchange('renew', 'a1', sold)
    expect(await advised('a1')).toBeNull()
    await confirmed('renew', 'a2', sold)
    await write((tx) => tx.verifyPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['started', 'done', 'started'])
    await opened.store.exchanges.receipt(receiptFor(lease, now()))
    await confirmed('renew', 'a3', sold)
    expect(await write((tx) => tx.verifyPlan(plan, now()))).toMatchObject({
      plan: { state: { kind: 'finished' } },
      sums: { counts: { done: 3, started: 0 } },
    })
  })

  test('a device that changed is outdated, one that is well by itself is well, the others go on', async () => {
    const devices = ['b1', 'b2', 'b3']
    const sold = await soldWrongly('b', devices)
    await correct(sold)
    const plan = await preview(devices)
    await write((tx) => tx.approvePlan(plan, null, now()))
    await write((tx) => tx.blockDevice(thumbprintFor('b1'), 'reported lost', now()))
    await confirmed('renew', 'b2', sold)
    await write((tx) => tx.runPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['outdated', 'well', 'started'])
    expect(await advised('b1')).toBeNull()
    // Where nothing is left to run, running again changes nothing.
    expect(await write((tx) => tx.runPlan(plan, now()))).toMatchObject({ sums: { counts: { started: 1 } } })
    // What changed and heals by itself is well at the next look.
    await write((tx) => tx.unblockDevice(thumbprintFor('b1'), now()))
    await confirmed('renew', 'b1', sold)
    await confirmed('renew', 'b3', sold)
    expect(await write((tx) => tx.verifyPlan(plan, now()))).toMatchObject({
      plan: { state: { kind: 'finished' } },
      sums: { counts: { well: 2, done: 1 } },
    })
  })

  test('where every device changed, the run is refused and changes nothing', async () => {
    const sold = await soldWrongly('c', ['c1'])
    await correct(sold)
    const plan = await preview(['c1'])
    await write((tx) => tx.approvePlan(plan, null, now()))
    await write((tx) => tx.suspendLicence(sold.licence.id, 'unpaid', now()))
    expect(await write((tx) => tx.runPlan(plan, now()))).toMatchObject({
      code: 'PLAN_OUTDATED',
      facts: { outdated: 1 },
    })
    expect(await statesOf(plan)).toEqual(['proposed'])
    expect(await opened.store.read.findPlan(plan)).toMatchObject({ state: { kind: 'approved' } })
  })

  test('what nobody can repair says why, and keeps the plan open until somebody closes it', async () => {
    await soldWrongly('d', ['d1'])
    const plan = await preview(['d1'])
    expect(await itemsOf(plan)).toMatchObject([
      { state: { kind: 'unrepairable', because: 'TERM_NOT_LATER' } },
    ])
    await write((tx) => tx.approvePlan(plan, null, now()))
    await write((tx) => tx.runPlan(plan, now()))
    expect(await write((tx) => tx.verifyPlan(plan, now()))).toMatchObject({
      plan: { state: { kind: 'running' } },
    })
    expect(await write((tx) => tx.closePlan(plan, 'the customer buys an extension', now()))).toMatchObject({
      plan: { state: { kind: 'closed', by: 'administrator:tok_1' } },
    })
    expect(await write((tx) => tx.closePlan(plan, 'again', now()))).toMatchObject({
      code: 'PLAN_STATE_WRONG',
    })
  })

  test('closing takes the advice away', async () => {
    const sold = await soldWrongly('e', ['e1'])
    await correct(sold)
    const plan = await preview(['e1'])
    await write((tx) => tx.approvePlan(plan, null, now()))
    await write((tx) => tx.runPlan(plan, now()))
    expect(await advised('e1')).toBe('term-differs')
    await write((tx) => tx.closePlan(plan, 'made by mistake', now()))
    expect(await advised('e1')).toBeNull()
  })

  test('a seat of a silent device is given back with the accepted risk, and proven by the one that gets it', async () => {
    const sold = await soldWrongly('f', ['f1', 'f2'], 2)
    const seats = await opened.store.read.listSeats({ device: thumbprintFor('f1') }, { limit: 1 })
    if (seats.kind === 'refused') throw new Error(seats.code)
    await write((tx) => tx.releaseSeat(seats.items[0]!.id, 'by telephone', now()))
    await confirmed('activate', 'f3', sold)
    opened.clock.advance({ days: 91 })
    await confirmed('renew', 'f3', sold)
    const plan = await preview(['f1'], { f1: { named: true } })
    expect(await itemsOf(plan)).toMatchObject([{ remedy: 'release-seat', need: 'unseated' }])
    expect(await write((tx) => tx.approvePlan(plan, null, now()))).toMatchObject({
      code: 'PLAN_RISK_NOT_ACCEPTED',
      facts: { seats: 1 },
    })
    await write((tx) => tx.approvePlan(plan, 'device-may-go-on', now()))
    await write((tx) => tx.runPlan(plan, now()))
    const left = await opened.store.read.listSeats({ device: thumbprintFor('f2') }, { limit: 1 })
    expect(left).toMatchObject({ items: [{ state: { kind: 'released' } }] })
    await write((tx) => tx.verifyPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['started'])
    later()
    await confirmed('activate', 'f1', sold)
    await write((tx) => tx.verifyPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['done'])
  })

  test('a machine that is gone is proven by its successor alone', async () => {
    const sold = await soldWrongly('g', ['g1'], 1)
    const plan = await preview(['g1'], { g1: { gone: true } })
    await write((tx) => tx.approvePlan(plan, 'device-may-go-on', now()))
    await write((tx) => tx.runPlan(plan, now()))
    await write((tx) => tx.verifyPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['started'])
    later()
    await confirmed('activate', 'g2', sold)
    await write((tx) => tx.verifyPlan(plan, now()))
    expect(await statesOf(plan)).toEqual(['done'])
  })

  /** Another maker's device as a capture of `at` shows it; the books know it by its machine id. */
  async function capture(cmid: string, at: string, daysLeft: number): Promise<void> {
    const remainingSeconds = daysLeft * secondsPerDay
    const look = makeLook({ host: cmid, cmid, at, remainingSeconds, renewsItself: true })
    await write((tx) => tx.recordCaptures([captureOf([look])], now()))
  }

  test("of another maker's device a capture that is newer than the step proves it", async () => {
    await capture('counter-3', formatInstant(addSecondsHeld(now(), -3_600)), 5)
    const observed = await opened.store.read.listObservedDevices({}, { limit: 10 })
    if (observed.kind === 'refused') throw new Error(observed.code)
    const devices = await opened.store.read.gatherForeignDevices(observed.items.map(({ id }) => id))
    const soon = addSecondsHeld(now(), 30 * secondsPerDay)
    const foreign = decidePlan(devices, { now: now(), horizon: soon, keepWell: true })
    if (foreign.kind === 'refused') throw new Error(foreign.code)
    expect(foreign.items).toMatchObject([
      { name: 'counter-3', scheme: 'windows-kms-client', need: 'ends-soon', remedy: 'vendor-activate' },
    ])
    const id = makePlanId(entropy)
    const selection = { finding: null, customer: null, endsBefore: soon, listed: null }
    await write((tx) =>
      tx.addPlan(
        { id, title: 'counters', selection, horizon: soon, silentDays: 90, madeAt: now() },
        foreign.items,
      ),
    )
    await write((tx) => tx.approvePlan(id, null, now()))
    const step = now()
    await write((tx) => tx.runPlan(id, step))
    expect(await itemsOf(id)).toMatchObject([{ state: { kind: 'started', how: 'handed-out' } }])

    // The administrator's command printed success; what was captured before it, and what still ends, prove nothing.
    later()
    await capture('counter-3', formatInstant(step), 180)
    await write((tx) => tx.verifyPlan(id, now()))
    expect(await statesOf(id)).toEqual(['started'])
    await capture('counter-3', formatInstant(addSecondsHeld(step, 30)), 5)
    await write((tx) => tx.verifyPlan(id, now()))
    expect(await statesOf(id)).toEqual(['started'])
    await capture('counter-3', formatInstant(addSecondsHeld(step, 60)), 180)
    expect(await write((tx) => tx.verifyPlan(id, now()))).toMatchObject({
      plan: { state: { kind: 'finished' } },
    })
    expect(await itemsOf(id)).toMatchObject([{ state: { kind: 'done', by: 'capture' } }])
  })

  test('every action leaves one audit row with its counts', async () => {
    const listed = await opened.store.read.listPlans({ state: 'closed' }, { limit: 500 })
    if (listed.kind === 'refused') throw new Error(listed.code)
    const closed = listed.items.find(({ items }) => items === 1)!
    const audit = await opened.store.read.listAudit({ subject: `plan:${closed.id}` }, { limit: 50 })
    if (audit.kind === 'refused') throw new Error(audit.code)
    expect(audit.items.map(({ action }) => action).toReversed()).toEqual([
      'plan-make',
      'plan-approve',
      'plan-run',
      'plan-close',
    ])
    expect(JSON.parse(audit.items[0]!.detail)).toMatchObject({
      reason: expect.any(String),
      counts: expect.any(Object),
    })
    expect(await opened.store.verifyAudit()).toMatchObject({ kind: 'whole' })
  })
})

describe('a plan of 10,000 devices', () => {
  test('costs statements by the piece, not by the device', async () => {
    const books = await openBooksForTests('sqlite')
    const opened = await openTestStore(await books.target('large'))
    const sold = await sell(opened, 'large', {
      seats: 10_000,
      licence: { termRule: wrongTerm, term: wrongTerm },
    })
    const now = opened.clock.now()
    const names = Array.from({ length: 10_000 }, (_, at) => `desk-${at}`)
    for (let at = 0; at < names.length; at += 500)
      await Promise.all(
        names.slice(at, at + 500).map(async (name) => {
          const granted = await opened.store.exchanges.activate(requestFacts(name, sold))
          if (granted.kind === 'refused') throw new Error(granted.code)
          await opened.store.exchanges.receipt(receiptFor(granted.lease, now))
        }),
      )
    const correction = { termRule: perpetual, shorten: false, reason: 'typing error' }
    await opened.store.write(administrator, (tx) => tx.correctLicence(sold.licence.id, correction, now))
    const ids = names.map((name) => thumbprintFor(name))
    const id = makePlanId(opened.entropy)
    const statements = await countStatements(async () => {
      const at = { now, silentBefore: now }
      const devices = await opened.store.read.gatherOwnDevices({ ids, marks: () => noMarks, at })
      const decided = decidePlan(devices, { now, horizon, keepWell: false })
      if (decided.kind === 'refused') throw new Error(decided.code)
      const selection = { finding: null, customer: null, endsBefore: horizon, listed: null }
      const plan = { id, title: 'large', selection, horizon, silentDays: 90, madeAt: now }
      await opened.store.write(administrator, (tx) => tx.addPlan(plan, decided.items))
      await opened.store.write(administrator, (tx) => tx.approvePlan(id, null, now))
      await opened.store.write(administrator, (tx) => tx.runPlan(id, now))
      await opened.store.write(administrator, (tx) => tx.verifyPlan(id, now))
    })
    expect(statements).toBeGreaterThan(40)
    const sums = await opened.store.read.sumPlans([id])
    expect(sums.get(id)).toMatchObject({ counts: { started: 10_000 }, remedies: { renew: 10_000 } })
    // 40 pieces, each read three times by a handful of statements and written twice in a few.
    expect(statements).toBeLessThan(40 * 50)
    await opened.store.close()
    await books.stop()
  })
})

/** Statements that are prepared or run again while `body` runs; every one of them asks for its text first. */
async function countStatements(body: () => Promise<void>): Promise<number> {
  const { StatementSync } = await import('node:sqlite')
  const { all, run } = StatementSync.prototype
  let count = 0
  const counted = <Ask extends typeof all | typeof run>(ask: Ask) =>
    function (this: unknown, ...given: Parameters<Ask>) {
      count++
      return Reflect.apply(ask, this, given)
    }
  Object.assign(StatementSync.prototype, { all: counted(all), run: counted(run) })
  try {
    await body()
  } finally {
    Object.assign(StatementSync.prototype, { all, run })
  }
  return count
}
