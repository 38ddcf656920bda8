// Webhooks: retries by a clock that is moved, order, one sender at a time, and addresses that are refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import type { FleetFinding } from '@holdfast/fleet'
import { retryDelaysSeconds } from '../src/jobs/outbox-sender.ts'
import { isOpenAddress, parseWebhookAddress } from '../src/webhooks/webhook-address.ts'
import { formatWebhookSecret, signedHeaders } from '../src/webhooks/webhook-secret.ts'
import {
  adminToken,
  engines,
  openGround,
  startMoment,
  startServer,
  type Ground,
  type TestServer,
} from './fixtures.ts'
import { isSignedBy, openReceiver } from './webhook-receiver.ts'

const loopback = { webhookTargets: 'loopback' } as const

/** Raises findings of invented waves, as the watch would. */
async function raise(server: TestServer, ...states: readonly string[]): Promise<void> {
  const at = server.clock.now()
  const findings = states.map((state): FleetFinding => ({
    kind: 'WAVE',
    at,
    cause: `wave:${state}:2026-03-01`,
    subject: `fleet:${state}`,
    who: 'vendor',
    facts: { customer: null, state, day: '2026-03-01', lastDay: '2026-03-01', devices: 10, customers: 0 },
  }))
  await server.server.store.write({ kind: 'server', id: 'test' }, (tx) =>
    tx.raiseFleetFindings(
      findings.map((finding) => ({ finding, devices: { kind: 'none' } as const })),
      at,
    ),
  )
}

const stateOf = (body: string) => JSON.parse(body).data.finding.facts.state as string

/** The sender looks into the outbox at least every five seconds of its clock. */
const poll = { seconds: 5 }

/** Asks again until it holds; nothing moves but the server itself, which has its turn between two questions. */
async function settled(server: TestServer, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await server.send('GET', '/healthz')
}

/** The attempt that came in was recorded as failed: the next one is due so much later. */
const failedOnce = (server: TestServer, delaySeconds: number) =>
  settled(
    server,
    async () => (await server.server.store.read.findNextDue()) === server.clock.now() + delaySeconds,
  )

const deliveriesOf = async (server: TestServer) =>
  (await server.ask('GET', '/v1/webhooks')).items[0].deliveries as {
    waiting: number
    dead: number
    lastError: string | null
  }

