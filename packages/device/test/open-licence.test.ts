import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArmour, verifyReport } from '@holdfast/lease'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchTrust, openLicence, readSettings } from '../src/index.ts'
import { makeDevice, makeFolder } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 100
})
afterAll(() => vendor.close())

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })

test('the short form: product, trust and folder; clock, chance and uptime are the system’s', async () => {
  const dir = makeFolder()
  const licence = openLicence({ product: 'cmge', trust: vendor.trustText, dir })
  expect(licence.state()).toEqual({ kind: 'unlicensed', because: 'never-activated', noticed: [] })
  expect(licence.allows('export')).toBe('no')
  const told = openLicence({
    product: 'cmge',
    trust: vendor.trustText,
    dir,
    release: { name: 'V0-G', ordinal: 100 },
  })
  expect(await told.activate({ ...typed(), server: vendor.url })).toMatchObject({ kind: 'activated' })
  expect(licence.state()).toMatchObject({ kind: 'licensed', until: 'perpetual' })
  expect(licence.allows('export')).toBe('yes')
  expect(await openLicence({ product: 'cmge', dir }).renew()).toMatchObject({ kind: 'renewed' })
  expect(readSettings(dir)).toEqual({
    product: 'cmge',
    server: `${vendor.url}/`,
    release: { name: 'V0-G', ordinal: 100 },
  })
  expect(readSettings(makeFolder())).toBeNull()
})

test.each([
  { product: 'Bad Name' },
  { dir: '' },
  { release: { name: '', ordinal: 1 } },
  { release: { name: 'x', ordinal: 1.5 } },
])('a mistake of the program, %j, throws', (change) => {
  expect(() => openLicence({ product: 'cmge', dir: '/nowhere', ...change })).toThrow(TypeError)
})

test('diagnose: a signed report that the vendor can verify, in every state', async () => {
  const device = makeDevice(vendor)
  expect(device.licence.diagnose()).toMatchObject({
    kind: 'diagnosis',
    lease: null,
    report: null,
    trust: { version: 1, vendor: 'Example Systems' },
  })
  await device.licence.activate(typed())
  const { report, trust, facts, journal } = device.licence.diagnose()
  const parsed = parseArmour(report ?? '')
  const block = parsed.kind === 'blocks' ? parsed.blocks[0] : undefined
  expect(block?.kind).toBe('report')
  const verified = await verifyReport(block?.envelope)
  expect(verified).toMatchObject({
    kind: 'report',
    report: {
      product: 'cmge',
      state: { kind: 'licensed', until: 'perpetual' },
      trust: 1,
      journal: [{ word: 'activate-requested' }, { word: 'lease-applied' }],
    },
  })
  expect(trust?.fingerprint).toMatch(/^([0-9a-f]{4} ){4}[0-9a-f]{4}$/)
  expect(facts.map(({ name }) => name)).toEqual(['machine-id', 'board-serial', 'cpu-model'])
  expect(facts.every(({ hash }) => /^[0-9a-f]{32}$/.test(hash ?? ''))).toBe(true)
  for (let round = 0; round < 70; round++) await device.licence.reset()
  expect(device.licence.diagnose().journal.length).toBe(64)
  expect(journal.length).toBe(2)
})

test('state sees what another process wrote, and verifies only then', async () => {
  const device = makeDevice(vendor)
  const other = device.again()
  await other.activate(typed())
  expect(device.licence.state()).toMatchObject({ kind: 'licensed' })
  const first = device.licence.lease()
  expect(device.licence.lease()).toBe(first)
  await other.renew()
  expect(device.licence.lease()).not.toBe(first)
  await other.reset()
  expect(device.licence.state()).toMatchObject({ kind: 'unlicensed', because: 'reset' })
})

test('importing and asking for the state loads neither network, nor processes, nor schemas', () => {
  const file = join(makeFolder(), 'look.mjs')
  const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  // `net` may come with a standard stream that is a socket, as it is under a test runner.
  const watched = 'NativeModule (http|https|http2|tls|dgram|child_process)'
  writeFileSync(
    file,
    `const before = new Set(process.moduleLoadList)
    const { openLicence } = await import(${JSON.stringify(entry)})
    openLicence({ product: 'cmge', dir: ${JSON.stringify(makeFolder())} }).state()
    const loaded = process.moduleLoadList.filter((name) => !before.has(name) && /^${watched}$/.test(name))
    console.log(JSON.stringify(loaded))`,
  )
  const output = execFileSync(process.execPath, [file], { encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([])
})

test('fetchTrust is what a person compares', async () => {
  const fetched = await fetchTrust({ server: vendor.url, deadlineMs: 1000 })
  expect(fetched).toMatchObject({ kind: 'bundles' })
})
