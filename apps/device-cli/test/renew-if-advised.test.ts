// What a timer runs: done where nothing is due, a renewal where it is advised, a refusal where nothing can be asked.
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { activation, makeDevice, type Device } from './device.ts'
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

const renewals = () => vendor.arrived.filter((path) => path === '/v1/renew').length

test('nothing advised is done, and says so in both languages', async () => {
  await device.here(activation(vendor, device))
  const [english, chinese, json] = await Promise.all([
    device.here(['renew', '--if-advised']),
    device.here(['renew', '--if-advised', '--lang', 'zh']),
    device.here(['renew', '--if-advised', '--json']),
  ])
  expect([english.status, chinese.status, json.status]).toEqual([0, 0, 0])
  expect(english.out).toBe('Nothing advised: no renewal is due, and the server asks for none.\n')
  expect(chinese.out).toMatch(/^没有续期建议/)
  expect(JSON.parse(json.out)).toEqual({
    done: 'renew',
    advised: false,
    because: 'not-due',
    againSeconds: 600,
  })
  expect(renewals()).toBe(0)
})

test('advised is renewed, once an hour over all processes', async () => {
  await device.here(activation(vendor, device))
  vendor.advise({ code: 'term-differs', afterSeconds: 0 })
  const first = await device.here(['renew', '--if-advised', '--json'])
  expect(JSON.parse(first.out)).toMatchObject({ advised: true, because: 'advised', code: 'term-differs' })
  const second = await device.here(['renew', '--if-advised', '--json'])
  expect(second.status).toBe(0)
  expect(JSON.parse(second.out)).toMatchObject({ advised: false, because: 'advised-lately' })
  expect(renewals()).toBe(1)
})

test('where there is no lease, or no server, it is refused with the way out', async () => {
  const bare = await device.here(['renew', '--if-advised', '--json'])
  expect(bare.status).toBe(1)
  expect(JSON.parse(bare.out)).toMatchObject({ refused: { code: 'NOT_LICENSED' } })
  const proof = ['--serial', vendor.serial, '--key-file', device.file('key.txt')]
  await device.here(['request', ...proof, '--out', device.file('request.txt')])
  device.write('answer.txt', await vendor.answerFile(readFileSync(device.file('request.txt'), 'utf8')))
  expect((await device.here(['apply', device.file('answer.txt')])).status).toBe(0)
  const offline = await device.here(['renew', '--if-advised', '--json'])
  expect(offline.status).toBe(1)
  expect(JSON.parse(offline.out)).toMatchObject({ refused: { code: 'SERVER_ADDRESS_MALFORMED' } })
})
