// Giving the seat back from the command line: what is told is what is. spec: activation-protocol §6
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { refuse } from '@holdfast/lease'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activation, has, makeDevice, type Device, type Ran } from './device.ts'
import { openVendor, type Vendor } from './vendor.ts'

let vendor: Vendor
let device: Device
beforeEach(async () => {
  vendor = await openVendor()
  device = makeDevice(vendor)
  expect(await device.here(activation(vendor, device))).toMatchObject({ status: 0 })
})
afterEach(async () => {
  device.remove()
  await vendor.close()
})

const state = async () => JSON.parse((await device.here(['status', '--json'])).out) as object
const refusedOf = (ran: Ran) =>
  (JSON.parse(ran.out) as { refused: { code: string; facts: object; userAction: string } }).refused

test('an activation that fails over an unconfirmed release: nothing is told as given back that is not', async () => {
  vendor.refuseWith(refuse('SERVER_OVERLOADED'))
  const first = await device.here(['release', '--json', '--deadline', '1'])
  expect(first.status, first.out + first.err).toBe(0)
  expect(JSON.parse(first.out)).toMatchObject({ confirmed: false })
  vendor.refuseWith(refuse('PRODUCT_KEY_WRONG'))
  expect(await device.here(activation(vendor, device))).toMatchObject({ status: 1 })
  vendor.refuseWith(refuse('SERVER_OVERLOADED'))
  const again = await device.here(['release', '--json', '--deadline', '1'])
  expect(JSON.parse(again.out)).toMatchObject({ done: 'release', confirmed: false })
  expect(vendor.seats.size).toBe(1)
  vendor.refuseWith(null)
  const given = await device.here(['release', '--json'])
  expect(JSON.parse(given.out)).toMatchObject({ done: 'release', already: false, confirmed: true })
  expect(vendor.seats.size).toBe(0)
  const asked = await device.here(['release', '--json'])
  expect(JSON.parse(asked.out)).toMatchObject({ done: 'release', already: true, confirmed: true })
})

test('a request that waits after a confirmed release may have taken a seat: then nothing is told as given back', async () => {
  expect(await device.here(['release'])).toMatchObject({ status: 0 })
  const asked = ['--serial', vendor.serial, '--key-file', device.file('key.txt')]
  await device.here(['request', ...asked, '--out', device.file('request.txt')])
  await vendor.answerFile(readFileSync(device.file('request.txt'), 'utf8'))
  const ran = await device.here(['release', '--json'])
  expect(ran.status, ran.out).toBe(1)
  expect(refusedOf(ran)).toMatchObject({ code: 'NOT_LICENSED', facts: { because: 'released' } })
})

test.each([
  [['release', '--out', '']],
  [['request', '--renew', '--out', '']],
  [['diagnose', '--out', '']],
  [['apply', 'answer.txt', '--receipts', '']],
])('%j is wrong usage before anything happens', async (args) => {
  device.write('answer.txt', 'nothing')
  const before = readdirSync(device.folder)
  const ran = await device.here(args)
  expect(ran.status, ran.out + ran.err).toBe(2)
  expect(ran.err).toMatch(/--(out|receipts) needs the name of a file/)
  expect(readdirSync(device.folder)).toEqual(before)
  expect(await state()).toMatchObject({ kind: 'licensed', noticed: [] })
})

describe('where the file cannot be written any more', () => {
  // The device that is always full is one of Linux alone.
  test.skipIf(!existsSync('/dev/full'))('the release stands, and the refusal says so', async () => {
    const ran = await device.here(['release', '--out', '/dev/full', '--json'])
    expect(ran.status).toBe(1)
    const refused = refusedOf(ran)
    expect(refused).toMatchObject({ code: 'FILE_UNWRITABLE', facts: { errno: 'ENOSPC', released: true } })
    expect(refused.userAction).toContain('"holdfast-device release --out FILE"')
    const chinese = await device.here(['release', '--out', '/dev/full', '--json', '--lang', 'zh'])
    expect(refusedOf(chinese).userAction).toContain('“holdfast-device release --out FILE”')
    expect(await state()).toMatchObject({ kind: 'unlicensed', because: 'released' })
    expect(await device.here(['release', '--out', device.file('release.txt')])).toMatchObject({ status: 0 })
    await vendor.answerFile(readFileSync(device.file('release.txt'), 'utf8'))
    expect(vendor.seats.size).toBe(0)
  })

  const skipped = has('strace') ? '' : ' (skipped: apt-get install strace)'
  const under = (more: readonly string[]) => ({
    under: ['strace', '-f', '-y', '-o', device.file('calls.txt'), '-e', 'trace=rename,fsync', ...more],
  })

  describe.skipIf(skipped !== '')(`the folder’s fsync after the rename${skipped}`, () => {
    test('makes the file durable', async () => {
      const ran = await device.here(['release', '--out', device.file('release.txt')], under([]))
      expect(ran.status, ran.err).toBe(0)
      const calls = readFileSync(device.file('calls.txt'), 'utf8')
      const [renamed, synced] = [calls.indexOf('release.txt"'), calls.lastIndexOf(`<${device.folder}>)`)]
      expect(renamed, calls).toBeGreaterThan(-1)
      expect(synced, calls).toBeGreaterThan(renamed)
    })

    test.each([
      ['EINVAL', 0, { done: 'release' }],
      ['EIO', 1, { refused: { code: 'FILE_UNWRITABLE', facts: { errno: 'EIO', released: true } } }],
    ])('fails with %s: exit status %i', async (errno, status, told) => {
      const inject = ['-P', device.folder, '-e', `inject=fsync:error=${errno}`]
      const ran = await device.here(['release', '--out', device.file('release.txt'), '--json'], under(inject))
      expect(ran.status, ran.out + ran.err).toBe(status)
      expect(JSON.parse(ran.out)).toMatchObject(told)
      expect(readFileSync(device.file('release.txt'), 'utf8')).toContain('BEGIN HOLDFAST RELEASE')
    })
  })
})
