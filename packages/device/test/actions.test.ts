import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { productKeySigner, refuse } from '@holdfast/lease'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { makeDevice, makeFolder } from './device.ts'
import { Vendor } from './vendor.ts'

const vendors: Vendor[] = []
let vendor: Vendor
beforeEach(async () => {
  vendor = await new Vendor().listen()
  vendors.push(vendor)
})
afterAll(async () => {
  for (const each of vendors) await each.close()
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })

describe('activate', () => {
  test('takes a lease, keeps it durably, and confirms it', async () => {
    const device = makeDevice(vendor)
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'never-activated', noticed: [] })
    const outcome = await device.licence.activate(typed())
    expect(outcome).toMatchObject({
      kind: 'activated',
      already: false,
      acknowledged: true,
      lease: { generation: 1, serial: vendor.serial, holder: 'Harbour Office of Westmark' },
      state: { kind: 'licensed', until: 'perpetual', reminding: false, noticed: [] },
    })
    expect(device.again({ trust: undefined, server: undefined }).state()).toMatchObject({ kind: 'licensed' })
    expect(vendor.confirmed.size).toBe(1)
    const body = JSON.parse(vendor.received[0]?.body ?? '') as { request: { payload: string } }
    const request = JSON.parse(Buffer.from(body.request.payload, 'base64').toString()) as Record<
      string,
      unknown
    >
    expect(request).toMatchObject({ sequence: 1, generation: 0, held: null, trust: 1, receipts: [] })
  })

  test('nothing in the vault, the requests or the report holds the product key', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    await device.licence.request({ action: 'activate', ...typed() })
    const kept = readdirSync(device.dir).map((name) => readFileSync(join(device.dir, name), 'utf8'))
    const seed = productKeySigner(vendor.productKey, vendor.product).key.export({
      type: 'pkcs8',
      format: 'der',
    })
    const secrets = [
      vendor.productKey,
      vendor.productKey.replaceAll('-', ''),
      seed.subarray(-32).toString('base64'),
    ]
    const told = [
      ...kept,
      JSON.stringify(device.licence.diagnose()),
      ...vendor.received.map((entry) => entry.body),
    ]
    for (const text of told) for (const secret of secrets) expect(text).not.toContain(secret)
    expect(kept.some((text) => text.includes('"seed"'))).toBe(true)
  })

  test('file modes: public for all, private for the owner', async () => {
    const device = makeDevice(vendor)
    const before = process.umask(0o077)
    await device.licence.activate(typed())
    process.umask(before)
    const mode = (name: string) => (statSync(join(device.dir, name)).mode & 0o777).toString(8)
    expect(['public.0', 'public.1', 'private.0', 'private.1'].map(mode)).toEqual(['644', '644', '600', '600'])
    expect(readdirSync(device.dir).filter((name) => name.startsWith('lock.')).length).toBe(1)
    expect(readdirSync(device.dir).filter((name) => name.includes('tmp'))).toEqual([])
  })

  test('folder modes: those that were made for all, whatever the umask; one that was there as it was', async () => {
    const there = makeFolder()
    chmodSync(there, 0o700)
    const device = makeDevice(vendor, { dir: join(there, 'above', 'between', 'vault') })
    const before = process.umask(0o077)
    await device.licence.activate(typed())
    process.umask(before)
    const mode = (name: string) => (statSync(join(there, name)).mode & 0o777).toString(8)
    const names = ['.', 'above', 'above/between', 'above/between/vault']
    expect(names.map(mode)).toEqual(['700', '755', '755', '755'])
  })

  test('while licensed: the same seat again, with a higher generation', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    const outcome = await device.licence.activate(typed())
    expect(outcome).toMatchObject({ kind: 'activated', lease: { generation: 2 } })
    expect(vendor.seats.length).toBe(1)
  })

  test('a refusal drops the request and leaves the lease', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.refusing = refuse('LICENCE_SUSPENDED', { since: '2026-02-01T00:00:00Z' })
    const outcome = await device.licence.activate(typed())
    expect(outcome).toMatchObject({
      kind: 'refused',
      code: 'LICENCE_SUSPENDED',
      facts: { since: '2026-02-01T00:00:00Z' },
      said: {
        title: 'Refused: LICENCE_SUSPENDED',
        userAction: 'Ask the administrator.',
        adminAction: 'Look at the order.',
      },
    })
    expect(device.licence.state()).toEqual({
      kind: 'licensed',
      until: 'perpetual',
      reminding: false,
      noticed: [],
    })
  })

  test.each([
    [{ serial: 'AAAAA' }, 'SERIAL_MALFORMED'],
    [{ key: 'AAAAA' }, 'PRODUCT_KEY_MALFORMED'],
    [{ server: 'ftp://x' }, 'SERVER_ADDRESS_MALFORMED'],
    [{ server: 'https://user:secret@example.com' }, 'SERVER_ADDRESS_MALFORMED'],
  ])('%j is refused as %s before anything is written or sent', async (wrong, code) => {
    const device = makeDevice(vendor)
    expect(await device.licence.activate({ ...typed(), ...wrong })).toMatchObject({ kind: 'refused', code })
    expect(() => readdirSync(device.dir)).toThrow('ENOENT')
    expect(vendor.received).toEqual([])
  })

  test('without trust no seat is asked for', async () => {
    const device = makeDevice(vendor, { trust: undefined })
    expect(await device.licence.activate(typed())).toMatchObject({ code: 'TRUST_MISSING' })
    const garbled = makeDevice(vendor, { trust: 'nothing' })
    expect(await garbled.licence.activate(typed())).toMatchObject({ kind: 'refused' })
    expect(vendor.received).toEqual([])
  })

  test('without a release a request cannot be made; once told, the vault remembers it', async () => {
    const device = makeDevice(vendor, { release: undefined })
    expect(await device.licence.activate(typed())).toMatchObject({
      code: 'INPUT_INVALID',
      facts: { path: 'release' },
    })
    await device.again({ release: { name: 'V0-H', ordinal: 200 } }).activate(typed())
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  })

  test('two processes at once: one seat, one request, one lease', async () => {
    const device = makeDevice(vendor)
    const outcomes = await Promise.all([device.licence.activate(typed()), device.again().activate(typed())])
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['activated', 'activated'])
    expect(vendor.seats.length).toBe(1)
    expect(device.licence.state()).toEqual({
      kind: 'licensed',
      until: 'perpetual',
      reminding: false,
      noticed: [],
    })
  })
})

