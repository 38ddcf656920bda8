// Files that the settings name and that have gone: told, and nothing stops that can go on without them. spec: device §5
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArmour } from '@holdfast/lease'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activation, makeDevice, type Device, type Ran } from './device.ts'
import { openVendor, type Vendor } from './vendor.ts'

let vendor: Vendor
let device: Device
beforeEach(async () => {
  vendor = await openVendor()
  device = makeDevice(vendor)
})
afterEach(async () => {
  device.remove()
  await vendor.close()
})

const jsonOf = (ran: Ran) => JSON.parse(ran.out) as { [member: string]: unknown }
const run = (...args: string[]) => device.run([...args, '--dir', device.vault])

function settle(settings: object): void {
  const all = { product: 'cmge', release: 'V0-H:200', server: vendor.url, ...settings }
  writeFileSync(join(device.folder, 'holdfast-device.json'), JSON.stringify(all))
}

async function activated(settings: object): Promise<void> {
  settle(settings)
  const ran = await run(...activation(vendor, device))
  expect(ran, ran.err).toMatchObject({ status: 0, err: '' })
}

describe('facts', () => {
  beforeEach(() => activated({ trust: 'trust.txt', facts: 'facts.json' }))

  test.each([
    ['gone', 'FILE_UNREADABLE', () => rmSync(device.file('facts.json'))],
    ['malformed', 'FACTS_MALFORMED', () => void device.write('facts.json', '{')],
  ])('%s: every command goes on, and those that would use them tell it', async (_, code, spoil) => {
    spoil()
    const status = await run('status', '--json')
    expect(status, status.err).toMatchObject({ status: 0, err: '' })
    expect(jsonOf(status)).toMatchObject({ kind: 'licensed', noticed: [] })
    const diagnosed = await run('diagnose', '--out', '-')
    expect(diagnosed.status, diagnosed.err).toBe(0)
    expect(diagnosed.err).toContain(code)
    const renewed = await run('renew', '--json')
    expect(renewed.status, renewed.out).toBe(0)
    expect(renewed.err).toContain(`${device.file('facts.json')}, which the settings name`)
    expect(renewed.err).toContain(code)
    expect(jsonOf(renewed)).toMatchObject({ state: { kind: 'licensed', noticed: [] } })
    const reset = await run('reset')
    expect(reset, reset.err).toMatchObject({ status: 0, err: '' })
  })

  test("the first activation without them sends nothing of this machine's own in their place", async () => {
    const other = makeDevice(vendor)
    const place = ['--dir', other.vault, '--trust', other.file('trust.txt')]
    const settings = { product: 'cmge', release: 'V0-H:200', facts: 'none.json' }
    writeFileSync(join(other.folder, 'holdfast-device.json'), JSON.stringify(settings))
    const proof = ['--serial', vendor.serial, '--key-file', other.file('key.txt')]
    const ran = await other.run(['request', ...proof, '--out', '-', ...place])
    other.remove()
    expect(ran.status, ran.err).toBe(0)
    const found = parseArmour(ran.out)
    const payload = found.kind === 'blocks' ? found.blocks[0]?.envelope.payload : undefined
    const request: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64').toString())
    expect(request).toMatchObject({ action: 'activate', device: { fingerprints: [] } })
  })

  test.each([['status'], ['renew'], ['diagnose', '--out', '-'], ['reset']])(
    'typed and gone: %s is refused',
    async (...args) => {
      const ran = await run(...args, '--facts', device.file('none.json'))
      expect(ran.status).toBe(1)
      expect(ran.err).toContain('FILE_UNREADABLE')
    },
  )
})

describe('trust', () => {
  beforeEach(() => activated({ trust: 'trust.txt' }))

  test.each([
    ['gone', 'FILE_UNREADABLE', () => rmSync(device.file('trust.txt'))],
    ['malformed', 'ENVELOPE_MALFORMED', () => void device.write('trust.txt', 'nothing')],
  ])('%s: what the vault holds serves', async (_, code, spoil) => {
    spoil()
    const renewed = await run('renew', '--json')
    expect(renewed.status, renewed.out).toBe(0)
    expect(renewed.err).toContain(code)
    expect(jsonOf(renewed)).toMatchObject({ state: { kind: 'licensed', noticed: [] } })
    expect(await run('renew', '--if-advised')).toMatchObject({ status: 0 })
    expect(await run('diagnose', '--out', '-')).toMatchObject({ status: 0 })
    expect(await run(...activation(vendor, device))).toMatchObject({ status: 0 })
    expect(vendor.seats.size).toBe(1)
  })

  test('gone where the vault holds none: diagnose reports, activate is refused', async () => {
    rmSync(device.file('trust.txt'))
    rmSync(device.vault, { recursive: true })
    const diagnosed = await run('diagnose', '--out', '-')
    expect(diagnosed.status, diagnosed.err).toBe(0)
    const ran = await run(...activation(vendor, device))
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('FILE_UNREADABLE')
  })

  test('typed and gone: renew is refused', async () => {
    const ran = await run('renew', '--trust', device.file('none.txt'))
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('FILE_UNREADABLE')
  })
})
