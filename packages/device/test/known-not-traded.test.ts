// A new lease that would lapse a device whose lease works is refused; else it is taken. spec: device §2
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { instant } from '@holdfast/capabilities/testing'
import type { Lease } from '@holdfast/lease'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeviceState } from '../src/device-licence.ts'
import { makeDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
})
afterAll(() => vendor.close())
beforeEach(() => {
  vendor.seats.length = 0
  vendor.now = instant('2026-03-01T08:30:00Z')
  vendor.terms = {}
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const required = (from: string, until: string): Partial<Lease> => ({
  renewal: { kind: 'required', from: instant(from), until: instant(until) },
  graceDays: 14,
})
const right = required('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z')
const ended = (until: string): Partial<Lease> => ({
  term: { kind: 'until', until: instant(until) },
  graceDays: 14,
})

const rank = { unlicensed: 0, lapsed: 1, 'in-grace': 2, licensed: 3 }
const works = ({ kind }: DeviceState) => kind === 'licensed' || kind === 'in-grace'

// The server ran a year ahead when it gave the lease held: the device counts 2027-03-01 at least.
test.each<[name: string, held: Partial<Lease>, offered: Partial<Lease>, taken: boolean]>([
  ['perpetual, renewal over', {}, right, false],
  ['licensed, renewal over', ended('2028-01-01T00:00:00Z'), right, false],
  ['in grace, renewal over', ended('2027-02-20T00:00:00Z'), right, false],
  ['in grace, term over', ended('2027-02-20T00:00:00Z'), ended('2027-02-01T00:00:00Z'), false],
  ['in grace, in grace', ended('2027-02-20T00:00:00Z'), ended('2027-02-21T00:00:00Z'), true],
  ['licensed, in grace', ended('2028-01-01T00:00:00Z'), ended('2027-02-21T00:00:00Z'), true],
  ['lapsed, renewal over', ended('2027-02-01T00:00:00Z'), right, true],
  ['lapsed, perpetual', ended('2027-02-01T00:00:00Z'), {}, true],
])('held and offered: %s', async (_, held, offered, taken) => {
  const device = makeDevice(vendor)
  vendor.now = instant('2027-03-01T08:30:00Z')
  vendor.terms = held
  expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
  const before = device.licence.state()
  vendor.now = instant('2026-03-02T08:30:00Z')
  vendor.terms = offered
  const answer = await device.licence.renew()
  const until = offered === right ? '2026-06-01T00:00:00Z' : '2027-02-01T00:00:00Z'
  const over = { kind: 'refused', code: 'LEASE_OVER', facts: { until, now: '2027-03-01T08:30:00Z' } }
  expect(answer).toMatchObject(taken ? { kind: 'renewed' } : over)
  expect(device.again().lease()?.generation).toBe(taken ? 2 : 1)
  const { kind } = device.licence.state()
  expect(rank[kind]).toBeGreaterThanOrEqual(
    taken ? rank['in-grace'] * Number(works(before)) : rank[before.kind],
  )
  expect(device.again().diagnose().waiting.requests).toEqual([])
})

test('by file too; and reset with activate forgets what the wrong clock left', async () => {
  const device = makeDevice(vendor)
  vendor.now = instant('2027-03-01T08:30:00Z')
  await device.licence.activate(typed())
  vendor.terms = right
  vendor.now = instant('2026-03-01T08:30:00Z')
  const asked = await device.licence.request({ action: 'renew' })
  const answer = await vendor.answerText(asked.kind === 'request' ? asked.text : '')
  expect(await device.licence.apply(answer)).toMatchObject({ kind: 'refused', code: 'LEASE_OVER' })
  expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: ['clock-behind'] })
  await device.licence.reset()
  expect(await device.licence.activate(typed())).toMatchObject({
    kind: 'activated',
    state: { kind: 'licensed', until: instant('2026-06-01T00:00:00Z'), noticed: [] },
  })
})

test.each([
  ['a working lease whose device key is lost is not traded either', right, false],
  ['it is traded for one that works', {}, true],
])('%s', async (_, offered, taken) => {
  const device = makeDevice(vendor)
  vendor.seatsMax = 2
  vendor.now = instant('2027-03-01T08:30:00Z')
  await device.licence.activate(typed())
  const before = device.licence.lease()
  for (const name of ['private.0', 'private.1']) rmSync(join(device.dir, name))
  vendor.now = instant('2026-03-02T08:30:00Z')
  vendor.terms = offered
  const answer = await device.again().activate(typed())
  vendor.seatsMax = 1
  expect(answer).toMatchObject(taken ? { kind: 'activated' } : { kind: 'refused', code: 'LEASE_OVER' })
  expect(device.again().state()).toMatchObject({ kind: 'licensed', until: 'perpetual' })
  expect(device.again().lease()?.device.key === before?.device.key).toBe(!taken)
  expect(device.again().diagnose().waiting.requests).toEqual([])
})
