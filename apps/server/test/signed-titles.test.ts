// What the door takes as a title, a lease can carry: an activation never fails by what an administrator entered.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCustomerId } from '@holdfast/lease'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import {
  adminToken,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'titles' })
  await sell(server)
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const admin = { authorization: `Bearer ${adminToken}` }
// One character of two UTF-16 units.
const rare = '\u{20bb7}'
const line = { product: 'cmge', seats: 1, term: { kind: 'perpetual' } }
const newCustomer = async (name = 'Harbour Office of Westmark') =>
  (await server.ask('POST', '/v1/customers', { name })).id as string

const places: readonly (readonly [string, string, (text: string) => Promise<object>])[] = [
  ['/v1/customers', 'body/name', async (name) => ({ name })],
  ['/v1/products', 'body/title', async (title) => ({ id: 'other', title })],
  [
    '/v1/products',
    'body/edition/title',
    async (title) => ({ id: 'other', title: 'T', edition: { id: 'e', title } }),
  ],
  ['/v1/products/cmge/editions', 'body/title', async (title) => ({ id: 'other', title })],
  ['/v1/products/cmge/releases', 'body/name', async (name) => ({ name, ordinal: 900 })],
  ['/v1/orders', 'body/number', async (number) => ({ number, customer: await newCustomer(), lines: [line] })],
  [
    '/v1/orders',
    'body/holder',
    async (holder) => ({ number: 'held', holder, customer: await newCustomer(), lines: [line] }),
  ],
]

test.each(places)('%s: what no artefact can carry is refused at %s', async (path, place, bodyWith) => {
  for (const text of [
    rare.repeat(101),
    `${'x'.repeat(199)}${rare}`,
    'x'.repeat(201),
    '',
    'a\ud842',
    'a\u0085b',
  ]) {
    const { status, json } = await server.send('POST', path, await bodyWith(text), admin)
    const complaints = (json.facts?.complaints ?? []) as string[]
    expect([status, json.code], JSON.stringify(text)).toEqual([400, 'INPUT_INVALID'])
    expect([...new Set(complaints.map((complaint) => complaint.split(':')[0]))]).toEqual([place])
  }
})

test('the complaint says what is counted, in both languages', async () => {
  const said = async (language: string) => {
    const headers = { ...admin, 'accept-language': language }
    return (await server.send('POST', '/v1/customers', { name: rare.repeat(101) }, headers)).json.facts
      .complaints
  }
  expect(await said('en')).toEqual([
    'body/name: must be at most 200 UTF-16 units of whole characters; a rare character counts as two',
  ])
  expect(await said('zh')).toEqual(['body/name: 最多 200 个 UTF-16 单元，且字符完整；罕用字按两个计'])
})

test('the longest number and the longest name make an order that devices can activate', async () => {
  const text = rare.repeat(100)
  const body = { number: text, customer: await newCustomer(text), lines: [line] }
  const { serials, productKeys } = await server.ask('POST', '/v1/orders', body)
  const device = new TestDevice(server, 'longest')
  const lease = await device.activate({ serial: serials[0], productKey: productKeys[0].productKey })
  expect([lease.order, lease.holder]).toEqual([text, text])
})

test('a customer from before, with a name that no lease can carry, gets an order with a holder', async () => {
  const id = makeCustomerId(new SeededEntropy('customer from before'))
  const old = { id, name: rare.repeat(101), createdAt: server.clock.now() }
  await server.server.store.write({ kind: 'server', id: 'tests' }, (tx) => tx.addCustomer(old))
  const body = { number: 'from-before', customer: id, lines: [line] }
  const refused = await server.send('POST', '/v1/orders', body, admin)
  expect(refused).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
  expect(refused.json.facts.complaints).toEqual([
    'body/customer: has a name that no lease can carry: a holder must be given',
  ])
  const { serials, productKeys } = await server.ask('POST', '/v1/orders', { ...body, holder: 'Westmark' })
  const device = new TestDevice(server, 'of-before')
  const lease = await device.activate({ serial: serials[0], productKey: productKeys[0].productKey })
  expect(lease.holder).toBe('Westmark')
})
