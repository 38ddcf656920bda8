import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyBytesMax, operations, type Operation, type Scope } from '@holdfast/contract'
import { makeSerial } from '@holdfast/lease'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { failedProofsMax } from '../src/exchange/failed-proofs.ts'
import { lineSerialsMax } from '@holdfast/licensing'
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
  server = await startServer({ ground, name: 'door' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const authorization = `Bearer ${adminToken}`
const admin = { authorization }

describe('input', () => {
  test.each([
    ['a number as text', { id: 'p1', title: 'T', edition: 'standard' }, 'body/edition: must be object'],
    ['an unknown key', { id: 'p1', title: 'T', colour: 'red' }, 'body: has the unknown member colour'],
    ['a missing key', { id: 'p1' }, "body: must have required property 'title'"],
    ['a name that is none', { id: 'P 1', title: 'T' }, 'body/id: must begin with a small letter'],
    ['a title that turns the line', { id: 'p1', title: 'a\u202eb' }, 'body/title: may hold no line ends'],
  ])('%s is refused with its place', async (_what, body, complaint) => {
    const answer = await server.send('POST', '/v1/products', body, admin)
    expect(answer).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
    expect((answer.json.facts.complaints as string[]).join('\n')).toContain(complaint)
  })

  test('nothing is coerced: "seats":"3" and 3.5 are refused', async () => {
    const sold = await sell(server)
    for (const seats of ['3', 3.5, true, null]) {
      const answer = await server.send(
        'POST',
        `/v1/serials/${sold.serial}/seats`,
        { seats, reason: 'x' },
        admin,
      )
      expect(answer.json, String(seats)).toMatchObject({ code: 'INPUT_INVALID' })
    }
    expect(await server.ask('GET', `/v1/serials/${sold.serial}`)).toMatchObject({ seats: 3 })
  })

  test('an order that contradicts itself is refused with its places, before anything is missing', async () => {
    const { order } = await sell(server)
    const term = (period: string) => ({ kind: 'period', period, from: 'order', zone: 'UTC' })
    const placesOf = async (...lines: object[]) => {
      const body = { number: 'contradiction', customer: order.customer, lines }
      const { json } = await server.send('POST', '/v1/orders', body, admin)
      return json.facts.complaints?.map((complaint: string) => complaint.split(':')[0]) ?? json.code
    }
    const line = { product: 'cmge', seats: 1, term: { kind: 'perpetual' } }
    const each = { ...line, serials: 'each', seats: lineSerialsMax + 1 }
    const renewal = { kind: 'required', everyDays: 30, windowDays: 31 }
    const empty = { ...line, product: 'nothing', releases: [{ from: 1, below: 1 }], renewal }
    expect(await placesOf(line, each, empty, { ...line, term: term('P9999Y') })).toEqual([
      'body/lines/1/seats',
      'body/lines/2/releases/0/below',
      'body/lines/2/renewal/windowDays',
      'body/lines/3/term/period',
    ])
    expect(await placesOf(line, { ...line, term: term('P0D') })).toEqual(['body/lines/1/term/period'])
    const mars = { ...term('P1Y'), zone: 'Mars/Olympus' }
    expect(await placesOf({ ...line, term: mars })).toEqual(['body/lines/0/term/zone'])
    expect(await placesOf(line, { ...line, product: 'nothing' })).toBe('NOT_FOUND')
  })

  test('every bad place is named at once', async () => {
    const answer = await server.send('POST', '/v1/products', { id: 7, title: '' }, admin)
    const places = (answer.json.facts.complaints as string[]).map((complaint) => complaint.split(':')[0])
    expect([...new Set(places)]).toEqual(['body/id', 'body/title'])
  })

  test('a value that was sent is never sent back, nor a member that could be a key', async () => {
    const secret = '2W1SB-0ZM1A-KQNEV-5D969-YX0GF'
    const answer = await server.send(
      'POST',
      '/v1/products',
      { id: secret, title: 'T', [secret]: secret },
      admin,
    )
    expect(answer.status).toBe(400)
    expect(answer.text).not.toContain(secret)
  })

  test.each([
    ['limit=0', 400],
    ['limit=1', 200],
    ['limit=500', 200],
    ['limit=501', 400],
    ['limit=1.0', 400],
    ['other=1', 400],
    ['after=nonsense!', 400],
  ])('a list asked with %s answers %i', async (query, status) => {
    expect((await server.send('GET', `/v1/products?${query}`, undefined, admin)).status).toBe(status)
  })

  test('a body at the limit is read, one past it is refused', async () => {
    const sized = (bytes: number) => JSON.stringify({ request: 'x'.repeat(bytes - '{"request":""}'.length) })
    const at = await server.send('POST', '/v1/activate', sized(bodyBytesMax))
    expect(at.json.code).not.toBe('BODY_TOO_LARGE')
    expect(await server.send('POST', '/v1/activate', sized(bodyBytesMax + 1))).toMatchObject({
      status: 413,
      json: { code: 'BODY_TOO_LARGE', facts: { bytesMax: bodyBytesMax } },
    })
  })

  test.each(['{', '[1,', '"\\ud800', '{"__proto__":{}}', ''])('JSON that is none: %s', async (text) => {
    const answer = await server.send('POST', '/v1/activate', text, { 'content-type': 'application/json' })
    expect(answer).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
  })

  test('deeply nested JSON neither crashes nor hangs', async () => {
    const answer = await server.send(
      'POST',
      '/v1/activate',
      `{"request":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    )
    expect(answer).toMatchObject({ status: 400, json: { code: 'ENVELOPE_MALFORMED' } })
  })

  test('other media types are refused', async () => {
    for (const type of ['text/plain', 'application/xml', 'text/csv'])
      expect(await server.send('POST', '/v1/activate', '{}', { 'content-type': type })).toMatchObject({
        status: 415,
      })
    const json = await server.send('POST', '/v1/offline', {}, admin)
    expect(json).toMatchObject({
      status: 415,
      json: { code: 'MEDIA_TYPE_UNSUPPORTED', facts: { wanted: 'text/plain' } },
    })
  })

  test('unknown paths and methods', async () => {
    expect(await server.send('GET', '/v1/nothing')).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    })
    const put = await server.send('PUT', '/v1/products', {})
    expect(put).toMatchObject({ status: 405, json: { code: 'METHOD_NOT_ALLOWED' } })
    expect(put.headers.get('allow')).toBe('GET, POST')
    expect(await server.send('GET', '/%')).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
  })
})

describe('language', () => {
  test.each([
    [undefined, 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.5, zh;q=0.6', 'zh-CN'],
    ['fr', 'en'],
    ['zh;q=0', 'en'],
    ['*', 'en'],
    [';;;,q=,zh;q=x', 'en'],
  ])('Accept-Language %s is answered in %s', async (language, expected) => {
    const headers: { [name: string]: string } = language === undefined ? {} : { 'accept-language': language }
    const answer = await server.send('GET', '/v1/products', undefined, headers)
    expect(answer.headers.get('content-language')).toBe(expected)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(/\p{Script=Han}/u.test(answer.json.title)).toBe(expected === 'zh-CN')
    expect(answer.json).toMatchObject({
      code: 'TOKEN_MISSING',
      status: 401,
      type: 'urn:holdfast:refusal:token-missing',
    })
  })
})

describe('tokens', () => {
  test('each operation wants its scope, and admin has all of them', async () => {
    const made: { [scope: string]: string } = {}
    for (const scope of ['orders:read', 'metrics:read', 'devices:write'] satisfies Scope[])
      made[scope] = (await server.ask('POST', '/v1/tokens', { name: scope, scopes: [scope] })).secret
    for (const operation of (Object.values(operations) as Operation[]).filter(
      (one) => one.method === 'GET' && one.scope !== null,
    ))
      for (const [scope, secret] of Object.entries(made)) {
        const path = operation.path.replace(/:\w+/g, 'x')
        const answer = await server.send('GET', path, undefined, { authorization: `Bearer ${secret}` })
        const refused = answer.json?.code === 'SCOPE_MISSING'
        expect(refused, `${operation.name} with ${scope}`).toBe(operation.scope !== scope)
      }
  })

  test('every operation with a scope is closed without a token, with a wrong one, and with a revoked one', async () => {
    const { token, secret } = await server.ask('POST', '/v1/tokens', {
      name: 'short lived',
      scopes: ['admin'],
    })
    expect(secret).toMatch(/^hft_[\w-]{43}$/)
    const lists = async () =>
      (await server.send('GET', '/v1/tokens', undefined, { authorization: `Bearer ${secret}` })).status
    expect(await lists()).toBe(200)
    await server.ask('DELETE', `/v1/tokens/${token.id}`)
    expect(await lists()).toBe(401)
    for (const operation of (Object.values(operations) as Operation[]).filter((one) => one.scope !== null)) {
      const path = operation.path.replace(/:\w+/g, 'x')
      const missing = await server.send(operation.method, path)
      expect(missing, operation.name).toMatchObject({ status: 401, json: { code: 'TOKEN_MISSING' } })
      const wrong = await server.send(operation.method, path, undefined, {
        authorization: 'Bearer hft_wrong',
      })
      expect(wrong, operation.name).toMatchObject({ status: 401, json: { code: 'TOKEN_WRONG' } })
    }
    expect((await server.ask('GET', '/v1/tokens')).items).toContainEqual(
      expect.objectContaining({ id: token.id, revokedAt: expect.any(String), lastUsedOn: '2026-03-01' }),
    )
    expect(JSON.stringify(await server.ask('GET', '/v1/tokens'))).not.toContain(secret)
  })
})

describe('open routes', () => {
  test('healthz, metrics on loopback, status', async () => {
    expect(await server.send('GET', '/healthz')).toMatchObject({ status: 200, text: 'ok\n' })
    await server.send('GET', '/v1/nothing')
    const metrics = await server.send('GET', '/metrics')
    expect(metrics.text).toMatch(/^holdfast_refusals_total\{code="NOT_FOUND"\} [1-9]\d*$/m)
    expect(metrics.text).toMatch(/^holdfast_books_seats_taken \d+$/m)
    const status = await server.ask('GET', '/v1/status')
    expect(status).toMatchObject({
      engine: 'sqlite',
      address: server.address,
      rootKeys: 1,
      vendor: 'Example Systems',
      keysEncrypted: false,
    })
    expect(status.rootFingerprint).toMatch(/^([0-9a-f]{4} ){4}[0-9a-f]{4}$/)
  })

  test('metrics want a token where strangers may look local, or where the listener is open', async () => {
    for (const [name, config] of [
      ['proxied', { trustProxy: 1 }],
      ['open', { host: '0.0.0.0' }],
    ] as const) {
      const other = await startServer({ ground, name, config })
      const address = other.address
      expect((await fetch(`${address}/metrics`)).status, name).toBe(401)
      expect((await fetch(`${address}/metrics`, { headers: admin })).status, name).toBe(200)
      await other.close()
    }
  })
})

describe('failed proofs', () => {
  test('ten are told what was wrong, the eleventh only to wait; a right proof is always decided', async () => {
    const own = await startServer({ ground, name: 'guessed' })
    const sold = await sell(own, { seats: 5 })
    const entropy = new SeededEntropy('guesses')
    const stranger = new TestDevice(own, 'guessing')
    const guess = () =>
      own.send('POST', '/v1/activate', {
        request: stranger.activation({ ...sold, serial: makeSerial(entropy) }),
      })
    for (let index = 0; index < failedProofsMax; index++)
      expect((await guess()).json.code).toBe('SERIAL_UNKNOWN')
    const limited = await guess()
    expect(limited).toMatchObject({
      status: 429,
      json: { code: 'FAILED_PROOFS_LIMIT', facts: { retryAfterSeconds: 30 } },
    })
    expect(limited.headers.get('retry-after')).toBe('30')

    await new TestDevice(own, 'honest').activate(sold)
    const unsigned = new TestDevice(own, 'without proof')
    const noProof = await own.send('POST', '/v1/activate', {
      request: unsigned.sign(unsigned.request(sold.serial)),
    })
    expect(noProof.json.code).toBe('FAILED_PROOFS_LIMIT')
    own.clock.advance({ seconds: 90 })
    expect((await guess()).json.code).toBe('SERIAL_UNKNOWN')
    await own.close()
  })

  test('the reason is told again every 30 seconds, however often somebody goes on failing', async () => {
    const own = await startServer({ ground, name: 'kept-failing' })
    const sold = await sell(own)
    const stranger = new TestDevice(own, 'keeps failing')
    const fail = async (): Promise<string> => {
      const request = stranger.sign(stranger.request(sold.serial))
      return (await own.send('POST', '/v1/activate', { request })).json.code
    }
    const atOnce: string[] = []
    for (let index = 0; index < 15; index++) atOnce.push(await fail())
    const limited = 'FAILED_PROOFS_LIMIT'
    expect(atOnce).toEqual([
      ...Array<string>(failedProofsMax).fill('PRODUCT_KEY_WRONG'),
      ...Array<string>(15 - failedProofsMax).fill(limited),
    ])
    const later: string[] = []
    for (let index = 0; index < 9; index++) {
      own.clock.advance({ seconds: 10 })
      later.push(await fail())
    }
    expect(later).toEqual([1, 2, 3].flatMap(() => [limited, limited, 'PRODUCT_KEY_WRONG']))
    await own.close()
  })
})
