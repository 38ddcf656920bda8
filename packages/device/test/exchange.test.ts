import { createServer as createTlsServer } from 'node:https'
import { createServer } from 'node:net'
import tls from 'node:tls'
import type { AddressInfo } from 'node:net'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { privateKeyOfSeed } from '@holdfast/lease'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { exchange, parseServerAddress } from '../src/exchange.ts'
import { fetchTrust } from '../src/fetch-trust.ts'
import { answerBytesMax, urlBelow } from '../src/send-once.ts'
import { makeCertificate } from './certificate.ts'
import { makeDevice, RushingClock } from './device.ts'
import { Vendor, type Fault } from './vendor.ts'

const closing: (() => unknown)[] = []
let vendor: Vendor
beforeEach(async () => {
  vendor = await new Vendor().listen()
  const mine = vendor
  closing.push(() => mine.close())
})
afterAll(async () => {
  for (const close of closing) await close()
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const requestsSent = () =>
  vendor.received.filter((entry) => entry.path === '/v1/activate').map((entry) => entry.body)
const noChance = { bytes: (length: number) => new Uint8Array(length) }

describe('a lost reply', () => {
  test.each<Fault>(['lose-reply', 'cut-reply'])(
    '%s: repeated under the same id with the same bytes',
    async (fault) => {
      const device = makeDevice(vendor)
      vendor.faults.push(fault, fault, fault)
      expect(await device.licence.activate(typed())).toMatchObject({
        kind: 'activated',
        lease: { generation: 1 },
      })
      const sent = requestsSent()
      expect(sent.length).toBe(4)
      expect(new Set(sent).size).toBe(1)
      expect(vendor.seats.length).toBe(1)
    },
  )

  test('past the deadline the request waits; another process sends the same bytes and gets the same lease', async () => {
    const device = makeDevice(vendor)
    vendor.faults.push('lose-reply')
    expect(await device.licence.activate({ ...typed(), deadlineMs: 10 })).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      facts: { sent: true, attempts: 1 },
    })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: ['request-waiting'] })
    expect(await device.again().activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 1 },
    })
    expect(new Set(requestsSent()).size).toBe(1)
  })

  test('after which the vendor rotates its key: the same request is answered by what may sign now', async () => {
    const device = makeDevice(vendor)
    vendor.faults.push('lose-reply')
    await device.licence.activate({ ...typed(), deadlineMs: 10 })
    vendor.rotateKey()
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
  })

  test('a lost acknowledgement: licensed, and the receipt waits for the next exchange', async () => {
    const device = makeDevice(vendor)
    const original = vendor.faults.shift.bind(vendor.faults)
    vendor.faults.shift = () => (vendor.received.at(-1)?.path === '/v1/receipt' ? 'lose-reply' : original())
    const outcome = await device.licence.activate(typed())
    expect(outcome).toMatchObject({
      kind: 'activated',
      acknowledged: false,
      state: { noticed: ['receipt-waiting'] },
    })
    vendor.faults.shift = original
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', acknowledged: true })
    const renewal = JSON.parse(vendor.received.find((entry) => entry.path === '/v1/renew')?.body ?? '') as {
      receipts: unknown[]
    }
    expect(renewal.receipts.length).toBe(1)
    expect(device.licence.state()).toMatchObject({ noticed: [] })
  })
})

