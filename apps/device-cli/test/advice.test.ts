// Where something that was given cannot serve, the refusal names what does.
import { makeSerial } from '@holdfast/lease'
import { SeededEntropy } from '@holdfast/capabilities/testing'
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

type Told = { readonly code: string; readonly facts: object; readonly userAction: string }

function refusalOf(ran: Ran): Told {
  expect(ran.status, ran.out + ran.err).toBe(1)
  return (JSON.parse(ran.out) as { refused: Told }).refused
}

describe('a trust file that holds no bundle is refused, also by who only looks', () => {
  test.each([
    ['empty', ''],
    ['binary', '\u0000\u0001\u0002\uFFFD'],
  ])('%s', async (_, text) => {
    expect((await device.here(activation(vendor, device))).status).toBe(0)
    const trust = device.write('other.txt', text)
    for (const command of ['status', 'renew']) {
      const ran = await device.run([command, '--dir', device.vault, '--trust', trust, '--json'])
      expect(refusalOf(ran).code).toMatch(/^ENVELOPE_/)
    }
  })
})

test.each([
  ['few', 3],
  ['more than may be typed at once', 200],
])('a label with several serial numbers, %s: how many, and how one is named', async (_, count) => {
  const entropy = new SeededEntropy('label')
  const serials = [vendor.serial, ...Array.from({ length: count - 1 }, () => makeSerial(entropy))]
  const label = device.write('label.txt', `${serials.join('\n')}\n${vendor.productKey}\n`)
  const typed = ['activate', '--label', label, '--server', vendor.url]
  const told = refusalOf(await device.here([...typed, '--json']))
  expect(told).toMatchObject({ code: 'SERIAL_MALFORMED', facts: { several: count } })
  expect(told.userAction).toMatch(new RegExp(`${count} different serial numbers.*--serial SN`))
  expect((await device.here([...typed, '--serial', vendor.serial])).status).toBe(0)
})

test('renew and release without any server name the way by file', async () => {
  const asked = await device.here([
    'request',
    '--serial',
    vendor.serial,
    '--key-file',
    device.file('key.txt'),
    '--out',
    '-',
  ])
  expect(asked.status, asked.err).toBe(0)
  device.write('answer.txt', await vendor.answerFile(asked.out))
  expect((await device.here(['apply', device.file('answer.txt')])).status).toBe(0)
  for (const command of ['renew', 'release']) {
    const told = refusalOf(await device.here([command, '--json']))
    expect(told.code).toBe('SERVER_ADDRESS_MALFORMED')
    expect(told.userAction).toContain('"release --out FILE"')
    expect(told.userAction).toContain('"request --renew --out FILE"')
  }
})
