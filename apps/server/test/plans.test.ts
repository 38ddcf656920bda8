// Plans over HTTP: who may, what is refused, and what a device is told that asks without a token.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planBytesMax } from '@holdfast/contract'
import { planItemsMax } from '@holdfast/fleet'
import {
  adminToken,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'
import { fileOf, licenceText } from './licence-text.ts'

const wrongEnd = '2026-12-01T00:00:00Z'
const admin = { authorization: `Bearer ${adminToken}` }

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'plans' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const send = (method: string, path: string, body?: unknown, headers: { [name: string]: string } = admin) =>
  server.send(method, path, body, headers)

/** Devices of one customer whose order was entered with an end; corrected where `corrected`. */
async function soldWrongly(names: readonly string[], corrected = true) {
  const sold = await sell(server, { seats: 5, term: { kind: 'until', until: wrongEnd } })
  const devices: TestDevice[] = []
  for (const name of names) {
    const device = new TestDevice(server, `${sold.serial} ${name}`)
    const named = { device: { key: device.key.thumbprint, name, fingerprints: [] } }
    device.keep(await server.send('POST', '/v1/activate', { request: device.activation(sold, named) }))
    devices.push(device)
  }
  const licence = sold.order.licences[0].id as string
  const correction = { term: { kind: 'perpetual' }, reason: 'typing error' }
  if (corrected) await server.ask('POST', `/v1/licences/${licence}/correct`, correction)
  return { sold, devices, licence, customer: sold.order.customer as string }
}

describe('advice', () => {
  test('a device that nobody knows is answered like one without advice, and anybody may keep that for a minute', async () => {
    const answer = await send('GET', `/v1/advice/${'0'.repeat(64)}`, undefined, {})
    expect(answer).toMatchObject({ status: 200, json: { advice: null, askAgainSeconds: 21_600 } })
    expect(answer.headers.get('retry-after')).toBe('21600')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
  })

  test.each(['x', '0'.repeat(63), '0'.repeat(65), 'G'.repeat(64)])('%s is no thumbprint', async (device) => {
    expect(await send('GET', `/v1/advice/${device}`, undefined, {})).toMatchObject({
      status: 400,
      json: { code: 'INPUT_INVALID' },
    })
  })

  test('is given by a run, and ends with the next lease', async () => {
    const { devices, customer } = await soldWrongly(['a'])
    const device = devices[0]!
    const told = async () => (await send('GET', `/v1/advice/${device.key.thumbprint}`, undefined, {})).json
    expect((await told()).advice).toBeNull()
    const plan = await server.ask('POST', '/v1/plans', { customer })
    expect((await told()).advice).toBeNull()
    await server.ask('POST', `/v1/plans/${plan.id}/approve`, {})
    await server.ask('POST', `/v1/plans/${plan.id}/run`, {})
    expect((await told()).advice).toEqual({ code: 'term-differs', afterSeconds: 0 })
    const request = device.sign(device.request(device.lease!.serial, { action: 'renew' }))
    device.keep(await server.send('POST', '/v1/renew', { request }))
    expect((await told()).advice).toBeNull()
  })
})

describe('a plan', () => {
  test('needs a token with the scope: reading is not writing', async () => {
    const { secret } = await server.ask('POST', '/v1/tokens', { name: 'looks', scopes: ['fleet:read'] })
    const reader = { authorization: `Bearer ${secret}` }
    expect(await send('GET', '/v1/plans', undefined, reader)).toMatchObject({ status: 200 })
    expect(await send('POST', '/v1/plans', { endsBefore: '2027-01-01' }, reader)).toMatchObject({
      status: 403,
      json: { code: 'SCOPE_MISSING', facts: { scope: 'fleet:write' } },
    })
    expect(await send('GET', '/v1/plans', undefined, {})).toMatchObject({ status: 401 })
  })

  const unknownId = `pln_${'0'.repeat(26)}`
  test.each([
    ['nothing chosen', {}, 'INPUT_INVALID'],
    ['a date that is none', { endsBefore: '2027-02-30' }, 'INPUT_INVALID'],
    ['a customer that is none', { customer: `cus_${'0'.repeat(26)}` }, 'NOT_FOUND'],
    ['a finding that is none', { finding: 'f1' }, 'NOT_FOUND'],
    ['a device that nobody knows', { devices: ['desk-999'] }, 'INPUT_INVALID'],
    ['an entry that is none', { devices: [{ device: 'x', scheme: 'kms' }] }, 'INPUT_INVALID'],
    ['devices that need nothing', { endsBefore: '2026-03-02' }, 'PLAN_EMPTY'],
  ])('with %s is refused', async (_, body, code) => {
    expect((await send('POST', '/v1/plans', body)).json.code).toBe(code)
  })

  test.each(['approve', 'run', 'verify'])('that is not there: %s is refused', async (action) => {
    expect((await send('POST', `/v1/plans/${unknownId}/${action}`, {})).json).toMatchObject({
      code: 'NOT_FOUND',
      facts: { plan: unknownId },
    })
  })

  test('takes a list up to its limits, and not one byte or entry more', async () => {
    const foreign = (at: number) => ({ device: `counter-${at}`, scheme: 'other', licensed: false })
    const entries = Array.from({ length: planItemsMax }, (_, at) => foreign(at))
    const made = await server.ask('POST', '/v1/plans', { devices: entries })
    expect(made).toMatchObject({ itemsTotal: planItemsMax, cost: { 'vendor-case': planItemsMax } })
    const oneMore = await send('POST', '/v1/plans', { devices: [...entries, foreign(-1)] })
    expect(oneMore.json.code).toBe('INPUT_INVALID')
    const padded = (bytes: number) => `{"title":"x","devices":["x"]${' '.repeat(bytes - 29)}}`
    expect(padded(planBytesMax)).toHaveLength(planBytesMax)
    expect((await send('POST', '/v1/plans', padded(planBytesMax))).json.code).toBe('INPUT_INVALID')
    expect((await send('POST', '/v1/plans', padded(planBytesMax + 1))).json.code).toBe('BODY_TOO_LARGE')
  })

  test('chooses by customer and by name within it, by serial number, and by finding', async () => {
    const { devices, customer, sold } = await soldWrongly(['front', 'back'])
    const counts = async (body: object) => (await server.ask('POST', '/v1/plans', body)).itemsTotal as number
    expect(await counts({ customer })).toBe(2)
    expect(await counts({ customer, devices: ['front'] })).toBe(1)
    expect(await counts({ devices: [sold.serial] })).toBe(2)
    expect(await counts({ devices: [devices[0]!.key.thumbprint, sold.serial] })).toBe(2)
    expect((await send('POST', '/v1/plans', { devices: ['front'] })).json.facts.complaints).toEqual([
      'devices: nobody knows "front" (a name needs a customer beside it)',
    ])
    const items = await server.ask(
      'GET',
      `/v1/plans/${(await server.ask('POST', '/v1/plans', { customer, devices: ['back'] })).id}/items`,
    )
    expect(items.items).toMatchObject([
      {
        position: 1,
        kind: 'own',
        name: 'back',
        need: 'term-differs',
        end: { until: wrongEnd },
        expectedEnd: { kind: 'perpetual' },
      },
    ])
  })

  test('that gives a seat back needs somebody who accepts the risk', async () => {
    const { devices } = await soldWrongly(['gone'])
    const listed = [{ device: devices[0]!.key.thumbprint, gone: true }]
    const plan = await server.ask('POST', '/v1/plans', { devices: listed })
    expect(plan).toMatchObject({ seatsGivenBack: 1, cost: { rehost: 1 } })
    const approve = (body: object) => send('POST', `/v1/plans/${plan.id}/approve`, body)
    expect((await approve({})).json).toMatchObject({ code: 'PLAN_RISK_NOT_ACCEPTED', facts: { seats: 1 } })
    expect((await approve({ acceptedRisk: 'device-may-go-on' })).json.state).toMatchObject({
      kind: 'approved',
      by: 'administrator:settings',
      risk: 'device-may-go-on',
    })
  })

  test('says of what cannot be repaired why', async () => {
    const { customer, licence } = await soldWrongly(['late'], false)
    const items = async () => {
      const plan = await server.ask('POST', '/v1/plans', { customer, endsBefore: '2027-01-01' })
      return (await server.ask('GET', `/v1/plans/${plan.id}/items`)).items[0].state
    }
    expect(await items()).toEqual({ kind: 'unrepairable', because: 'TERM_NOT_LATER' })
    await server.ask('POST', `/v1/licences/${licence}/suspend`, { reason: 'unpaid' })
    expect(await items()).toEqual({ kind: 'unrepairable', because: 'LICENCE_SUSPENDED' })
  })
})

describe("devices of another maker's activation", () => {
  test('are planned from their captures, get a checklist, and are done when newer captures show it', async () => {
    const customer = (await server.ask('POST', '/v1/customers', { name: 'Archive of Eastmark' })).id as string
    const capture = (numbers: readonly number[], minutes: number, time: string) =>
      server.ask('POST', '/v1/captures', {
        customer,
        files: numbers.map((number) =>
          fileOf(`pc-${number}-${time}.txt`, licenceText({ number, minutes, time })),
        ),
      })
    await capture([1, 2, 3], 29_161, '2026-02-28 09:00:00')
    const plan = await server.ask('POST', '/v1/plans', { customer, endsBefore: '2026-04-01' })
    expect(plan).toMatchObject({ counts: { proposed: 3 }, cost: { 'vendor-activate': 3 } })
    await server.ask('POST', `/v1/plans/${plan.id}/approve`, {})
    server.clock.set('2026-03-01T10:00:00Z')
    await server.ask('POST', `/v1/plans/${plan.id}/run`, {})
    const verify = async () => (await server.ask('POST', `/v1/plans/${plan.id}/verify`, {})).counts
    // One was captured before the step, one still ends, one is well.
    await capture([1], 259_200, '2026-03-01 09:59:59')
    await capture([2], 29_100, '2026-03-01 10:05:00')
    await capture([3], 259_200, '2026-03-01 10:05:00')
    expect(await verify()).toMatchObject({ started: 2, done: 1 })
    await capture([1, 2], 259_200, '2026-03-01 11:00:00')
    expect(await verify()).toMatchObject({ started: 0, done: 3 })
    // Renewed by their host every few days, they need nothing although they end in 180 days.
    const again = await send('POST', '/v1/plans', { customer, endsBefore: '2027-01-01' })
    expect(again.json).toMatchObject({ code: 'PLAN_EMPTY', facts: { examined: 3 } })
  })
})

describe('a correction of a term', () => {
  test('that would shorten is refused, and done where that is meant', async () => {
    const { licence } = await soldWrongly(['short'], false)
    const earlier = { term: { kind: 'until', until: '2026-11-01T00:00:00Z' }, reason: 'as agreed' }
    const path = `/v1/licences/${licence}/correct`
    expect((await send('POST', path, earlier)).json).toMatchObject({
      code: 'TERM_WOULD_SHORTEN',
      facts: { from: wrongEnd, to: earlier.term.until },
    })
    expect((await send('POST', path, { ...earlier, shorten: true })).json.term).toEqual(earlier.term)
    const audit = await server.ask('GET', `/v1/audit?subject=licence:${licence}`)
    expect(audit.items[0]).toMatchObject({
      action: 'licence-correct',
      detail: { shorten: true, reason: 'as agreed', end: { from: wrongEnd, to: earlier.term.until } },
    })
  })
})
