// Decisions that books restored from a backup have lost, and what the leases of devices bring back of them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { makeLicenceId } from '@holdfast/lease'
import type { TermRule } from '@holdfast/licensing'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  granted,
  heldOf,
  openTestStore,
  requestFacts,
  sell,
  thumbprintFor,
  undoLostDecisions,
  withRows,
} from './fixtures.ts'
import { countRows } from './row-counts.ts'

const until = { kind: 'until', until: instant('2027-01-01T00:00:00Z') } as const
const perpetual = { kind: 'perpetual' } as const

describe.each(engines)('lost decisions on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })

  test('a correction comes back with a lease from after it, and stands against leases of before where it is made anew', async () => {
    const before = await openTestStore(await books.target('term-before'))
    const sold = await sell(before, '1', { seats: 2 })
    const activate = async (name: string) =>
      granted(await before.store.exchanges.activate(requestFacts(name, sold))).lease
    const leases = { a: await activate('a'), b: await activate('b') }
    await before.store.close()

    const target = await books.target('term-after')
    const restored = await openTestStore(target)
    const { store, clock } = restored
    clock.advance({ days: 1 })
    // The same order, as it was before the correction.
    await sell(restored, '1', { seats: 2, licence: { termRule: until, term: until } })
    const renew = async (name: 'a' | 'b') => {
      const held = heldOf(leases[name])
      const facts = requestFacts(name, sold, { action: 'renew', id: '2', sequence: 2, held })
      return heldOf(granted(await store.exchanges.renew(facts)).lease).lease.term
    }
    expect(await renew('a')).toEqual(perpetual)
    const taken = { termRule: perpetual, term: perpetual, termCorrectedAt: null, termShortenedAt: null }
    expect(await store.read.findLicence(sold.licence.id)).toMatchObject(taken)
    expect(await store.read.listFindings({ code: 'TERM_DIFFERS' }, { limit: 10 })).toMatchObject({
      items: [{ facts: { booksUntil: '2027-01-01T00:00:00Z', leaseUntil: null } }],
    })
    const audit = await store.read.listAudit({ actor: `device:${thumbprintFor('a')}` }, { limit: 1 })
    expect(audit.kind === 'refused' ? audit : JSON.parse(audit.items[0]!.detail)).toMatchObject({
      recordedFromLease: true,
      termFromLease: true,
    })

    const correction = { termRule: until, shorten: true, reason: 'as agreed' }
    await store.write(administrator, (tx) => tx.correctLicence(sold.licence.id, correction, clock.now()))
    expect(await renew('b')).toEqual(until)
    const now = clock.now()
    const corrected = { termRule: until, term: until, termCorrectedAt: now, termShortenedAt: now }
    expect(await store.read.findLicence(sold.licence.id)).toMatchObject(corrected)
    const counts = await store.read.counts()
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('the product key of a lost order: the newest lease names it, and a licence is rekeyed without its order', async () => {
    const before = await openTestStore(await books.target('key-before'))
    const sold = await sell(before, '1', { seats: 2 })
    const activate = async (name: string, key = sold.key) =>
      granted(await before.store.exchanges.activate(requestFacts(name, { ...sold, key }))).lease
    const a = await activate('a')
    before.clock.advance({ days: 1 })
    const second = { ...sold.key, id: thumbprintFor('second key'), createdAt: before.clock.now() }
    await before.store.write(administrator, (tx) => tx.rekeyOrder(second, before.clock.now()))
    const leases = { a, b: await activate('b', second) }
    await before.store.close()

    const { store, clock } = await openTestStore(await books.target('key-after'))
    clock.advance({ days: 2 })
    const licence = () => store.read.findLicence(sold.licence.id)
    for (const name of ['a', 'b'] as const) {
      const held = heldOf(leases[name])
      granted(await store.exchanges.renew(requestFacts(name, sold, { action: 'renew', id: '2', held })))
    }
    expect(await licence()).toMatchObject({ recoveredKey: second.id, recoveredKeyAt: second.createdAt })
    expect(await store.read.listFindings({ code: 'PRODUCT_KEY_DIFFERS' }, { limit: 10 })).toMatchObject({
      items: [{ facts: { proves: 'lease' } }],
    })

    const third = { id: thumbprintFor('third key'), publicRaw: new Uint8Array(32) }
    const rekey = (id: typeof sold.licence.id) =>
      store.write(administrator, (tx) =>
        tx.rekeyLicence(id, { key: third, reason: 'label lost' }, clock.now()),
      )
    expect(await rekey(sold.licence.id)).toMatchObject({ recoveredKey: third.id })
    expect(await rekey(sold.licence.id)).toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(await rekey(makeLicenceId(new SeededEntropy('nobody')))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await licence()).toMatchObject({ recoveredKey: third.id, recoveredKeyAt: clock.now() })
    const audit = await store.read.listAudit({ subject: `licence:${sold.licence.id}` }, { limit: 1 })
    expect(audit.kind === 'refused' ? audit : JSON.parse(audit.items[0]!.detail)).toEqual({
      product: 'cmge',
      key: third.id,
      retired: second.id,
      reason: 'label lost',
    })
    const ask = (key: string) =>
      store.exchanges.activate(
        requestFacts('a', { ...sold, key: { ...sold.key, id: key as never } }, { id: '3' }),
      )
    expect(await ask(second.id)).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    expect(await ask(third.id)).toMatchObject({ kind: 'granted' })
    await store.close()
  })

  test('a seat that a refused device shows is recorded with an audit row, once, and not sold again', async () => {
    const before = await openTestStore(await books.target('refused-before'))
    const sold = await sell(before, '1', { seats: 1 })
    const lease = granted(await before.store.exchanges.activate(requestFacts('a', sold))).lease
    await before.store.close()

    const target = await books.target('refused-after')
    const restored = await openTestStore(target)
    const { store, clock } = restored
    clock.advance({ days: 1 })
    await sell(restored, '1', { seats: 1 })
    const { id } = sold.licence
    const serial = sold.serials[0]!.serial
    await store.write(administrator, (tx) => tx.suspendLicence(id, 'unpaid', clock.now()))
    const held = heldOf(lease)
    const facts = requestFacts('a', sold, { action: 'renew', id: '2', sequence: 2, held })
    const refusal = {
      kind: 'refused',
      code: 'LICENCE_SUSPENDED',
      facts: { since: formatInstant(clock.now()), reason: 'unpaid' },
    }
    const device = thumbprintFor('a')
    const rows = () => store.read.listAudit({ actor: `device:${device}` }, { limit: 10 })
    // The answer is the refusal alone, and the second one changes nothing.
    for (const ask of [1, 2]) {
      expect([ask, await store.exchanges.renew(facts)]).toEqual([ask, refusal])
      expect(await store.read.findSerial(serial)).toMatchObject({ seats: 1, taken: 1 })
      expect(await store.read.findSeat(lease.seat)).toMatchObject({ generation: 1, recovered: true })
      expect(await store.read.findLease(lease.id)).toMatchObject({ confirmedAt: clock.now() })
      expect(await store.read.findDevice(device)).toMatchObject({ generation: 1, requestSequence: 0 })
      expect(await store.read.listFindings({ state: 'open' }, { limit: 10 })).toMatchObject({
        items: [{ code: 'RECORDED_FROM_LEASE' }],
      })
      const audit = await rows()
      if (audit.kind === 'refused') throw new Error(audit.code)
      expect(audit.items).toHaveLength(1)
      expect(audit.items[0]).toMatchObject({ action: 'record-from-lease', subject: `device:${device}` })
      expect(JSON.parse(audit.items[0]!.detail)).toEqual({
        serial,
        request: facts.request.id,
        asked: 'renew',
        refused: 'LICENCE_SUSPENDED',
        recordedFromLease: true,
      })
    }
    await store.write(administrator, (tx) => tx.resumeLicence(id, clock.now()))
    expect(await store.exchanges.activate(requestFacts('e', sold))).toMatchObject({ code: 'SEATS_EXHAUSTED' })
    expect(granted(await store.exchanges.renew(facts)).lease).toMatchObject({ generation: 2 })
    const counts = await store.read.counts()
    await store.close()
    expect(await countRows(target)).toEqual(counts)
  })

  test('a period counts from no moment that a lease alone tells', async () => {
    const before = await openTestStore(await books.target('period-before'))
    const sold = await sell(before, '1', { seats: 1 })
    const lease = granted(await before.store.exchanges.activate(requestFacts('a', sold))).lease
    await before.store.close()

    const years = { years: 3, months: 0, days: 0 }
    const rule = (from: 'order' | 'first-activation') =>
      ({ kind: 'period', period: years, from, zone: 'UTC' }) as const
    for (const known of [true, false]) {
      const restored = await openTestStore(await books.target(`period-after-${known}`))
      const { store, clock } = restored
      clock.advance({ days: 1 })
      if (known) await sell(restored, '1', { seats: 1 })
      const renewal = requestFacts('a', sold, { action: 'renew', id: '2', held: heldOf(lease) })
      granted(await store.exchanges.renew(renewal))
      const correct = (termRule: TermRule) =>
        store.write(administrator, (tx) =>
          tx.correctLicence(
            sold.licence.id,
            { termRule, shorten: true, reason: 'typing error' },
            clock.now(),
          ),
        )
      expect(await correct(rule('first-activation'))).toMatchObject({ code: 'INPUT_INVALID' })
      const fromOrder = await correct(rule('order'))
      expect(fromOrder).toMatchObject(known ? { term: { kind: 'until' } } : { code: 'INPUT_INVALID' })
      const earlier = { kind: 'until', until: instant('2026-02-01T00:00:00Z') } as const
      expect(await correct(earlier)).toMatchObject(known ? { code: 'INPUT_INVALID' } : { term: earlier })
      await store.close()
    }
  })

  test('corrections of older books are known from their audit rows', async () => {
    const target = await books.target('term-migrated')
    const opened = await openTestStore(target)
    const { store, clock } = opened
    const [short, long, other] = [await sell(opened, '1'), await sell(opened, '2'), await sell(opened, '3')]
    const correct = async (sold: typeof short, termRule: TermRule, reason: string) => {
      clock.advance({ days: 1 })
      const correction = { termRule, shorten: termRule.kind === 'until', reason }
      await store.write(administrator, (tx) => tx.correctLicence(sold.licence.id, correction, clock.now()))
      return clock.now()
    }
    const shortened = await correct(short, until, 'as agreed')
    const lengthened = await correct(short, perpetual, 'it was not "shorten":true after all')
    const twice = [
      await correct(long, until, 'one'),
      await correct(long, { ...until, until: instant('2026-12-01T00:00:00Z') }, 'two'),
    ]
    await store.close()
    await withRows(target, undoLostDecisions)
    const again = await openTestStore(target)
    const momentsOf = async ({ licence }: typeof short) => {
      const found = await again.store.read.findLicence(licence.id)
      return [found?.termCorrectedAt, found?.termShortenedAt]
    }
    expect(await momentsOf(short)).toEqual([lengthened, shortened])
    expect(await momentsOf(long)).toEqual([twice[1], twice[1]])
    expect(await momentsOf(other)).toEqual([null, null])
    await again.store.close()
  })
})