describe('a vault that has forgotten', () => {
  test('its sequence: the vendor names the last one, and the next request is above it', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    await device.licence.renew()
    await device.licence.release()
    for (const name of ['public.0', 'public.1']) writeFileSync(join(device.dir, name), '')
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    const sequences = vendor.received.flatMap(({ path, body }) => {
      if (path !== '/v1/activate') return []
      const { request } = JSON.parse(body) as { request: { payload: string } }
      return [
        (JSON.parse(Buffer.from(request.payload, 'base64').toString()) as { sequence: number }).sequence,
      ]
    })
    expect(sequences).toEqual([1, 1, 4])
  })

  test('no generation is left: a new device key takes the next lease', async () => {
    vendor.seatsMax = 2
    vendor.terms = { generation: 999_999_999 }
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.terms = {}
    const before = device.licence.lease()?.device.key
    expect(await device.licence.activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 1 },
    })
    expect(device.licence.lease()?.device.key).not.toBe(before)
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed', lease: { generation: 2 } })
  })
})

describe('renew', () => {
  test('carries the lease held and replaces it', async () => {
    const device = makeDevice(vendor)
    expect(await device.licence.renew()).toMatchObject({ kind: 'refused', code: 'NOT_LICENSED' })
    await device.licence.activate(typed())
    expect(await device.licence.renew()).toMatchObject({
      kind: 'renewed',
      lease: { generation: 2 },
      acknowledged: true,
    })
    const renewal = vendor.received.find((entry) => entry.path === '/v1/renew')?.body ?? ''
    const body = JSON.parse(renewal) as { request: { payload: string; signatures: unknown[] } }
    const request = JSON.parse(Buffer.from(body.request.payload, 'base64').toString()) as Record<
      string,
      unknown
    >
    expect(request).toMatchObject({ action: 'renew', generation: 1, sequence: 2, held: { signatures: [{}] } })
    expect(body.request.signatures.length).toBe(1)
  })

  test('refused: nothing changes, and reminders come back', async () => {
    const device = makeDevice(vendor)
    vendor.terms = {
      renewal: { kind: 'required', from: vendor.now, until: (vendor.now + 86_400 * 20) as typeof vendor.now },
    }
    await device.licence.activate(typed())
    expect(device.licence.state()).toMatchObject({
      kind: 'licensed',
      reminding: false,
      noticed: ['renewal-due'],
    })
    vendor.refusing = refuse('LICENCE_WITHDRAWN')
    expect(await device.licence.renew()).toMatchObject({ code: 'LICENCE_WITHDRAWN' })
    expect(device.licence.state()).toMatchObject({
      kind: 'licensed',
      reminding: true,
      noticed: ['renewal-due'],
    })
    vendor.refusing = null
    await device.licence.renew()
    expect(device.licence.state()).toMatchObject({ reminding: false })
  })
})

