import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Thumbprint } from '@holdfast/lease'
import type { StoreTarget } from '../src/open-engine.ts'
import type { Writer } from '../src/store-interface.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  openTestStore,
  requestFacts,
  sell,
  thumbprintFor,
  type OpenedStore,
  type Sold,
} from './fixtures.ts'
import { countRows } from './row-counts.ts'

describe.each(engines)('rights changed by hand on %s', (engine) => {
  let books: BooksForTests
  let target: StoreTarget
  let opened: OpenedStore
  let sold: Sold
  beforeAll(async () => {
    books = await openBooksForTests(engine)
    target = await books.target('rights')
    opened = await openTestStore(target)
  })
  afterAll(async () => {
    await opened.store.close()
    await books.stop()
  })

  const write = <T>(body: (tx: Writer) => Promise<T>) => opened.store.write(administrator, body)

  let requests = 0
  /** A new request each time, so that it is decided and not answered from memory. */
  function activate(device: string, key = sold.key) {
    requests++
    return opened.store.exchanges.activate(
      requestFacts(device, { ...sold, key }, { id: `${requests}`, sequence: requests }),
    )
  }

  async function activated(device: string) {
    const granted = await activate(device)
    if (granted.kind !== 'granted') throw new Error(granted.code)
    return granted.lease
  }

  async function actions(): Promise<readonly string[]> {
    const rows = await opened.store.read.listAudit({ actor: 'administrator:tok_1' }, { limit: 500 })
    if (rows.kind === 'refused') throw new Error(rows.code)
    return rows.items.map(({ action }) => action).toReversed()
  }

  test('a licence is suspended, resumed and withdrawn; repeating keeps the first date and writes no row', async () => {
    sold = await sell(opened, 'licence')
    const { id } = sold.licence
    const now = opened.clock.now()
    const before = (await actions()).length
    const suspended = { kind: 'suspended', since: now, reason: 'unpaid' }
    expect(await write((tx) => tx.suspendLicence(id, 'unpaid', now))).toMatchObject({ state: suspended })
    expect(await write((tx) => tx.suspendLicence(id, 'again', now))).toMatchObject({ state: suspended })
    expect(await activate('a')).toMatchObject({ code: 'LICENCE_SUSPENDED' })
    expect(await write((tx) => tx.resumeLicence(id, now))).toMatchObject({ state: { kind: 'active' } })
    expect(await activate('a')).toMatchObject({ kind: 'granted' })
    await write((tx) => tx.withdrawLicence(id, 'refunded', now))
    expect(await write((tx) => tx.resumeLicence(id, now))).toMatchObject({ code: 'LICENCE_WITHDRAWN' })
    expect(await activate('a')).toMatchObject({ code: 'LICENCE_WITHDRAWN' })
    expect((await actions()).slice(before)).toEqual(['licence-suspend', 'licence-resume', 'licence-withdraw'])
  })

  test('a blocked device gets nothing until it is unblocked', async () => {
    sold = await sell(opened, 'block')
    const now = opened.clock.now()
    const { device } = await activated('blocked')
    expect(await write((tx) => tx.blockDevice(device, 'lost', now))).toMatchObject({
      blocked: { reason: 'lost' },
    })
    expect(await activate('blocked')).toMatchObject({ code: 'DEVICE_BLOCKED' })
    expect(await write((tx) => tx.unblockDevice(device, now))).toMatchObject({ blocked: null })
    expect(await activate('blocked')).toMatchObject({ kind: 'granted' })
    const nobody = 'f'.repeat(64) as Thumbprint
    expect(await write((tx) => tx.blockDevice(nobody, 'x', now))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('seats are cut below the use and given back by hand, once, with the accepted risk in the audit row', async () => {
    sold = await sell(opened, 'seats', { seats: 2 })
    const now = opened.clock.now()
    const serial = sold.serials[0]!.serial
    const { seat } = await activated('seated')
    expect(await write((tx) => tx.changeSeats(serial, 0, now))).toMatchObject({ seats: 0, taken: 1 })
    expect(await activate('other')).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    expect(await activate('seated')).toMatchObject({ kind: 'granted' })
    expect(await write((tx) => tx.changeSeats(serial, -1, now))).toMatchObject({ code: 'INPUT_INVALID' })
    await write((tx) => tx.changeSeats(serial, 1, now))
    const released = await write((tx) => tx.releaseSeat(seat, 'device may go on working', now))
    expect(released).toMatchObject({ state: { kind: 'released', at: now } })
    expect(await write((tx) => tx.releaseSeat(seat, 'twice', now))).toEqual(released)
    expect(await activate('other')).toMatchObject({ kind: 'granted' })
    const rows = await opened.store.read.listAudit({ subject: `serial:${serial}` }, { limit: 10 })
    if (rows.kind === 'refused') throw new Error(rows.code)
    expect(rows.items.map(({ action }) => action)).toEqual(['seat-release', 'seats-change', 'seats-change'])
    expect(rows.items[0]?.detail).toContain('device may go on working')
  })

  test('a new product key takes the place of the old one', async () => {
    sold = await sell(opened, 'rekey')
    const now = opened.clock.now()
    await activated('keyed')
    const key = { ...sold.key, id: thumbprintFor('new key'), createdAt: now }
    expect(await write((tx) => tx.rekeyOrder(key, now))).toEqual(key)
    expect(await write((tx) => tx.rekeyOrder(key, now))).toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(await activate('keyed')).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    expect(await activate('keyed', key)).toMatchObject({ kind: 'granted' })
    const keys = await opened.store.read.listOrderKeys(sold.order.id)
    expect(new Map(keys.map(({ id, retiredAt }) => [id, retiredAt]))).toEqual(
      new Map([
        [sold.key.id, now],
        [key.id, null],
      ]),
    )
    const rekey = { key: { id: thumbprintFor('newest key'), publicRaw: key.publicRaw }, reason: 'lost too' }
    expect(await write((tx) => tx.rekeyLicence(sold.licence.id, rekey, now))).toMatchObject({
      recoveredKey: null,
    })
    expect(await activate('keyed', key)).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    expect(await activate('keyed', { ...key, ...rekey.key })).toMatchObject({ kind: 'granted' })
  })

  test('the kept counts are those of the rows', async () => {
    expect(await countRows(target)).toEqual(await opened.store.read.counts())
  })
})
