// A kill before any file operation of an action: what it leaves is a vault, and the way goes on from there.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordCrashes } from './crash.ts'
import { makeDevice, makeFolder, type TestDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 1000
})
afterAll(() => vendor.close())

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const licensed = { kind: 'licensed', until: 'perpetual' }
const files = ['public.0', 'public.1', 'private.0', 'private.1']

async function makeLicensed(): Promise<TestDevice> {
  const device = makeDevice(vendor)
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  return device
}

async function crashes(device: TestDevice, act: () => Promise<unknown>): Promise<TestDevice[]> {
  const { states, operations } = await recordCrashes(device.dir, makeFolder(), act)
  expect(operations).toBeGreaterThan(30)
  expect(states.length).toBeGreaterThan(10)
  return states.map((dir) => ({ ...device, dir, licence: device.again({ dir }) }))
}

test('activating for the first time: never both unlicensed and unable; the same seat in the end', async () => {
  const seats = vendor.seats.length
  const device = makeDevice(vendor)
  for (const { licence } of await crashes(device, () => device.licence.activate(typed()))) {
    expect(['unlicensed', 'licensed']).toContain(licence.state().kind)
    expect(licence.diagnose().vault.filter((found) => found.finding !== 'missing')).toEqual([])
    const before = licence.state()
    const outcome = await licence.activate(typed())
    expect(outcome, JSON.stringify(before)).toMatchObject({ kind: 'activated' })
  }
  // Before the key was durable nothing had been sent; afterwards the device is the same.
  const keys = new Set(vendor.seats.slice(seats).map((seat) => seat.device))
  expect(keys.size).toBe(vendor.seats.length - seats)
})

test('what was sent can always be asked for again: the key and the request are durable first', async () => {
  const device = makeDevice(vendor)
  const sentAt: string[] = []
  const decide = vendor.decide.bind(vendor)
  vendor.decide = (envelope, receipts) => {
    const copy = join(makeFolder(), 'copy')
    cpSync(device.dir, copy, { recursive: true })
    sentAt.push(copy)
    return decide(envelope, receipts)
  }
  await device.licence.activate(typed())
  vendor.decide = decide
  const seats = vendor.seats.length
  const again = device.again({ dir: sentAt[0] as string })
  expect(again.state()).toMatchObject({ kind: 'unlicensed', noticed: ['request-waiting'] })
  expect(await again.activate(typed())).toMatchObject({ kind: 'activated', lease: { generation: 1 } })
  expect(vendor.seats.length).toBe(seats)
})

test.each(['activate', 'renew', 'apply', 'request'] as const)(
  '%s while licensed: licensed at every point',
  async (action) => {
    const device = await makeLicensed()
    const asked = await device.licence.request({ action: 'renew' })
    const answer =
      action === 'apply' ? await vendor.answerText(asked.kind === 'request' ? asked.text : '') : ''
    const act = {
      activate: () => device.licence.activate(typed()),
      renew: () => device.licence.renew(),
      apply: () => device.licence.apply(answer),
      request: () => device.licence.request({ action: 'activate', ...typed() }),
    }[action]
    for (const { licence } of await crashes(device, act)) {
      expect(licence.state()).toMatchObject(licensed)
      expect(await licence.renew()).toMatchObject({ kind: 'renewed' })
    }
  },
)

test.each(['release', 'reset'] as const)(
  '%s: licensed until the one write, and never again after it',
  async (action) => {
    const device = await makeLicensed()
    const kinds: string[] = []
    for (const { licence } of await crashes(device, () => device.licence[action]())) {
      kinds.push(licence.state().kind)
      expect(await licence.activate(typed())).toMatchObject({ kind: 'activated' })
    }
    const first = kinds.indexOf('unlicensed')
    expect(first).toBeGreaterThan(0)
    expect(new Set(kinds.slice(0, first))).toEqual(new Set(['licensed']))
    expect(new Set(kinds.slice(first))).toEqual(new Set(['unlicensed']))
  },
)

test('no temporary file outlives the next action', async () => {
  const device = await makeLicensed()
  for (const { dir, licence } of await crashes(device, () => device.licence.renew())) {
    for (const name of readdirSync(dir))
      if (name.startsWith('lock.tmp'))
        cpSync(join(dir, name), join(dir, name.replace(`-${process.pid}-`, '-999999999-')))
    await licence.reset()
    const left = readdirSync(dir).filter((name) => !files.includes(name) && !/^lock\.\d+$/.test(name))
    expect(left.filter((name) => !name.includes(`-${process.pid}-`))).toEqual([])
  }
})

test('a writer that was taken for dead meanwhile does not write over its successor', async () => {
  let overtake = false
  const uptime = () => {
    const last = overtake ? readdirSync(device.dir).find((name) => /^lock\.\d+$/.test(name)) : undefined
    if (last !== undefined)
      cpSync(join(device.dir, last), join(device.dir, `lock.${Number(last.slice('lock.'.length)) + 1}`))
    overtake = false
    return null
  }
  const device = makeDevice(vendor, { uptime })
  await device.licence.activate(typed())
  const before = files.map((name) => readFileSync(join(device.dir, name)))
  overtake = true
  expect(await device.licence.reset()).toMatchObject({ kind: 'refused', code: 'VAULT_LOCKED' })
  expect(files.map((name) => readFileSync(join(device.dir, name)))).toEqual(before)
  expect(device.licence.state()).toMatchObject(licensed)
})