describe('release', () => {
  test('confirmed: unlicensed, the seat is free, and the vault keeps nothing to say', async () => {
    const device = makeDevice(vendor)
    expect(await device.licence.release()).toMatchObject({ code: 'NOT_LICENSED' })
    await device.licence.activate(typed())
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true, refusal: null })
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
    expect(vendor.seats.map((seat) => seat.device)).toEqual([null])
    const other = makeDevice(vendor)
    expect(await other.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  })

  test('no connection: nothing was said, and the device is licensed as before, byte for byte', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    const before = device.licence.lease()
    expect(await device.licence.release({ server: 'http://127.0.0.1:9' })).toMatchObject({
      kind: 'refused',
      code: 'SERVER_UNREACHABLE',
      facts: { sent: false },
    })
    expect(device.licence.state()).toEqual({
      kind: 'licensed',
      until: 'perpetual',
      reminding: false,
      noticed: [],
    })
    expect(device.licence.lease()).toEqual(before)
  })

  test('lost reply: unconfirmed until repeated', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push('lose-reply')
    const outcome = await device.licence.release({ deadlineMs: 10 })
    expect(outcome).toMatchObject({
      kind: 'released',
      confirmed: false,
      refusal: { code: 'SERVER_UNREACHABLE' },
    })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['release-unconfirmed'] })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: [] })
  })

  test('sent once and lost, then no connection: it may have arrived, so it is not taken back', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push('lose-reply')
    const wait = device.clock.waitMs.bind(device.clock)
    device.clock.waitMs = async (ms, signal) => {
      if (signal === undefined) await vendor.close()
      return wait(ms, signal)
    }
    expect(await device.licence.release({ deadlineMs: 4_000 })).toMatchObject({
      kind: 'released',
      confirmed: false,
      refusal: { facts: { sent: true, reason: 'ECONNREFUSED' } },
    })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: ['release-unconfirmed'] })
  })

  test('unconfirmed, then activated: the seat is taken again and the release is over', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push('lose-reply')
    await device.licence.release({ deadlineMs: 10 })
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    expect(device.licence.state()).toEqual({
      kind: 'licensed',
      until: 'perpetual',
      reminding: false,
      noticed: [],
    })
    expect(vendor.seats.filter((seat) => seat.device !== null).length).toBe(1)
  })

  test('unconfirmed, then a request to activate: both wait, and the release can still be said', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push('lose-reply')
    await device.licence.release({ deadlineMs: 10 })
    await device.licence.request({ action: 'activate', ...typed() })
    const noticed = ['request-waiting', 'release-unconfirmed']
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(device.licence.state()).toMatchObject({ because: 'released', noticed: [] })
  })

  test('as a file: final, says that no answer is needed, and is written again the same', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    const first = await device.licence.request({ action: 'release' })
    expect(first).toMatchObject({ kind: 'request', action: 'release', already: false })
    const text = first.kind === 'request' ? first.text : ''
    expect(text).toContain('no answer is needed')
    expect(text).toContain('BEGIN HOLDFAST RELEASE')
    expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'released', noticed: [] })
    expect(await device.licence.request({ action: 'release' })).toMatchObject({ already: true, text })
    await vendor.answerText(text)
    expect(vendor.seats.map((seat) => seat.device)).toEqual([null])
  })

  test('overtaken: a vault that has forgotten its sequence says it once more above it', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push({ problem: { code: 'RELEASE_OVERTAKEN', facts: { sequence: 40 } }, status: 409 })
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    const releases = vendor.received.filter((entry) => entry.path === '/v1/release')
    const sequences = releases.map((entry) => {
      const body = JSON.parse(entry.body) as { release: { payload: string } }
      return (JSON.parse(Buffer.from(body.release.payload, 'base64').toString()) as { sequence: number })
        .sequence
    })
    expect(sequences).toEqual([2, 41])
  })

  test('refused: the release never happened', async () => {
    const device = makeDevice(vendor)
    await device.licence.activate(typed())
    vendor.faults.push({ problem: { code: 'LEASE_UNKNOWN', facts: {} }, status: 404 })
    expect(await device.licence.release()).toMatchObject({ kind: 'refused', code: 'LEASE_UNKNOWN' })
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
  })
})

describe('reset', () => {
  test('says what it did, keeps the identity, and activating again takes no second seat', async () => {
    const device = makeDevice(vendor)
    const activated = await device.licence.activate(typed())
    const lease = activated.kind === 'activated' ? activated.lease : null
    expect(await device.licence.reset()).toEqual({
      kind: 'reset',
      forgot: { lease: lease?.id, requests: 0, proofs: 1 },
      kept: { deviceKey: true, receipts: 0, trust: 1, generation: 1 },
    })
    expect(device.again().state()).toEqual({ kind: 'unlicensed', because: 'reset', noticed: [] })
    expect(await device.licence.activate(typed())).toMatchObject({
      kind: 'activated',
      lease: { generation: 2 },
    })
    expect(vendor.seats.length).toBe(1)
  })

  test('in a folder that holds nothing it is no mistake', async () => {
    const device = makeDevice(vendor)
    expect(await device.licence.reset()).toMatchObject({
      kind: 'reset',
      forgot: { lease: null, requests: 0, proofs: 0 },
    })
    expect(device.licence.state()).toMatchObject({ because: 'reset' })
  })

  test('an answer from before the reset is not taken afterwards', async () => {
    const device = makeDevice(vendor)
    const asked = await device.licence.request({ action: 'activate', ...typed() })
    const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
    await device.licence.reset()
    expect(await device.licence.apply(answer)).toMatchObject({ kind: 'refused', code: 'REQUEST_NOT_PENDING' })
    expect(device.licence.state()).toMatchObject({ kind: 'unlicensed' })
  })
})
