// Both copies of both parts: what is missing, damaged, or open to others is noticed and mended. spec: device §4
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
})
afterAll(() => vendor.close())
beforeEach(() => {
  vendor.seats.length = 0
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const moments = ['request', 'activated'] as const

for (const name of ['public.0', 'public.1', 'private.0', 'private.1'])
  for (const when of moments)
    test.each(['missing', 'damaged'])(
      `${name} %s, ${when}: noticed, and mended by the next write`,
      async (how) => {
        const device = makeDevice(vendor)
        if (when === 'request') await device.licence.request({ action: 'activate', ...typed() })
        else await device.licence.activate(typed())
        const path = join(device.dir, name)
        if (how === 'missing') rmSync(path)
        else writeFileSync(path, 'holdfast-vault 1')
        expect(device.licence.state().noticed).toContain('vault-generation-damaged')
        expect(device.licence.diagnose().vault).toContainEqual({ file: name, finding: how })
        expect(await device.licence.reset()).toMatchObject({ kind: 'reset' })
        expect(device.again().state().noticed).toEqual([])
      },
    )

test('private files open to others are told by diagnose and closed by the next write', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const paths = ['private.0', 'private.1'].map((name) => join(device.dir, name))
  for (const path of paths) chmodSync(path, 0o644)
  expect(device.licence.state().noticed).toEqual([])
  expect(device.licence.diagnose().vault).toEqual([
    { file: 'private.0', finding: 'too-open' },
    { file: 'private.1', finding: 'too-open' },
  ])
  expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
  expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
  expect(device.licence.diagnose().vault).toEqual([])
})

test('both public files deleted: lost, and activating gives the same seat back', async () => {
  const device = makeDevice(vendor)
  await device.licence.activate(typed())
  const seat = device.licence.lease()?.seat
  for (const name of ['public.0', 'public.1']) rmSync(join(device.dir, name))
  expect(device.licence.state()).toEqual({ kind: 'unlicensed', because: 'vault-lost', noticed: [] })
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated', lease: { seat } })
})