describe('pauses', () => {
  test('1, 2, 4 ... 60 seconds, until the deadline', async () => {
    const clock = new RushingClock('2026-03-01T08:30:00Z')
    const server = parseServerAddress('http://127.0.0.1:9')
    if (server.kind === 'refused') throw new Error(server.code)
    const input = {
      server: server.url,
      path: '/x',
      body: {},
      language: 'en',
      entropy: noChance,
      clock,
    } as const
    const outcome = await exchange({ ...input, deadlineMs: 400_000 })
    expect(clock.pausesMs.map((ms) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60])
    expect(outcome).toMatchObject({
      opened: false,
      refusal: { code: 'SERVER_UNREACHABLE', facts: { sent: false, reason: 'ECONNREFUSED' } },
    })
  })

  test('up to half as much by chance', async () => {
    const clock = new RushingClock('2026-03-01T08:30:00Z')
    const server = parseServerAddress('http://127.0.0.1:9')
    if (server.kind === 'refused') throw new Error(server.code)
    const entropy = { bytes: (length: number) => new Uint8Array(length).fill(0xff) }
    await exchange({
      server: server.url,
      path: '/x',
      body: {},
      language: 'en',
      entropy,
      clock,
      deadlineMs: 10_000,
    })
    expect(clock.pausesMs).toEqual([1499, 2999])
  })

  test('Retry-After counts within the deadline, and ends the wait beyond it', async () => {
    const device = makeDevice(vendor, { entropy: noChance })
    vendor.faults.push('retry-later')
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(device.clock.pausesMs).toContain(7000)
    const hurried = makeDevice(vendor)
    vendor.faults.push('retry-later')
    expect(await hurried.licence.activate({ ...typed(), deadlineMs: 5_000 })).toMatchObject({
      code: 'SERVER_OVERLOADED',
      facts: { retryAfterSeconds: 7 },
    })
    expect(hurried.clock.pausesMs).toEqual([])
  })

  test('Retry-After as a date is measured by the answer, not by the clock here', async () => {
    const device = makeDevice(vendor, { entropy: noChance })
    device.clock.set('2159-01-01T00:00:00Z')
    const headers = { date: 'Sun, 01 Mar 2026 08:30:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 08:30:09 GMT' }
    vendor.faults.push({ problem: { code: 'FAILED_PROOFS_LIMIT', facts: {} }, status: 429, headers })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(device.clock.pausesMs).toContain(9000)
  })
})

describe('answers that are none', () => {
  test.each<[Fault, object]>([
    ['garbage', { code: 'SERVER_ANSWER_MALFORMED', facts: { status: 200 } }],
    ['empty-object', { code: 'SERVER_ANSWER_MALFORMED', facts: { member: 'lease' } }],
    ['redirect', { code: 'SERVER_ANSWER_MALFORMED', facts: { status: 307, redirect: true } }],
    ['huge', { code: 'SERVER_ANSWER_MALFORMED', facts: { bytesMax: answerBytesMax } }],
  ])('%j: refused at once, the request waits, the licence is untouched', async (fault, refusal) => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    const before = vendor.received.length
    vendor.faults.push(fault)
    expect(await device.licence.renew()).toMatchObject(refusal)
    expect(vendor.received.length).toBe(before + 1)
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: ['request-waiting'] })
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', lease: { generation: 2 } })
  })

  test('a server that says nothing is left after one attempt, and asked again', async () => {
    const device = makeDevice(vendor)
    device.clock.impatient = true
    vendor.faults.push('hang')
    const outcome = await device.licence.activate({ ...typed(), deadlineMs: 15_000 })
    expect(outcome).toMatchObject({ code: 'SERVER_UNREACHABLE', facts: { reason: 'TIMEOUT', attempts: 1 } })
    device.clock.impatient = false
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  })

  test('a gateway without words is tried again', async () => {
    const device = makeDevice(vendor)
    vendor.faults.push('bare-503', 'bare-503')
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  })

  test('a problem document is cleaned, and a code that only a newer server knows is told with its words', async () => {
    const device = makeDevice(vendor)
    const evil = 'Look\u001b[2J here \u202e\u0000' + 'x'.repeat(5000)
    const facts = {
      note: evil,
      many: Array.from({ length: 500 }, (_, index) => index),
      nested: { a: 1 },
      __proto__x: 1,
      'bad name': 2,
    }
    vendor.faults.push({ problem: { code: 'SEATS_EXHAUSTED', title: evil, facts }, status: 409 })
    const outcome = await device.licence.activate(typed())
    expect(outcome).toMatchObject({ kind: 'refused', code: 'SEATS_EXHAUSTED' })
    const text = JSON.stringify(outcome)
    expect(text).not.toMatch(/\\u001b|\u202e|\\u0000|nested|bad name|__proto__/)
    expect(text.length).toBeLessThan(5_000)
    vendor.faults.push({ problem: { code: 'MOON_IN_WRONG_PHASE', userAction: 'Wait.' }, status: 409 })
    expect(await device.licence.activate(typed())).toMatchObject({
      code: 'SERVER_ANSWER_MALFORMED',
      facts: { code: 'MOON_IN_WRONG_PHASE', status: 409 },
      said: { userAction: 'Wait.' },
    })
  })

  test('an answer signed by somebody else is refused; the next attempt asks anew', async () => {
    const device = makeDevice(vendor)
    const forger = await new Vendor('forger').listen()
    closing.push(() => forger.close())
    const outcome = await device.licence.activate({ ...typed(), server: forger.url })
    expect(outcome).toMatchObject({ kind: 'refused', code: 'OTHER_VENDOR' })
    Object.assign(forger, { rootId: vendor.rootId, serial: vendor.serial, productKey: vendor.productKey })
    expect(await device.licence.activate({ ...typed(), server: forger.url })).toMatchObject({
      code: 'KEY_UNKNOWN',
    })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', noticed: [] })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  })
})

