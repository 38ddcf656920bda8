import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LicenceId, SerialNumber } from '@holdfast/lease'
import type { SerialFilter } from '../src/list-serials.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { administrator, makeOrder, openTestStore, sell, type OpenedStore, type Sold } from './fixtures.ts'

describe.each(engines)('serial numbers of several licences on %s', (engine) => {
  let books: BooksForTests
  let opened: OpenedStore
  const sold: Sold[] = []
  beforeAll(async () => {
    books = await openBooksForTests(engine)
    opened = await openTestStore(await books.target('serials'))
    // One licence has nothing to show, and one ends amid a page.
    for (const [name, serials] of [
      ['1', 3],
      ['2', 0],
      ['3', 1],
      ['4', 9],
    ] as const)
      sold.push(await sell(opened, name, { serials }))
  })
  afterAll(async () => {
    await opened.store.close()
    await books.stop()
  })

  /** A further licence in the order of `of`, with serial numbers of its own. */
  async function sellTwoLicences(name: string): Promise<Sold[]> {
    const now = opened.clock.now()
    const [first, second] = [
      makeOrder(name, { now, serials: 4 }),
      makeOrder(`${name}-more`, { now, serials: 5 }),
    ]
    const { customer, order, key } = first
    const licence = { ...second.licence, order: order.id, customer: customer.id }
    await opened.store.write(administrator, async (tx) => {
      await tx.addCustomer(customer)
      const serials = [...first.serials, ...second.serials]
      const added = await tx.addOrder(
        { order, licences: [first.licence, licence], serials, keys: [key] },
        now,
      )
      if ('code' in added) throw new Error(added.code)
    })
    return [first, { ...second, order, customer, licence }]
  }

  async function seen(filter: SerialFilter, limit: number): Promise<[LicenceId, SerialNumber][]> {
    const found: [LicenceId, SerialNumber][] = []
    for (let after: string | null = null; ;) {
      const page = await opened.store.read.listSerials(filter, { limit, after })
      if (page.kind === 'refused') throw new Error(page.code)
      expect(page.items.length).toBeLessThanOrEqual(limit)
      for (const { record, licence } of page.items) {
        expect(record.licence).toBe(licence.id)
        found.push([licence.id, record.serial])
      }
      if (page.next === null) return found
      after = page.next
    }
  }

  const inOrder = (all: readonly Sold[]) =>
    all
      .flatMap(({ licence, serials }) => serials.map(({ serial }) => [licence.id, serial]))
      .toSorted((one, other) => (one.join() < other.join() ? -1 : 1))

  test('they follow each other by licence and number, whatever the page, and no filter lets another in', async () => {
    const ofOrder = await sellTwoLicences('two')
    const all = [...sold, ...ofOrder]
    for (const limit of [1, 2, 3, 5, 22, 500]) {
      expect(await seen({}, limit)).toEqual(inOrder(all))
      expect(await seen({ order: ofOrder[0]!.order.id }, limit)).toEqual(inOrder(ofOrder))
      for (const one of all) expect(await seen({ licence: one.licence.id }, limit)).toEqual(inOrder([one]))
    }
  })

  test('a place in another list shows nothing of it', async () => {
    const { read } = opened.store
    const [three, nine] = [sold[0]!, sold[3]!]
    const page = await read.listSerials({ licence: nine.licence.id }, { limit: 1 })
    const after = page.kind === 'listed' ? page.next : null
    expect(await read.listSerials({ licence: three.licence.id }, { limit: 1, after })).toMatchObject({
      code: 'INPUT_INVALID',
    })
    const ofOrder = await read.listSerials({ order: three.order.id }, { limit: 9, after })
    const listed = ofOrder.kind === 'listed' ? ofOrder.items : []
    expect(listed.filter(({ licence }) => licence.id !== three.licence.id)).toEqual([])
    expect(await read.listSerials({}, { limit: 1, after: 'WyJhIl0' })).toMatchObject({
      code: 'INPUT_INVALID',
    })
  })

  test('many are found at once, and what nobody knows is left out', async () => {
    const { read } = opened.store
    const [one, other] = [sold[0]!, sold[3]!]
    const unknown = 'lic_unknown' as LicenceId
    expect(await read.findLicences([other.licence.id, unknown, one.licence.id, one.licence.id])).toEqual(
      new Map([one, other].map(({ licence }) => [licence.id, licence])),
    )
    expect(await read.findLicencesOfOrders([one.order.number, 'none'])).toEqual(
      new Map([[one.order.number, [one.licence]]]),
    )
    expect(await read.findSerials([one.serials[0]!.serial, 'none' as SerialNumber])).toEqual(
      new Map([[one.serials[0]!.serial, one.serials[0]!]]),
    )
  })
})
