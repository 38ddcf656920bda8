import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import { refuse, type Refusal } from '@holdfast/lease'
import { auditChainStart } from '../src/audit.ts'
import { BooksNewer, judgeBooksFailure } from '../src/books-failure.ts'
import { schemaVersion } from '../src/migrate.ts'
import { pageRowsMax } from '../src/page.ts'
import type { ServerKeyRecord, TokenRecord } from '../src/records.ts'
import type { Listed, ListedOrRefused, Page } from '../src/listed.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  makeOrder,
  newOrderOf,
  openTestStore,
  requestFacts,
  sell,
  thumbprintFor,
  withRows,
} from './fixtures.ts'
import { countRows } from './row-counts.ts'

function listed<T>(answer: ListedOrRefused<T>): Listed<T> {
  if (answer.kind === 'refused') throw new Error(answer.code)
  return answer
}

async function allPages<T>(
  limit: number,
  list: (page: Page) => Promise<ListedOrRefused<T>>,
): Promise<readonly T[]> {
  const items: T[] = []
  for (let after: string | null = null; ;) {
    const page: Listed<T> = listed(await list({ limit, after }))
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
}

describe.each(engines)('books on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })

  test('two servers that start at once migrate once, and books that are newer are refused', async () => {
    const target = await books.target('migrate')
    const opened = await Promise.all(
      ['one', 'two', 'three'].map((serverId) => openTestStore(target, { serverId })),
    )
    const heads = await opened[0]!.store.read.listAuditHeads()
    expect(heads.map(({ server }) => server)).toEqual(['one', 'three', 'two'])
    expect(new Set(heads.map(({ chain }) => chain)).size).toBe(3)
    await Promise.all(opened.map(({ store }) => store.close()))
    const numbers = await withRows(target, (db) =>
      db.selectFrom('migrations').select('number').orderBy('number').execute(),
    )
    expect(numbers.map(({ number }) => number)).toEqual(
      Array.from({ length: schemaVersion }, (_, at) => at + 1),
    )
    await withRows(target, (db) =>
      db
        .insertInto('migrations')
        .values({ number: schemaVersion + 1, name: 'later', applied_at: 0 })
        .execute(),
    )
    const refused = await openTestStore(target).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(BooksNewer)
    const versions = { version: schemaVersion + 1, versionMax: schemaVersion }
    expect(judgeBooksFailure(refused)).toEqual({ kind: 'newer', ...versions })
  })

  test('a server that starts again goes on with its chain', async () => {
    const target = await books.target('again')
    const first = await openTestStore(target)
    await sell(first, '1')
    const [before] = await first.store.read.listAuditHeads()
    await first.store.close()
    const second = await openTestStore(target)
    expect(await second.store.read.listAuditHeads()).toEqual([before])
    await sell(second, '2')
    expect(await second.store.verifyAudit()).toMatchObject({ kind: 'whole' })
    await second.store.close()
  })

  test('a refusal and a throw write nothing, and the result of the body comes back', async () => {
    const target = await books.target('rollback')
    const opened = await openTestStore(target)
    const { store, clock } = opened
    const customer = makeOrder('1', { now: clock.now() }).customer
    const refused = await store.write(administrator, async (tx): Promise<Refusal<'NOT_FOUND'>> => {
      await tx.addCustomer(customer)
      return refuse('NOT_FOUND')
    })
    expect(refused).toMatchObject({ code: 'NOT_FOUND' })
    const thrown = store.write(administrator, async (tx) => {
      await tx.addCustomer(customer)
      throw new Error('broken')
    })
    await expect(thrown).rejects.toThrow('broken')
    expect(await store.read.findCustomer(customer.id)).toBeNull()
    expect(await store.write(administrator, () => Promise.resolve(7))).toBe(7)
    expect(await store.read.counts()).toMatchObject({ customers: 0, auditRows: 0 })
    const [head] = await store.read.listAuditHeads()
    expect(Buffer.compare(head!.hash, auditChainStart(head!.chain))).toBe(0)
    await store.close()
  })

  test('an order comes back as it was written; its number and serial numbers are new only once', async () => {
    const target = await books.target('orders')
    const opened = await openTestStore(target)
    const { store, clock } = opened
    const now = clock.now()
    const licence = {
      releases: [{ from: 100, below: 200 }, { from: 300 }],
      termRule: {
        kind: 'period',
        period: { years: 3, months: 0, days: 0 },
        from: 'first-activation',
        zone: 'Asia/Shanghai',
      },
      term: null,
      renewal: { kind: 'required', everyDays: 90, windowDays: 30 },
      policies: { personalisation: 'warn', update: 'enforce' },
    } as const
    const sold = await sell(opened, '1', { serials: 300, licence })
    const { read } = store
    expect(await read.findOrderByNumber('2026-1')).toEqual(sold.order)
    expect(await read.findLicence(sold.licence.id)).toEqual(sold.licence)
    const listedSerials = await allPages(7, (page) => read.listSerials({ licence: sold.licence.id }, page))
    expect(listedSerials).toEqual(
      sold.serials
        .toSorted((one, other) => (one.serial < other.serial ? -1 : 1))
        .map((record) => ({ record, licence: sold.licence })),
    )
    const [key] = await read.listOrderKeys(sold.order.id)
    expect(key).toEqual({ ...sold.key, publicRaw: expect.any(Uint8Array) as Uint8Array })
    expect(Buffer.compare(key!.publicRaw, sold.key.publicRaw)).toBe(0)

    const write = (order: ReturnType<typeof makeOrder>) =>
      store.write(administrator, (tx) => tx.addOrder(newOrderOf(order), now))
    const next = makeOrder('2', { now })
    expect(await write(next)).toMatchObject({ code: 'NOT_FOUND' })
    const known = { ...next, order: { ...next.order, customer: sold.customer.id } }
    expect(await write({ ...known, order: { ...known.order, number: '2026-1' } })).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    const sameSerial = { ...next.serials[0]!, serial: sold.serials[200]!.serial }
    expect(await write({ ...known, serials: [sameSerial] })).toMatchObject({
      code: 'ALREADY_EXISTS',
      facts: { serial: sameSerial.serial },
    })
    expect(await write({ ...known, licence: { ...next.licence, product: 'other' } })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await write({ ...known, licence: { ...next.licence, customer: sold.customer.id } })).toMatchObject(
      { number: '2026-2' },
    )

    const more = makeOrder('more', { now, serials: 1_000 }).serials.map((serial) => ({
      ...serial,
      licence: sold.licence.id,
    }))
    const add = (serials: typeof more) => store.write(administrator, (tx) => tx.addSerials(serials, now))
    expect(await add(more)).toEqual({ kind: 'added', count: 1_000 })
    expect(await add(more.slice(3, 5))).toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(await add([{ ...more[0]!, product: 'other' }])).toMatchObject({ code: 'NOT_FOUND' })
    const counts = await read.counts()
    expect(counts).toMatchObject({ serials: 1_301, seatsOffered: 65_050 })
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('two servers add the same order number at once: one is told that it exists', async () => {
    const target = await books.target('same-number')
    const one = await openTestStore(target, { serverId: 'one' })
    const two = await openTestStore(target, { serverId: 'two', clock: one.clock })
    const sold = await sell(one, '1')
    const now = one.clock.now()
    const made = ['a', 'b'].map((name) => {
      const order = makeOrder(name, { now })
      const licence = { ...order.licence, customer: sold.customer.id }
      return newOrderOf({
        ...order,
        licence,
        order: { ...order.order, number: '2026-9', customer: sold.customer.id },
      })
    })
    const added = await Promise.all(
      [one, two].map(({ store }, at) => store.write(administrator, (tx) => tx.addOrder(made[at]!, now))),
    )
    expect(added.filter((answer) => 'code' in answer && answer.code === 'ALREADY_EXISTS')).toHaveLength(1)
    expect(added.filter((answer) => 'number' in answer)).toHaveLength(1)
    expect(await one.store.verifyAudit()).toMatchObject({ kind: 'whole' })
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('tokens, server keys, trust bundles and settings come back; no secret stands in an audit row', async () => {
    const opened = await openTestStore(await books.target('own'))
    const { store, clock } = opened
    const now = clock.now()
    const token: TokenRecord = {
      id: 'tok_2',
      name: 'import',
      hash: thumbprintFor('token secret'),
      scopes: ['orders:write', 'offline:answer'],
      createdAt: now,
      revokedAt: null,
      lastUsedDay: null,
    }
    const key: ServerKeyRecord = {
      id: thumbprintFor('issuing key'),
      role: 'issuing',
      products: ['cmge'],
      algorithm: 'ed25519',
      publicRaw: new Uint8Array(32).fill(1),
      privateBytes: new TextEncoder().encode('PRIVATE-BYTES'),
      from: now,
      until: null,
    }
    const envelope = new TextEncoder().encode('{"payloadType":"trust"}')
    await store.write(administrator, async (tx) => {
      await tx.addToken(token)
      await tx.addServerKey(key, now)
      await tx.addTrustBundle({ version: 1, envelope, addedAt: now })
      await tx.addTrustBundle({ version: 2, envelope, addedAt: now })
      await tx.putSetting('mail-password', 'SETTING-VALUE', now)
      await tx.putSetting('mail-password', 'SETTING-VALUE-2', now)
    })
    const { read } = store
    expect(await read.findTokenByHash(token.hash)).toEqual(token)
    await store.write(administrator, (tx) => tx.recordTokenUse(token.id, 20_513))
    expect(await store.write(administrator, (tx) => tx.revokeToken(token.id, now))).toEqual({
      ...token,
      revokedAt: now,
      lastUsedDay: 20_513,
    })
    const [kept] = await read.listServerKeys()
    expect({ ...kept, publicRaw: null, privateBytes: null }).toEqual({
      ...key,
      publicRaw: null,
      privateBytes: null,
    })
    expect(Buffer.from(kept!.privateBytes).toString()).toBe('PRIVATE-BYTES')
    expect((await read.listTrustBundles({ version: 1, limit: 64 })).map(({ version }) => version)).toEqual([
      2,
    ])
    expect((await read.findNewestTrustBundle())?.version).toBe(2)
    expect(await read.findSetting('mail-password')).toBe('SETTING-VALUE-2')
    expect(await store.write(administrator, (tx) => tx.addToken({ ...token, id: 'tok_3' }))).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    const audit = JSON.stringify(await allPages(50, (page) => read.listAudit({}, page)))
    expect(audit).toContain('server-key-add')
    for (const secret of [
      'SETTING-VALUE',
      'PRIVATE-BYTES',
      token.hash,
      Buffer.from('PRIVATE-BYTES').toString('base64'),
    ])
      expect(audit).not.toContain(secret)
    await store.close()
  })

  test('pages go on where the page before ended, in every list, and a cursor from elsewhere is refused', async () => {
    const opened = await openTestStore(await books.target('pages'))
    const { store, clock } = opened
    const sold = await sell(opened, '1', { serials: 2, seats: 100 })
    await sell(opened, '2')
    for (let device = 0; device < 12; device++) {
      await store.exchanges.activate(requestFacts(`d-${device}`, sold))
      if (device % 3 === 0) clock.advance({ seconds: 1 })
    }
    // One device on two serial numbers of the customer is one device.
    await store.exchanges.activate(
      requestFacts('d-3', sold, { serial: sold.serials[1]!.serial, id: 'second', sequence: 2 }),
    )
    const { read } = store
    const serial = sold.serials[0]!.serial
    for (const limit of [1, 2, 5, 12, 13]) {
      const seen = await allPages(limit, (page) => read.listDevices({}, page))
      expect(new Set(seen.map(({ id }) => id)).size).toBe(12)
      expect(seen.map(({ lastSeen }) => lastSeen)).toEqual(
        seen.map(({ lastSeen }) => lastSeen).toSorted((one, other) => other - one),
      )
      expect(await allPages(limit, (page) => read.listDevices({ product: 'cmge' }, page))).toEqual(seen)
      expect(await allPages(limit, (page) => read.listDevices({ serial }, page))).toHaveLength(12)
      const ofCustomer = await allPages(limit, (page) =>
        read.listDevices({ customer: sold.customer.id }, page),
      )
      expect(ofCustomer.map(({ id }) => id).toSorted()).toEqual(seen.map(({ id }) => id).toSorted())
      expect(
        await allPages(limit, (page) => read.listSeats({ licence: sold.licence.id }, page)),
      ).toHaveLength(13)
      expect(
        await allPages(limit, (page) => read.listSeats({ device: thumbprintFor('d-3') }, page)),
      ).toHaveLength(2)
      expect(
        await allPages(limit, (page) => read.listLeases({ device: thumbprintFor('d-3') }, page)),
      ).toMatchObject([{ generation: 2 }, { generation: 1 }])
      expect(await allPages(limit, (page) => read.listUnconfirmed({}, page))).toHaveLength(13)
      expect(await allPages(limit, (page) => read.listOrders({ customer: sold.customer.id }, page))).toEqual([
        sold.order,
      ])
      expect(await allPages(limit, (page) => read.listCustomers(page))).toHaveLength(2)
    }
    const { next } = listed(await read.listDevices({}, { limit: 1 }))
    expect(await read.listCustomers({ limit: 1, after: next })).toMatchObject({ code: 'INPUT_INVALID' })
    for (const after of [
      '',
      '%',
      'bnVsbA',
      'x'.repeat(3_000),
      Buffer.from('["a\\u0000"]').toString('base64url'),
    ])
      expect(await read.listProducts({ limit: 1, after })).toMatchObject({ code: 'INPUT_INVALID' })
    expect(listed(await read.listProducts({ limit: pageRowsMax + 1 })).items).toHaveLength(1)
    await store.close()
  })

  test('names of every script and moments of years 1 and 9999 are kept exactly', async () => {
    const opened = await openTestStore(await books.target('values'), {
      clock: new ManualClock('9999-12-31T23:59:59Z'),
    })
    const { store } = opened
    const sold = makeOrder('1', { now: -62_135_596_800 as Instant })
    const customer = { ...sold.customer, name: '港口办公室 "Westmark" \\ ☂ 𠀀' }
    await store.write(administrator, (tx) => tx.addCustomer(customer))
    expect(await store.read.findCustomer(customer.id)).toEqual(customer)
    await store.close()
  })
})