describe('connections', () => {
  test('opened and closed without a word: sent may be true, so the request waits', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close())
    const device = makeDevice(vendor)
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await device.licence.activate({ ...typed(), server: url, deadlineMs: 10 })).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      facts: { sent: true },
    })
  })

  test.each([
    ['20200101000000Z', '20210101000000Z', true, 'SERVER_CERTIFICATE_DATE'],
    ['20990101000000Z', '21000101000000Z', true, 'SERVER_CERTIFICATE_DATE'],
    ['20200101000000Z', '99991231235959Z', false, 'SERVER_CERTIFICATE_WRONG'],
    ['20200101000000Z', '99991231235959Z', true, 'SERVER_ANSWER_MALFORMED'],
  ])('a certificate from %s until %s, its issuer trusted: %s -> %s', async (from, until, trusted, code) => {
    const key = privateKeyOfSeed(new SeededEntropy(`${from}${until}${trusted}`).bytes(32))
    const cert = makeCertificate(key, from, until)
    let asked = 0
    const tlsKey = key.key.export({ type: 'pkcs8', format: 'pem' })
    const server = createTlsServer({ key: tlsKey, cert }, (_, response) =>
      response.end(`{"asked":${++asked}}`),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close())
    const before = tls.getCACertificates('default')
    if (trusted) tls.setDefaultCACertificates([...before, cert])
    const device = makeDevice(vendor)
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const outcome = await device.licence.activate({ ...typed(), server: url })
    tls.setDefaultCACertificates(before)
    expect(outcome).toMatchObject({ kind: 'refused', code })
    expect(device.clock.pausesMs).toEqual([])
    expect(asked).toBe(code === 'SERVER_ANSWER_MALFORMED' ? 1 : 0)
    expect(outcome).toMatchObject({ facts: asked === 0 ? { offlinePossible: true } : { member: 'lease' } })
  })

  test.each([
    '',
    'example.com',
    'ftp://example.com',
    'http://',
    'http://a b',
    'https://u:p@example.com',
    'http://x/?q=1',
    'http://x/#y',
    `http://${'x'.repeat(3000)}`,
  ])('address %j is malformed', (text) => {
    expect(parseServerAddress(text)).toMatchObject({ code: 'SERVER_ADDRESS_MALFORMED' })
    expect(JSON.stringify(parseServerAddress(text))).not.toContain('u:p')
  })

  test.each([
    ['https://example.com', 'https://example.com/v1/advice/x?above=1'],
    ['https://example.com/', 'https://example.com/v1/advice/x?above=1'],
    ['https://example.com//', 'https://example.com/v1/advice/x?above=1'],
    ['https://example.com/licences', 'https://example.com/licences/v1/advice/x?above=1'],
    ['https://example.com/licences/', 'https://example.com/licences/v1/advice/x?above=1'],
    ['https://example.com:8443//licences//', 'https://example.com:8443/licences/v1/advice/x?above=1'],
  ])('a server at %s', (text, url) => {
    const server = parseServerAddress(text)
    if (server.kind === 'refused') throw new Error(server.code)
    expect(urlBelow(server.url, '/v1/advice/x?above=1').href).toBe(url)
  })

  test('slashes at the end of the address send the request to no other host', async () => {
    const device = makeDevice(vendor, { server: `${vendor.url}//` })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(vendor.received.map(({ path }) => path)).toEqual(['/v1/activate', '/v1/receipt'])
  })

  test('fetchTrust brings the bundles, unverified', async () => {
    expect(await fetchTrust({ server: vendor.url })).toMatchObject({
      kind: 'bundles',
      bundles: [vendor.trust[0]],
    })
    expect(await fetchTrust({ server: 'nowhere' })).toMatchObject({ code: 'SERVER_ADDRESS_MALFORMED' })
  })
})
