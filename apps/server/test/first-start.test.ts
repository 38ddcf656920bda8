// Keys are made once: whoever starts, however often, however many at once, and whatever ends them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import { deviceFor, openProcesses } from './server-processes.ts'
import { adminToken, openGround, sell, sendTo, startServer, TestDevice, type Ground } from './fixtures.ts'

const headers = { authorization: `Bearer ${adminToken}` }
const processes = openProcesses()
const given = { HOLDFAST_ADMIN_TOKEN: adminToken }
let ground: Ground
let sqlite: Ground
beforeAll(async () => {
  ;[ground, sqlite] = [await openGround('postgres'), await openGround('sqlite')]
})
afterAll(async () => {
  processes.remove()
  await ground.remove()
  await sqlite.remove()
})

const trustOf = async (address: string) => (await sendTo(address, 'GET', '/v1/trust')).text

/** One product, and an order of one serial number for it. */
async function sellAt(address: string, seats: number) {
  const ask = async (path: string, body: unknown) => (await sendTo(address, 'POST', path, body, headers)).json
  await ask('/v1/products', { id: 'cmge', title: 'T' })
  const customer = (await ask('/v1/customers', { name: 'Harbour Office of Westmark' })).id
  const lines = [{ product: 'cmge', seats, term: { kind: 'perpetual' } }]
  const order = await ask('/v1/orders', { number: '1', customer, lines })
  return { serial: order.serials[0], productKey: order.productKeys[0].productKey }
}

test('two servers that start at once on one new PostgreSQL make the keys once', async () => {
  const database = await ground.database('first_start')
  if (database.kind !== 'postgres') throw new Error('no PostgreSQL')
  const environment = { ...given, DATABASE_URL: database.url }
  const servers = await Promise.all(['left', 'right'].map((name) => processes.serve(name, [], environment)))
  const [left, right] = servers as [(typeof servers)[0], (typeof servers)[0]]
  expect(await trustOf(left.address)).toBe(await trustOf(right.address))
  const audit = (await sendTo(left.address, 'GET', '/v1/audit?limit=500', undefined, headers)).json.items
  const actions = (audit as { action: string }[]).map(({ action }) => action)
  expect(actions.filter((action) => action === 'server-key-add')).toHaveLength(2)
  expect(actions.filter((action) => action === 'trust-bundle-add')).toHaveLength(1)

  // Each of them can answer what the other sold.
  const sold = await sellAt(left.address, 2)
  await (await deviceFor(left, 'one')).activate(sold)
  await (await deviceFor(right, 'two')).activate(sold)
  expect((await Promise.all(servers.map((server) => server.stop()))).map(({ status }) => status)).toEqual([
    0, 0,
  ])
})

test('a server that was killed comes back with its keys, and answers a request again with the same bytes', async () => {
  const first = await processes.serve('killed', [], given)
  const trust = await trustOf(first.address)
  const sold = await sellAt(first.address, 1)
  const request = (await deviceFor(first, 'one')).activation(sold)
  const answered = await sendTo(first.address, 'POST', '/v1/activate', { request })
  expect(answered.status, answered.text).toBe(200)
  expect((await first.stop('SIGKILL')).status).toBeNull()

  const again = await processes.serve('killed', [], given)
  expect(await trustOf(again.address)).toBe(trust)
  const repeated = await sendTo(again.address, 'POST', '/v1/activate', { request })
  // Payload and signature: Ed25519 signs the same bytes with the same key the same way.
  expect(repeated.json.lease).toEqual(answered.json.lease)
  await again.stop()
})

describe('a clock behind the books', () => {
  test('refuses with what to do, in both languages, and a lease is not refused for five minutes', async () => {
    const clock = new ManualClock('2026-03-01T08:30:00Z')
    const database = await sqlite.database('behind')
    const before = await startServer({ ground: sqlite, name: 'behind', clock, database })
    const sold = await sell(before)
    await new TestDevice(before, 'before').activate(sold)
    await before.close()

    // It starts again with a clock that somebody set back.
    const late = new ManualClock('2026-03-01T08:24:59Z')
    const server = await startServer({ ground: sqlite, name: 'behind', clock: late, database })
    const device = new TestDevice(server, 'late')
    const request = device.activation(sold)
    const refused = await server.send('POST', '/v1/activate', { request })
    expect(refused).toMatchObject({
      status: 503,
      json: {
        code: 'SERVER_CLOCK_BEHIND',
        facts: { clock: '2026-03-01T08:24:59Z', newest: '2026-03-01T08:30:00Z', behindSeconds: 301 },
        userAction: expect.stringMatching(/\w{3}/),
        adminAction: expect.stringMatching(/clock/i),
      },
    })
    expect(refused.headers.get('retry-after')).toBe('60')
    const chinese = await server.send('POST', '/v1/activate', { request }, { 'accept-language': 'zh' })
    expect(chinese.json.adminAction).toMatch(/\p{Script=Han}/u)
    // The support code that the user reads out says the same.
    const { supportCode } = refused.json
    const explained = await processes.run('support-code', supportCode, '--json')
    expect(JSON.parse(explained.out)).toMatchObject({
      code: 'SERVER_CLOCK_BEHIND',
      day: '2026-03-01',
      fact: { behindSeconds: '301' },
    })

    // An order would resolve its term for good by this clock: it is refused too, and leaves nothing.
    const order = {
      number: 'late',
      customer: sold.order.customer,
      lines: [
        { product: 'cmge', seats: 1, term: { kind: 'period', period: 'P1Y', from: 'order', zone: 'UTC' } },
      ],
    }
    expect(await server.send('POST', '/v1/orders', order, headers)).toMatchObject({
      status: 503,
      json: { code: 'SERVER_CLOCK_BEHIND', facts: { behindSeconds: 301 } },
    })
    const { signing, counts } = await server.ask('GET', '/v1/status')
    expect(counts.orders).toBe(1)
    expect(signing).toMatchObject({
      kind: 'refused',
      code: 'SERVER_CLOCK_BEHIND',
      facts: { behindSeconds: 301 },
    })
    expect((await server.send('GET', '/metrics')).text).toMatch(/^holdfast_signing_ready 0$/m)

    late.advance({ seconds: 1 })
    expect((await server.ask('GET', '/v1/status')).signing).toEqual({ kind: 'ready' })
    expect((await server.send('GET', '/metrics')).text).toMatch(/^holdfast_signing_ready 1$/m)
    await server.ask('POST', '/v1/orders', order)
    const lease = await device.activate(sold)
    expect(lease.issuedAt).toBe(clock.now())
    await server.close()
  })
})
