import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import type { Instant } from '@holdfast/capabilities'
import { makeSerial, refuse } from '@holdfast/lease'
import type { RequestFacts } from '@holdfast/licensing'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  granted,
  heldOf,
  issuing,
  openTestStore,
  receiptFor,
  releaseFacts,
  requestFacts,
  sell,
  thumbprintFor,
  withRows,
} from './fixtures.ts'
import { countRows } from './row-counts.ts'

describe.each(engines)('exchanges on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })

  test('200 devices ask at once for 50 seats: exactly 50 get one, and asking again changes nothing', async () => {
    const target = await books.target('parallel')
    const opened = await openTestStore(target)
    const { store } = opened
    const sold = await sell(opened, '1', { seats: 50 })
    const requests = Array.from({ length: 200 }, (_, device) => requestFacts(`device-${device}`, sold))
    const first = await Promise.all(requests.map((facts) => store.exchanges.activate(facts)))
    const leases = first.flatMap((decision) => (decision.kind === 'granted' ? [decision.lease] : []))
    const exhausted = first.filter(
      (decision) => decision.kind === 'refused' && decision.code === 'SEATS_EXHAUSTED',
    )
    expect(leases).toHaveLength(50)
    expect(exhausted).toHaveLength(150)
    expect(new Set(leases.map(({ seat }) => seat)).size).toBe(50)
    const heads = await store.read.listAuditHeads()
    const counts = await store.read.counts()
    expect(counts).toMatchObject({ seatsOffered: 50, seatsTaken: 50, devices: 50, leasesUnconfirmed: 50 })

    const again = await Promise.all(requests.map((facts) => store.exchanges.activate(facts)))
    for (const [at, decision] of again.entries()) {
      const before = first[at]
      expect(decision.kind).toBe(before?.kind)
      if (decision.kind !== 'granted' || before?.kind !== 'granted') continue
      expect(Buffer.compare(decision.lease.payload, before.lease.payload)).toBe(0)
      expect(decision.repeated).toBe(true)
    }
    expect(await store.read.listAuditHeads()).toEqual(heads)
    expect(await store.read.counts()).toEqual(counts)
    expect(await store.verifyAudit()).toMatchObject({ kind: 'whole', rows: heads[0]?.sequence })
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('two servers race for 50 seats with 200 devices, some of which ask both: exactly 50 get one', async () => {
    const target = await books.target('race')
    const one = await openTestStore(target, { serverId: 'server-1' })
    const two = await openTestStore(target, { serverId: 'server-2', clock: one.clock })
    const sold = await sell(one, '1', { seats: 50 })
    const asked = Array.from({ length: 200 }, (_, at) => {
      const facts = requestFacts(`device-${at % 151}`, sold)
      return (at % 2 === 0 ? one : two).store.exchanges.activate(facts)
    })
    const decisions = await Promise.all(asked)
    const leases = decisions.flatMap((decision) => (decision.kind === 'granted' ? [decision.lease] : []))
    expect(new Set(leases.map(({ seat }) => seat)).size).toBe(50)
    expect(new Set(leases.map(({ device }) => device)).size).toBe(50)
    const refused = decisions.flatMap((decision) => (decision.kind === 'refused' ? [decision.code] : []))
    expect(new Set(refused)).toEqual(new Set(['SEATS_EXHAUSTED']))
    // Whoever got a seat from one server is not told by the other that all are taken, least of all by itself.
    const lucky = new Set(leases.map(({ device }) => device))
    for (const [at, decision] of decisions.entries())
      expect(decision.kind === 'granted').toBe(lucky.has(thumbprintFor(`device-${at % 151}`)))
    expect(await one.store.verifyAudit()).toMatchObject({ kind: 'whole' })
    const counts = await one.store.read.counts()
    expect(counts).toMatchObject({ seatsTaken: 50, devices: 50, leasesUnconfirmed: 50 })
    await Promise.all([one.store.close(), two.store.close()])
    expect(await countRows(target)).toEqual(counts)
  })

  test('one intention sent to two servers at once gets one lease', async () => {
    const target = await books.target('twins')
    const one = await openTestStore(target, { serverId: 'server-1' })
    const two = await openTestStore(target, { serverId: 'server-2', clock: one.clock })
    const sold = await sell(one, '1', { serials: 2 })
    for (let device = 0; device < 10; device++) {
      const facts = requestFacts(`device-${device}`, sold)
      const [left, right] = await Promise.all([
        one.store.exchanges.activate(facts),
        two.store.exchanges.activate(facts),
      ])
      expect(granted(left).lease.id).toBe(granted(right).lease.id)
    }
    const generations = await withRows(target, (db) => db.selectFrom('leases').select('generation').execute())
    expect(generations).toHaveLength(10)
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('a life: activation, receipt, renewal, change of serial number, release', async () => {
    const target = await books.target('life')
    const opened = await openTestStore(target)
    const { store, clock } = opened
    const sold = await sell(opened, '1', { serials: 2, seats: 1 })
    const first = granted(await store.exchanges.activate(requestFacts('a', sold)))
    expect(await store.exchanges.activate(requestFacts('b', sold))).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    const unconfirmed = await store.read.listUnconfirmed({ product: 'cmge' }, { limit: 10 })
    expect(unconfirmed).toMatchObject({ items: [{ lease: first.lease.id, serial: sold.serials[0]?.serial }] })

    clock.advance({ days: 1 })
    const renewal = requestFacts('a', sold, { action: 'renew', id: '2', sequence: 2 })
    const receipt = receiptFor(first.lease, clock.now())
    const renewed = granted(await store.exchanges.renew(renewal, [receipt]))
    expect(renewed).toMatchObject({
      acknowledged: [first.lease.id],
      lease: { generation: 2, seat: first.lease.seat },
    })
    expect((await store.read.findLease(first.lease.id))?.confirmedAt).toBe(clock.now())
    expect(await store.exchanges.receipt(receipt)).toMatchObject({ kind: 'acknowledged' })
    const wrong = { ...receipt, generation: 9 }
    expect(await store.exchanges.receipt(wrong)).toMatchObject({ code: 'LEASE_UNKNOWN' })

    const other = sold.serials[1]!.serial
    const moved = granted(
      await store.exchanges.activate(requestFacts('a', sold, { serial: other, id: '3', sequence: 3 })),
    )
    expect(await store.read.counts()).toMatchObject({ seatsTaken: 2 })
    expect(await store.exchanges.receipt(receiptFor(moved.lease, clock.now()))).toMatchObject({
      kind: 'acknowledged',
    })
    expect((await store.read.findSeat(first.lease.seat))?.state).toEqual({
      kind: 'moved',
      at: clock.now(),
      to: 'serial',
    })
    expect((await store.read.findSerial(sold.serials[0]!.serial))?.taken).toBe(0)

    const release = releaseFacts('a', heldOf(moved.lease), 4)
    const released = await store.exchanges.release(release)
    expect(released).toMatchObject({ kind: 'released', lease: moved.lease.id, at: clock.now() })
    clock.advance({ seconds: 5 })
    expect(await store.exchanges.release(release)).toMatchObject({
      kind: 'released',
      at: clock.now() - 5,
    })
    expect((await store.read.findSerial(other))?.taken).toBe(0)
    expect(granted(await store.exchanges.activate(requestFacts('b', sold))).lease.generation).toBe(1)

    const history = await store.read.listAudit({ actor: `device:${thumbprintFor('a')}` }, { limit: 50 })
    if (history.kind === 'refused') throw new Error(history.code)
    const actions = history.items.map(({ action }) => action).toReversed()
    expect(actions).toEqual(['activate', 'receipt', 'renew', 'activate', 'receipt', 'release'])
    const counts = await store.read.counts()
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('books that were lost are recorded again from a held lease, with finding, product and licence', async () => {
    const before = await openTestStore(await books.target('lost-before'))
    const sold = await sell(before, '1', { seats: 1 })
    const lease = granted(await before.store.exchanges.activate(requestFacts('a', sold))).lease
    await before.store.close()

    const target = await books.target('lost-after')
    const { store, clock } = await openTestStore(target)
    const renewal = requestFacts('a', sold, { action: 'renew', id: '2', sequence: 2, held: heldOf(lease) })
    const renewed = granted(await store.exchanges.renew(renewal))
    expect(renewed.lease).toMatchObject({ seat: lease.seat, generation: 2 })
    expect(await store.read.findLicence(sold.licence.id)).toMatchObject({
      recovered: true,
      order: null,
      recoveredKey: sold.key.id,
    })
    expect(await store.read.findProduct('cmge')).toMatchObject({ createdAt: clock.now() })
    expect(await store.read.listFindings({ state: 'open' }, { limit: 10 })).toMatchObject({
      items: [{ code: 'RECORDED_FROM_LEASE', facts: { missing: 'product', aboveCount: true } }],
    })
    const counts = await store.read.counts()
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('a decision that throws fails its own job alone', async () => {
    const opened = await openTestStore(await books.target('poison'))
    const { store } = opened
    const sold = await sell(opened, '1')
    const good = requestFacts('a', sold)
    // A device name that the lease format forbids is stopped by the door; here it stands for any bug behind it.
    const poisoned = {
      ...requestFacts('b', sold),
      productKey: null,
      request: null as unknown as RequestFacts['request'],
    }
    const outcomes = await Promise.allSettled([
      store.exchanges.activate(good),
      store.exchanges.activate(poisoned),
      store.exchanges.activate(requestFacts('c', sold)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await store.close()
  })

  test('a bad row fails the exchange that reads it, names table, column and id, and leaves the neighbours alone', async () => {
    const target = await books.target('bad-row')
    const opened = await openTestStore(target)
    const { store } = opened
    const bad = await sell(opened, '1')
    const good = await sell(opened, '2')
    await withRows(target, (db) =>
      db
        .updateTable('licences')
        .set({ term_kind: 'until', term_until: null })
        .where('id', '=', bad.licence.id)
        .execute(),
    )
    const outcomes = await Promise.allSettled([
      store.exchanges.activate(requestFacts('a', bad)),
      store.exchanges.activate(requestFacts('b', good)),
    ])
    expect(outcomes).toMatchObject([
      {
        status: 'rejected',
        reason: {
          message: `bad row in the books: licences ${bad.licence.id}, column term_until: a moment expected`,
        },
      },
      { status: 'fulfilled', value: { kind: 'granted' } },
    ])
    await store.close()
  })

  test('a clock behind the books issues at their newest moment, and nothing past 300 seconds', async () => {
    const opened = await openTestStore(await books.target('clock'))
    const { store, clock } = opened
    const sold = await sell(opened, '1')
    const newest = granted(await store.exchanges.activate(requestFacts('a', sold))).lease.issuedAt
    clock.set((newest - 300) as Instant)
    expect(granted(await store.exchanges.activate(requestFacts('b', sold))).lease.issuedAt).toBe(newest)
    clock.set((newest - 301) as Instant)
    expect(await store.exchanges.activate(requestFacts('c', sold))).toMatchObject({
      code: 'SERVER_CLOCK_BEHIND',
    })
    // Unless an administrator takes the clock for true; a second time there is nothing left to take.
    const accept = () => store.write(administrator, (tx) => tx.acceptClock('it ran ahead', clock.now()))
    expect(await accept()).toEqual({ newest, behindSeconds: 301 })
    expect(await accept()).toEqual({ newest: clock.now(), behindSeconds: 0 })
    expect(granted(await store.exchanges.activate(requestFacts('c', sold))).lease.issuedAt).toBe(clock.now())
    expect((await store.verifyAudit()).kind).toBe('whole')
    await store.close()
  })

  test('what the keys refuse is refused, and the first activation of a period is resolved once', async () => {
    const target = await books.target('terms')
    const closed = { ...issuing, keysOf: () => refuse('SERVER_KEY_OUTSIDE_INTERVAL') }
    let keys: typeof issuing = closed
    const opened = await openTestStore(target, { issuing: () => keys })
    const { store, clock } = opened
    const termRule = {
      kind: 'period',
      period: { years: 3, months: 0, days: 0 },
      from: 'first-activation',
      zone: 'UTC',
    } as const
    const sold = await sell(opened, '1', { licence: { termRule, term: null } })
    expect(await store.exchanges.activate(requestFacts('a', sold))).toMatchObject({
      code: 'SERVER_KEY_OUTSIDE_INTERVAL',
    })
    keys = issuing
    granted(await store.exchanges.activate(requestFacts('a', sold)))
    const { term } = (await store.read.findLicence(sold.licence.id))!
    clock.advance({ days: 2 })
    granted(await store.exchanges.activate(requestFacts('b', sold)))
    expect((await store.read.findLicence(sold.licence.id))?.term).toEqual(term)
    expect(term).toEqual({ kind: 'until', until: new ManualClock('2029-03-01T08:30:00Z').now() })
    await store.close()
  })

  test('closing finishes what was accepted and refuses what comes after', async () => {
    const opened = await openTestStore(await books.target('closing'))
    const { store } = opened
    const sold = await sell(opened, '1')
    const accepted = Array.from({ length: 30 }, (_, at) =>
      store.exchanges.activate(requestFacts(`device-${at}`, sold)),
    )
    const closed = store.close()
    expect(await store.exchanges.activate(requestFacts('late', sold))).toMatchObject({
      code: 'SERVER_STOPPING',
    })
    await expect(store.write(administrator, () => Promise.resolve(1))).rejects.toThrow('closing')
    for (const decision of await Promise.all(accepted)) expect(decision.kind).toBe('granted')
    await closed
  })

  test('a request for an unknown serial number writes nothing', async () => {
    const opened = await openTestStore(await books.target('unknown'))
    const { store } = opened
    const sold = await sell(opened, '1')
    const heads = await store.read.listAuditHeads()
    const serial = makeSerial(new SeededEntropy('nobody'))
    expect(await store.exchanges.activate(requestFacts('a', sold, { serial }))).toMatchObject({
      code: 'SERIAL_UNKNOWN',
    })
    expect(await store.read.findDevice(thumbprintFor('a'))).toBeNull()
    expect(await store.read.listAuditHeads()).toEqual(heads)
    await store.close()
  })
})
