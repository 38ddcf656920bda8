// The database goes away under a server: everybody is told so and when to ask again, and it serves again by itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { systemClock } from '@holdfast/capabilities/system'
import { ManualClock } from '@holdfast/capabilities/testing'
import { startProxy, type ProxyForTests } from '@holdfast/store/testing'
import { adminToken, openGround, sell, startServer, TestDevice, type Ground } from './fixtures.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround('postgres')
})
afterAll(() => ground.remove())

describe.each([false, true])('exchanges on a thread of their own: %s', (exchangesThreaded) => {
  const name = exchangesThreaded ? 'threaded' : 'plain'
  let proxy: ProxyForTests
  const start = async () => {
    const database = await ground.database(name)
    if (database.kind !== 'postgres') throw new Error('not PostgreSQL')
    proxy = await startProxy(database.url)
    return await startServer({
      ground,
      name,
      database: { kind: 'postgres', url: proxy.url },
      clock: new ManualClock(formatInstant(systemClock.now())),
      exchangesThreaded,
    })
  }

  test('a lost database is a refusal that passes, and the same request is granted once it is back', async () => {
    const server = await start()
    const sold = await sell(server, { seats: 1 })
    const first = new TestDevice(server, 'first').activation(sold)
    const { port } = new URL(proxy.url)
    await proxy.stop()
    const wanted = { status: 503, json: { code: 'BOOKS_UNAVAILABLE' } }
    const refused = await server.send('POST', '/v1/activate', { request: first })
    expect(refused).toMatchObject(wanted)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.json.adminAction).toContain('database')
    // The socket tells its own address, and nothing of the one that holds the password.
    expect(refused.text).not.toContain(port)
    const listed = await server.send('GET', '/v1/products', undefined, {
      authorization: `Bearer ${adminToken}`,
    })
    expect(listed).toMatchObject(wanted)
    expect((await server.send('GET', '/healthz')).status).toBe(503)

    await proxy.start()
    const granted = await server.send('POST', '/v1/activate', { request: first })
    expect(granted.status, granted.text).toBe(200)
    await server.close()
    await proxy.stop()
  })
})
