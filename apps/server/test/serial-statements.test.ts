// Lists, exports and imports of serial numbers ask by the page: one serial number an order is how offices are sold to.
import { StatementSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCustomerId, makeLicenceId, makeOrderId, makeSerial } from '@holdfast/lease'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import type { Licence, Order, SerialRecord } from '@holdfast/licensing'
import type { Caller } from '../src/http/endpoint.ts'
import { exportSerials } from '../src/http/endpoints/serials/export-serials.ts'
import type { Services } from '../src/services.ts'
import { adminToken, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

const ordersSold = 1_500
const pageRows = 500

type Sold = { readonly order: Order; readonly licence: Licence; readonly serial: SerialRecord }

let ground: Ground
let server: TestServer
let sold: readonly Sold[] = []
let statements = 0
// The server looks at its fleet meanwhile.
const aboutSerials = /^(?:select \*|insert|update|delete).*"(?:serials|licences|orders|audit)"/
const { all, run } = StatementSync.prototype

beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'statements' })
  sold = await sellMany(server)
  StatementSync.prototype.all = function (...parameters) {
    if (aboutSerials.test(this.sourceSQL)) statements += 1
    return Reflect.apply(all, this, parameters) as ReturnType<typeof all>
  }
  StatementSync.prototype.run = function (...parameters) {
    if (aboutSerials.test(this.sourceSQL)) statements += 1
    return Reflect.apply(run, this, parameters) as ReturnType<typeof run>
  }
})
afterAll(async () => {
  Object.assign(StatementSync.prototype, { all, run })
  await server.close()
  await ground.remove()
})

/** Each order with one licence of one serial number. */
async function sellMany({ server: { store }, clock }: TestServer): Promise<readonly Sold[]> {
  const now = clock.now()
  const entropy = new SeededEntropy('many orders')
  const customer = { id: makeCustomerId(entropy), name: 'Harbour Office of Westmark', createdAt: now }
  const made = Array.from({ length: ordersSold }, (_, index): Sold => {
    const number = `2026-${index}`
    const order = { id: makeOrderId(entropy), number, customer: customer.id, orderedAt: now }
    const licence: Licence = {
      ...{ id: makeLicenceId(entropy), order: order.id, customer: customer.id, orderNumber: number },
      ...{ orderedAt: now, holder: customer.name, product: 'cmge', edition: 'standard' },
      ...{ releases: [{ from: 1 }], termRule: { kind: 'perpetual' }, term: { kind: 'perpetual' } },
      ...{ renewal: { kind: 'none' }, reminderDays: 30, graceDays: 14, policies: {} },
      ...{ state: { kind: 'active' }, recovered: false, recoveredKey: null, recoveredKeyAt: null },
      ...{ termCorrectedAt: null, termShortenedAt: null },
    }
    const serial = { serial: makeSerial(entropy), licence: licence.id, product: 'cmge', seats: 1, taken: 0 }
    return { order, licence, serial }
  })
  await store.write({ kind: 'administrator', id: 'tok_1' }, async (tx) => {
    await tx.addProduct({ id: 'cmge', title: 'Example desktop', createdAt: now })
    await tx.addCustomer(customer)
    for (const { order, licence, serial } of made)
      await tx.addOrder({ order, licences: [licence], serials: [serial], keys: [] }, now)
  })
  return made
}

async function counted<T>(
  act: () => Promise<T>,
): Promise<{ readonly answer: T; readonly statements: number }> {
  const before = statements
  const answer = await act()
  return { answer, statements: statements - before }
}

const headers = { authorization: `Bearer ${adminToken}` }
const importText = (rows: readonly string[]) =>
  server.send('POST', '/v1/serials/import', rows.join('\n'), { ...headers, 'content-type': 'text/csv' })

describe('one serial number an order', () => {
  test('a page takes a handful of statements, and the pages hold everything in the order of the licences', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const page = await counted(() => server.ask('GET', `/v1/serials?limit=${pageRows}${after}`))
      expect(page.statements).toBeLessThanOrEqual(4)
      seen.push(...page.answer.items.map((item: { serial: string }) => item.serial))
      after = page.answer.next === null ? '' : `&after=${encodeURIComponent(page.answer.next)}`
    } while (after !== '')
    const byLicence = sold.toSorted((one, other) => (one.licence.id < other.licence.id ? -1 : 1))
    expect(seen).toEqual(byLicence.map(({ serial }) => serial.serial))
  })

  test('an export takes a handful for each page, and others have their turn between its pages', async () => {
    const { store } = server.server
    const pieces = (await exportSerials.run(
      { query: {} },
      {} as Caller,
      { store } as Services,
    )) as AsyncIterable<string>
    let turns = 0
    let counting = true
    const countTurn = () => {
      turns += 1
      if (counting) setImmediate(countTurn)
    }
    setImmediate(countTurn)
    const exported = await counted(async () => {
      const rows: number[] = []
      for await (const piece of pieces) rows.push(piece.split('\r\n').length - 1)
      return rows
    })
    counting = false
    expect(exported.answer).toEqual([1, pageRows, pageRows, pageRows])
    expect(exported.statements).toBeLessThanOrEqual((ordersSold / pageRows) * 4)
    expect(turns).toBeGreaterThanOrEqual(ordersSold / pageRows)
  })

  test('an import of 3,000 rows asks by the piece of its rows, not row by row', async () => {
    const entropy = new SeededEntropy('labels')
    const labels = Array.from({ length: 1_500 }, () => makeSerial(entropy))
    const known = sold.map(({ serial, licence }) => `${serial.serial},1,,${licence.id}`)
    const fresh = labels.map((label, index) => `${label},2,${sold[index % ordersSold]!.order.number},`)
    const lines = ['serial,seats,order,licence', ...known, ...fresh]
    const imported = await counted(() => importText(lines))
    expect(imported.answer.json).toEqual({ added: 1_500, unchanged: 1_500, refused: [] })
    expect(imported.statements).toBeLessThan(100)
    const again = await counted(() => importText(lines))
    expect(again.answer.json).toEqual({ added: 0, unchanged: 3_000, refused: [] })
    expect(again.statements).toBeLessThan(60)
  })
})
