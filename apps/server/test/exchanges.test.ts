import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatArmour, parseArmour, verifyLease } from '@holdfast/lease'
import {
  adminToken,
  engines,
  leaseOf,
  openGround,
  sell,
  startServer,
  TestDevice,
  type Ground,
  type TestServer,
} from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

describe.each(engines)('exchanges over HTTP on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: 'exchanges' })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  test('a device takes a seat, confirms it, renews it and gives it back', async () => {
    const sold = await sell(server, { seats: 1 })
    const device = new TestDevice(server, 'whole life')
    const first = await device.activate(sold)
    const trust = server.server.keys.newest
    const verdict = verifyLease({
      envelope: device.held!,
      trust,
      product: 'cmge',
      device: device.key.thumbprint,
      as: { kind: 'new', awaited: [first.answers], highestGeneration: 0, held: null },
    })
    expect(verdict).toMatchObject({ kind: 'accepted', already: false, notes: [] })

    expect((await server.ask('GET', '/v1/leases/unconfirmed')).items).toMatchObject([
      { lease: first.id, ageSeconds: 0 },
    ])
    server.clock.advance({ hours: 2 })
    expect((await server.ask('GET', '/v1/leases/unconfirmed')).items).toMatchObject([{ ageSeconds: 7200 }])
    const receipt = await server.send('POST', '/v1/receipt', { receipt: device.receipt(first) })
    expect(receipt.json).toEqual({ acknowledged: [first.id] })
    expect((await server.ask('GET', '/v1/leases/unconfirmed')).items).toEqual([])

    const renewal = device.sign(device.request(sold.serial, { action: 'renew' }))
    const second = device.keep(await server.send('POST', '/v1/renew', { request: renewal }))
    expect(second.generation).toBe(first.generation + 1)
    expect(second.seat).toBe(first.seat)

    const release = device.release()
    const released = await server.send('POST', '/v1/release', { release })
    expect(released.json).toMatchObject({ released: { lease: second.id } })
    expect((await server.send('POST', '/v1/release', { release })).json).toEqual(released.json)
    const other = new TestDevice(server, 'the next one')
    await other.activate(sold)
  })

  test('the same request gets the same lease payload again, also when the seats are gone', async () => {
    const sold = await sell(server, { seats: 1 })
    const request = new TestDevice(server, 'repeats').activation(sold)
    const first = await server.send('POST', '/v1/activate', { request })
    const again = await server.send('POST', '/v1/activate', { request })
    expect(again.json).toEqual(first.json)
    const late = await server.send('POST', '/v1/activate', {
      request: new TestDevice(server, 'late').activation(sold),
    })
    expect(late).toMatchObject({ status: 409, json: { code: 'SEATS_EXHAUSTED' } })
    expect(late.json.supportCode).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){2}$/)
  })

  test('receipts that come along are acknowledged in the answer and in the lease', async () => {
    const sold = await sell(server)
    const device = new TestDevice(server, 'brings receipts')
    const first = await device.activate(sold)
    const request = device.activation(sold)
    const answer = await server.send('POST', '/v1/activate', {
      request,
      receipts: [device.receipt(first), { not: 'one' }],
    })
    expect(answer.json.acknowledged).toEqual([first.id])
    expect(leaseOf(answer.json.lease).acknowledges).toEqual([first.id])
  })

  test('offline equals online: the same decision, the same lease payload', async () => {
    const sold = await sell(server, { seats: 1 })
    const device = new TestDevice(server, 'on a stick')
    const request = device.activation(sold)
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'text/plain' }
    const file = `Good morning,\n> ${formatArmour('request', request).replaceAll('\n', '\n> ')}\nregards`
    const offline = await server.send('POST', '/v1/offline', file, headers)
    expect(offline.status).toBe(200)
    const parsed = parseArmour(offline.text)
    if (parsed.kind === 'refused') throw new Error(parsed.code)
    expect(parsed.blocks.map((block) => block.kind)).toEqual(['lease'])
    const online = await server.send('POST', '/v1/activate', { request })
    expect(parsed.blocks[0]!.envelope.payload).toBe(online.json.lease.payload)

    const late = formatArmour('request', new TestDevice(server, 'one too many').activation(sold))
    const mixed = await server.send('POST', '/v1/offline', `${file}\n${late}`, {
      ...headers,
      'accept-language': 'zh-CN',
    })
    expect(mixed.text).toMatch(/^Refused: req_[0-9a-z]{26} SEATS_EXHAUSTED$/m)
    expect(mixed.text.match(/BEGIN HOLDFAST LEASE/g)).toHaveLength(1)
    const damaged = await server.send('POST', '/v1/offline', file.replace('-----END', '-----'), headers)
    expect(damaged.json).toMatchObject({ code: 'ENVELOPE_TRUNCATED' })
  })

  test('a release in a file frees the seat, and the answer says so in words', async () => {
    const sold = await sell(server, { seats: 1 })
    const device = new TestDevice(server, 'leaves by file')
    const lease = await device.activate(sold)
    const text = `${formatArmour('receipt', device.receipt(lease))}\n${formatArmour('release', device.release())}`
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'text/plain; charset=utf-8' }
    const answer = await server.send('POST', '/v1/offline', text, headers)
    expect(answer.text).toContain(`The seat of lease ${lease.id} was given back`)
    await new TestDevice(server, 'takes its place').activate(sold)
  })

  test.each([
    ['ENVELOPE_MALFORMED', 400, { request: 'text' }],
    [
      'ENVELOPE_OTHER_KIND',
      400,
      {
        request: {
          payloadType: 'application/json',
          payload: 'e30=',
          signatures: [{ keyid: 'x', sig: 'AA==' }],
        },
      },
    ],
    ['INPUT_INVALID', 400, {}],
    ['INPUT_INVALID', 400, []],
    ['INPUT_INVALID', 400, { request: {}, more: 1 }],
    ['INPUT_INVALID', 400, { request: {}, receipts: 'x' }],
    ['INPUT_INVALID', 400, { request: {}, receipts: Array.from({ length: 9 }, () => ({})) }],
  ])('a body that is no request: %s', async (code, status, body) => {
    expect(await server.send('POST', '/v1/activate', body)).toMatchObject({ status, json: { code } })
  })

  test('a request to renew is none to activate', async () => {
    const sold = await sell(server)
    const device = new TestDevice(server, 'wrong door')
    const request = device.sign(device.request(sold.serial, { action: 'renew' }), sold.productKey)
    const answer = await server.send('POST', '/v1/activate', { request })
    expect(answer.json).toMatchObject({ code: 'ARTEFACT_MALFORMED', facts: { path: 'action' } })
  })

  test('a suspended licence, a blocked device, a withdrawn licence: each says so, and the lease goes on', async () => {
    const sold = await sell(server)
    const device = new TestDevice(server, 'in trouble')
    await device.activate(sold)
    const licence = sold.order.licences[0].id
    const renew = async () =>
      (
        await server.send('POST', '/v1/renew', {
          request: device.sign(device.request(sold.serial, { action: 'renew' })),
        })
      ).json
    await server.ask('POST', `/v1/licences/${licence}/suspend`, { reason: 'bill' })
    expect(await renew()).toMatchObject({ code: 'LICENCE_SUSPENDED' })
    await server.ask('POST', `/v1/devices/${device.key.thumbprint}/block`, { reason: 'reported lost' })
    expect(await renew()).toMatchObject({ code: 'DEVICE_BLOCKED' })
    await server.ask('POST', `/v1/devices/${device.key.thumbprint}/unblock`, { reason: 'found' })
    await server.ask('POST', `/v1/licences/${licence}/resume`, { reason: 'paid' })
    expect((await renew()).lease).toBeDefined()
    await server.ask('POST', `/v1/licences/${licence}/withdraw`, { reason: 'returned' })
    expect(await renew()).toMatchObject({ code: 'LICENCE_WITHDRAWN' })
  })

  test('a server whose clock is 300 seconds behind its books issues at their moment, at 301 it signs nothing', async () => {
    const sold = await sell(server)
    const { issuedAt } = await new TestDevice(server, 'before the fall').activate(sold)
    const now = server.clock.now()
    expect(issuedAt).toBe(now)
    server.clock.set((now - 300) as never)
    expect((await new TestDevice(server, 'at 300').activate(sold)).issuedAt).toBe(now)
    server.clock.set((now - 301) as never)
    const device = new TestDevice(server, 'at 301')
    const behind = await server.send('POST', '/v1/activate', { request: device.activation(sold) })
    expect(behind).toMatchObject({
      status: 503,
      json: { code: 'SERVER_CLOCK_BEHIND', facts: { behindSeconds: 301 } },
    })
    expect(behind.headers.get('retry-after')).toBe('60')
    server.clock.set(now)
    await device.activate(sold)
  })

  test('a clock that once ran ahead is accepted by an administrator, who leaves a finding and an audit row', async () => {
    const sold = await sell(server)
    const now = server.clock.now()
    const year = 31_536_000
    server.clock.set((now + year) as never)
    await new TestDevice(server, 'from the future').activate(sold)
    server.clock.set(now)
    const device = new TestDevice(server, 'of the present')
    const request = device.activation(sold)
    expect((await server.send('POST', '/v1/activate', { request })).json.code).toBe('SERVER_CLOCK_BEHIND')
    const reason = { reason: 'battery of the host' }
    const accepted = await server.ask('POST', '/v1/clock/accept', reason)
    expect(accepted).toMatchObject({ behindSeconds: year })
    expect(device.keep(await server.send('POST', '/v1/activate', { request })).issuedAt).toBe(now)
    expect((await server.ask('POST', '/v1/clock/accept', reason)).behindSeconds).toBe(0)
    const { items: findings } = await server.ask('GET', '/v1/findings?state=open')
    expect(
      findings
        .filter(({ code }: { code: string }) => code === 'CLOCK_ACCEPTED')
        .map((found: { facts: object }) => found.facts),
    ).toEqual([accepted])
    const { items } = await server.ask('GET', '/v1/audit?limit=500')
    const rows = items.filter(({ action }: { action: string }) => action === 'clock-accept')
    expect(rows).toMatchObject([{ detail: { ...accepted, ...reason } }])
  })

  test('a lost product key is replaced: the old one proves nothing, old leases are renewed', async () => {
    const sold = await sell(server)
    const device = new TestDevice(server, 'old key')
    await device.activate(sold)
    const rekeyed = await server.ask('POST', `/v1/orders/${sold.order.id}/rekey`, {
      product: 'cmge',
      reason: 'label lost',
    })
    const other = new TestDevice(server, 'new key')
    const wrong = await server.send('POST', '/v1/activate', { request: other.activation(sold) })
    expect(wrong.json).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    await other.activate({ serial: sold.serial, productKey: rekeyed.productKey })
    const renewal = device.sign(device.request(sold.serial, { action: 'renew' }))
    expect((await server.send('POST', '/v1/renew', { request: renewal })).status).toBe(200)
  })

  test('the product key of a licence is replaced from the command line, and goes into the file alone', async () => {
    const sold = await sell(server)
    const [{ id }] = sold.order.licences
    const path = join(ground.folder, 'key.txt')
    const argv = ['licence', 'rekey', id, '--reason', 'label lost', '--key-out', path, '--json']
    const run = await holdfastOf(server, argv)
    expect(run).toMatchObject({ status: 0, err: '' })
    const { number } = sold.order
    expect(JSON.parse(run.out)).toEqual({ licence: id, orderNumber: number, product: 'cmge' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const productKey = readFileSync(path, 'utf8').trim()
    const device = new TestDevice(server, 'by licence')
    const wrong = await server.send('POST', '/v1/activate', { request: device.activation(sold) })
    expect(wrong.json).toMatchObject({ code: 'PRODUCT_KEY_WRONG' })
    await device.activate({ serial: sold.serial, productKey })
    const nobody = await holdfastOf(server, ['licence', 'rekey', `lic_${'0'.repeat(26)}`, '--reason', 'x'])
    expect(nobody.status).toBe(1)
  })
})