describe.each(engines)('webhooks on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(async () => {
    await ground.remove()
  })

  test('what fails is tried again under the same id, and holds back what comes behind it', async () => {
    const server = await startServer({ ground, name: 'retry', config: loopback })
    const receiver = await openReceiver()
    const { secret } = await server.ask('POST', '/v1/webhooks', { url: receiver.url })
    receiver.reply({ status: 500 }, { status: 302, headers: { location: `${receiver.url}/elsewhere` } })
    await raise(server, 'one', 'two')
    server.clock.advance(poll)
    for (const [attempt, delay] of retryDelaysSeconds.slice(0, 2).entries()) {
      await receiver.count(attempt + 1)
      await failedOnce(server, delay)
      server.clock.advance({ seconds: delay })
    }
    await receiver.count(4)
    const messages = receiver.received
    expect(messages.map(({ body }) => stateOf(body))).toEqual(['one', 'one', 'one', 'two'])
    expect(new Set(messages.slice(0, 3).map(({ id }) => id)).size).toBe(1)
    expect(new Set(messages.map(({ body }) => body)).size).toBe(2)
    expect(messages.every(({ path }) => path === '/hook')).toBe(true)
    expect(messages.every((message) => isSignedBy(message, secret))).toBe(true)
    const waits = messages.slice(1, 3).map(({ timestamp }, at) => timestamp - messages[at]!.timestamp)
    expect(waits).toEqual(retryDelaysSeconds.slice(0, 2))
    await server.close()
    await receiver.close()
  }, 60_000)

  test('after ten attempts it is given up, that is shown, and the next one has its turn', async () => {
    const server = await startServer({ ground, name: 'dead', config: loopback })
    const receiver = await openReceiver()
    await server.ask('POST', '/v1/webhooks', { url: receiver.url })
    receiver.reply(...Array.from({ length: 10 }, () => ({ status: 503 })))
    await raise(server, 'one', 'two')
    server.clock.advance(poll)
    for (const [at, delay] of retryDelaysSeconds.entries()) {
      await receiver.count(at + 1)
      await failedOnce(server, delay)
      server.clock.advance({ seconds: delay })
    }
    await receiver.count(11)
    expect(receiver.received.map(({ body }) => stateOf(body))).toEqual([...Array(10).fill('one'), 'two'])
    expect(await deliveriesOf(server)).toMatchObject({ dead: 1, lastError: 'HTTP 503' })
    await server.close()
    await receiver.close()
  }, 60_000)

  test('410 stops a webhook; one that was removed hears nothing more, and its secret is gone', async () => {
    const server = await startServer({ ground, name: 'gone', config: loopback })
    const [one, two] = [await openReceiver(), await openReceiver()]
    const gone = await server.ask('POST', '/v1/webhooks', { url: one.url })
    const removed = await server.ask('POST', '/v1/webhooks', { url: two.url, kinds: ['WAVE'] })
    await server.ask('DELETE', `/v1/webhooks/${removed.webhook.id}`)
    one.reply({ status: 410 })
    await raise(server, 'one', 'two')
    server.clock.advance(poll)
    await one.count(1)
    const stopped = async () => {
      const { items } = await server.ask('GET', '/v1/webhooks')
      return items.length === 1 && items[0].state.kind === 'stopped'
    }
    await settled(server, stopped)
    const { items } = await server.ask('GET', '/v1/webhooks')
    expect(items).toMatchObject([
      { id: gone.webhook.id, state: { because: 'gone' }, deliveries: { waiting: 0 } },
    ])
    const kept = await server.server.store.read.findWebhook(removed.webhook.id)
    expect(kept?.secret).toHaveLength(0)
    await server.close()
    expect([one.received.length, two.received.length]).toEqual([1, 0])
    await Promise.all([one.close(), two.close()])
  })

  test('two servers on one set of books never send a message twice, each in its order', async () => {
    const clock = new ManualClock(startMoment)
    const database = await ground.database('pair')
    // SQLite has one server for each file.
    const names = engine === 'postgres' ? ['pair', 'pair-b'] : ['pair']
    const servers = await Promise.all(
      names.map((name) => startServer({ ground, name, database, clock, config: loopback })),
    )
    const receiver = await openReceiver()
    await servers[0]!.ask('POST', '/v1/webhooks', { url: receiver.url })
    const states = Array.from({ length: 30 }, (_, at) => `state-${String.fromCodePoint(97 + (at % 26))}${at}`)
    await raise(servers[0]!, ...states)
    clock.advance(poll)
    for (let count = 1; count <= states.length; count++) {
      await receiver.count(count)
      clock.advance({ seconds: 1 })
    }
    expect(receiver.received.map(({ body }) => stateOf(body))).toEqual(states)
    await Promise.all(servers.map((server) => server.close()))
    expect(receiver.received).toHaveLength(states.length)
    await receiver.close()
  }, 60_000)

  test('a server that stops while a receiver hangs gives its message back, untried', async () => {
    const clock = new ManualClock(startMoment)
    const database = await ground.database('stopping')
    const open = () => startServer({ ground, name: 'stopping', database, clock, config: loopback })
    const server = await open()
    const receiver = await openReceiver()
    await server.ask('POST', '/v1/webhooks', { url: receiver.url })
    receiver.reply('hang')
    await raise(server, 'one')
    clock.advance(poll)
    await receiver.count(1)
    const closing = server.close()
    clock.advance({ seconds: 5 })
    await closing
    const again = await open()
    const [first, second] = await receiver.count(2)
    expect(second!.id).toBe(first!.id)
    await again.close()
    await receiver.close()
  }, 60_000)

  test('a test message is told as it went, and no list shows a secret or an answer', async () => {
    const server = await startServer({ ground, name: 'told', config: loopback })
    const receiver = await openReceiver()
    const { webhook, secret } = await server.ask('POST', '/v1/webhooks', { url: receiver.url })
    const send = () => server.ask('POST', `/v1/webhooks/${webhook.id}/test`, {})
    receiver.reply({ status: 200 }, { status: 418 })
    expect(await send()).toEqual({ delivered: true, status: 200, error: null })
    expect(await send()).toEqual({ delivered: false, status: null, error: 'HTTP 418' })
    expect(receiver.received.every((message) => isSignedBy(message, secret))).toBe(true)
    await receiver.close()
    expect(await send()).toMatchObject({ delivered: false, error: 'ECONNREFUSED' })
    const shown = await server.send('GET', '/v1/webhooks', undefined, {
      authorization: `Bearer ${adminToken}`,
    })
    const audit = await server.ask('GET', '/v1/audit')
    expect(shown.text + JSON.stringify(audit)).not.toContain(secret.slice('whsec_'.length, -1))
    await server.close()
  })

  test('where webhooks may go is judged when they are added', async () => {
    const server = await startServer({ ground, name: 'refused' })
    for (const url of ['http://desk.example.test/', 'https://127.0.0.1/', 'https://u:p@desk.example.test/'])
      expect(
        await server.send('POST', '/v1/webhooks', { url }, { authorization: `Bearer ${adminToken}` }),
      ).toMatchObject({ status: 400, json: { code: 'WEBHOOK_ADDRESS_REFUSED' } })
    expect(
      await server.send(
        'POST',
        '/v1/webhooks',
        { url: 'https://desk.example.test/', kinds: ['NO_SUCH'] },
        { authorization: `Bearer ${adminToken}` },
      ),
    ).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
    await server.close()
  })
})

describe('addresses', () => {
  test.each([
    ['https://desk.example.test/hook', 'https', 'address'],
    ['https://10.1.2.3/hook', 'https', 'address'],
    ['http://desk.example.test/hook', 'https', 'not-https'],
    ['http://desk.example.test/hook', 'loopback', 'not-https'],
    ['http://127.0.0.1:8080/', 'https', 'loopback'],
    ['http://127.0.0.1:8080/', 'loopback', 'address'],
    ['https://[::1]/', 'https', 'loopback'],
    ['https://[::ffff:127.0.0.1]/', 'https', 'loopback'],
    ['https://2130706433/', 'https', 'loopback'],
    ['https://localhost/', 'https', 'loopback'],
    ['https://169.254.169.254/latest', 'loopback', 'loopback'],
    ['https://0.0.0.0/', 'loopback', 'loopback'],
    ['ftp://desk.example.test/', 'https', 'form'],
    ['https://user:pass@desk.example.test/', 'https', 'form'],
    ['nonsense', 'https', 'form'],
  ] as const)('%s under %s: %s', (text, targets, wanted) => {
    const parsed = parseWebhookAddress(text, targets)
    expect(parsed.kind === 'address' ? 'address' : parsed.facts['because']).toBe(wanted)
  })

  test.each([
    ['93.184.216.34', true],
    ['192.168.1.9', true],
    ['127.0.0.53', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['fe80::1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
  ])('what a name resolves to: %s %s', (address, open) => {
    expect(isOpenAddress(address, 'https')).toBe(open)
  })
})

test('the signature is that of the published scheme', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
  expect(signedHeaders(message, secret, 1_614_265_330 as never)).toEqual({
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  expect(formatWebhookSecret(secret)).toBe('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
})
