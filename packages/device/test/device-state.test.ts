import { instantMax, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import type { Lease, Release } from '@holdfast/lease'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticedWords, type Noticed } from '../src/device-licence.ts'
import { decideAllowance, decideState, formatDeviceState } from '../src/device-state.ts'
import { makeDevice } from './device.ts'
import { Vendor } from './vendor.ts'

const day = secondsPerDay
const end = instant('2029-03-01T00:00:00Z')
const at = (days: number, seconds = 0) => (end + days * day + seconds) as Instant
const released: Release = { name: 'V0-G', ordinal: 100 }

const vendor = new Vendor()
let lease: Lease
beforeAll(async () => {
  await vendor.listen()
  const device = makeDevice(vendor)
  await device.licence.activate({ serial: vendor.serial, key: vendor.productKey })
  lease = device.licence.lease() as Lease
})
afterAll(() => vendor.close())

const until = { term: { kind: 'until', until: end } } as const
const required = (from: number, to: number) =>
  ({ renewal: { kind: 'required', from: at(from), until: at(to) } }) as const
const advised = (from: number, to: number) =>
  ({ renewal: { kind: 'advised', from: at(from), until: at(to) } }) as const

function stateOf(
  change: Partial<Lease>,
  now: Instant,
  more: { release?: Release | null; hopeful?: boolean; noticed?: Noticed[] } = {},
) {
  return decideState({
    held: { kind: 'lease', lease: { ...lease, ...change } },
    release: more.release === undefined ? released : more.release,
    now,
    noticed: more.noticed ?? [],
    renewalHopeful: more.hopeful ?? true,
  })
}

describe('until a moment, 30 days of reminders, 14 of grace', () => {
  test.each<[string, Instant, object]>([
    ['long before', at(-1000), { kind: 'licensed', until: end, reminding: false }],
    ['a second before reminders', at(-30, -1), { kind: 'licensed', until: end, reminding: false }],
    ['reminders', at(-30), { kind: 'licensed', until: end, reminding: true }],
    ['its last second', at(0, -1), { kind: 'licensed', until: end, reminding: true }],
    [
      'the end itself is already too late',
      at(0),
      { kind: 'in-grace', since: end, until: at(14), because: 'term-over' },
    ],
    [
      'the last second of grace',
      at(14, -1),
      { kind: 'in-grace', since: end, until: at(14), because: 'term-over' },
    ],
    ['after grace', at(14), { kind: 'lapsed', since: at(14), because: 'term-over' }],
    ['2159', instant('2159-01-01T00:00:00Z'), { kind: 'lapsed', because: 'term-over' }],
  ])('%s', (_, now, state) => {
    expect(stateOf(until, now)).toMatchObject(state)
  })
})

describe('which reason wins', () => {
  test.each<[string, Partial<Lease>, Instant, Release | null, object]>([
    ['perpetual', {}, instantMax, released, { kind: 'licensed', until: 'perpetual', reminding: false }],
    [
      'an uncovered release first of all',
      until,
      at(20),
      { name: 'V2020-L', ordinal: 300 },
      { kind: 'lapsed', since: null, because: 'release-not-covered' },
    ],
    [
      'an uncovered release of a perpetual lease',
      {},
      at(0),
      { name: 'V0-F', ordinal: 99 },
      { kind: 'lapsed', because: 'release-not-covered' },
    ],
    ['the covered release heals it at once', {}, at(0), { name: 'V0-H', ordinal: 200 }, { kind: 'licensed' }],
    ['a release that nobody told is not judged', {}, at(0), null, { kind: 'licensed' }],
    [
      'required renewal ends a perpetual lease',
      required(-60, -10),
      at(-9),
      released,
      { kind: 'in-grace', since: at(-10), because: 'renewal-missed' },
    ],
    [
      'the earlier end: renewal',
      { ...until, ...required(-60, -10) },
      at(20),
      released,
      { kind: 'lapsed', since: at(4), because: 'renewal-missed' },
    ],
    [
      'the earlier end: term',
      { ...until, ...required(-60, 10) },
      at(1),
      released,
      { kind: 'in-grace', since: end, because: 'term-over' },
    ],
    [
      'advised renewal ends nothing',
      advised(-60, -10),
      at(500),
      released,
      { kind: 'licensed', until: 'perpetual', noticed: ['renewal-overdue'] },
    ],
  ])('%s', (_, change, now, release, state) => {
    expect(stateOf(change, now, { release })).toMatchObject(state)
  })
})

describe('reminding', () => {
  test.each<[string, Partial<Lease>, number, boolean, boolean]>([
    ['a renewal that needs nobody can still cure it', required(-60, 0), -5, true, false],
    ['the last attempt was refused, or no server is known', required(-60, 0), -5, false, true],
    ['the window is not open yet', required(-3, 0), -5, true, true],
    ['a term is not cured by renewing', { ...until, ...required(-60, 10) }, -5, true, true],
    ['a term that ends with the window is a term', { ...until, ...required(-60, 0) }, -5, true, true],
    ['an advised renewal cures no term', { ...until, ...advised(-60, 10) }, -5, true, true],
  ])('%s', (_, change, days, hopeful, reminding) => {
    expect(stateOf(change, at(days), { hopeful })).toMatchObject({ kind: 'licensed', reminding })
  })
})

test('what is noticed is sorted, once each, and never changes the kind', () => {
  const shuffled = noticedWords.toReversed()
  const state = stateOf({}, at(0), { noticed: [...shuffled, ...shuffled] })
  expect(state).toEqual({ kind: 'licensed', until: 'perpetual', reminding: false, noticed: noticedWords })
})

test('ends beyond year 9999 are held at its last second', () => {
  const late = {
    term: { kind: 'until', until: (instantMax - 5) as Instant },
    graceDays: 3650,
    reminderDays: 3650,
  } as const
  expect(stateOf(late, (instantMax - 1) as Instant)).toMatchObject({ kind: 'in-grace', until: instantMax })
  expect(stateOf(late, instantMax)).toMatchObject({ kind: 'lapsed', since: instantMax })
})

describe('allows', () => {
  const policies = { personalisation: 'warn', export: 'enforce', theme: 'observe' } as const
  test.each<[string, string, string]>([
    ['licensed', 'export', 'yes'],
    ['licensed', 'anything', 'yes'],
    ['in-grace', 'export', 'yes'],
    ['lapsed', 'export', 'no'],
    ['lapsed', 'personalisation', 'warn'],
    ['lapsed', 'theme', 'yes'],
    ['lapsed', 'anything', 'warn'],
    ['lapsed', 'constructor', 'warn'],
    ['unlicensed', 'export', 'no'],
    ['unlicensed', 'viewer', 'yes'],
    ['unlicensed', 'constructor', 'no'],
  ])('%s: %s -> %s', (kind, feature, allowance) => {
    const now = { licensed: at(-100), 'in-grace': at(1), lapsed: at(50), unlicensed: at(0) }[kind] as Instant
    const given = { ...lease, ...until, policies }
    const state =
      kind === 'unlicensed'
        ? decideState({
            held: { kind: 'none', because: 'never-activated' },
            release: null,
            now,
            noticed: [],
            renewalHopeful: false,
          })
        : stateOf({ ...until, policies }, now)
    expect(state.kind).toBe(kind)
    expect(decideAllowance(state, kind === 'unlicensed' ? null : given, feature, { viewer: 'yes' })).toBe(
      allowance,
    )
  })
})

test('the printed state has moments as text', () => {
  expect(formatDeviceState(stateOf(until, at(-100)))).toEqual({
    kind: 'licensed',
    until: '2029-03-01T00:00:00Z',
    reminding: false,
    noticed: [],
  })
  expect(formatDeviceState(stateOf(until, at(1)))).toEqual({
    kind: 'in-grace',
    since: '2029-03-01T00:00:00Z',
    until: '2029-03-15T00:00:00Z',
    because: 'term-over',
    noticed: [],
  })
  expect(formatDeviceState(stateOf(until, at(50)))).toEqual({
    kind: 'lapsed',
    since: '2029-03-15T00:00:00Z',
    because: 'term-over',
    noticed: [],
  })
  expect(formatDeviceState(stateOf({}, at(0), { release: { name: 'x', ordinal: 1 } }))).toMatchObject({
    since: null,
  })
})

describe.each([
  '0001-01-01T00:00:00Z',
  '2001-01-01T00:00:00Z',
  '2038-01-19T03:14:08Z',
  '2038-01-20T00:00:00Z',
  '2106-02-07T06:28:16Z',
  '2106-02-08T00:00:00Z',
  '2159-07-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
])('a wall clock at %s', (wall) => {
  const typed = { serial: vendor.serial, key: vendor.productKey }

  test('a perpetual licence is licensed, every action works, and the right clock heals what was noticed', async () => {
    vendor.seatsMax = 100
    const device = makeDevice(vendor)
    device.clock.set(wall)
    expect(await device.licence.activate(typed)).toMatchObject({
      kind: 'activated',
      state: { kind: 'licensed', until: 'perpetual' },
    })
    expect(await device.licence.renew()).toMatchObject({ kind: 'renewed' })
    expect(await device.licence.request({ action: 'renew' })).toMatchObject({ kind: 'request' })
    expect(device.licence.diagnose().report).toContain('BEGIN HOLDFAST REPORT')
    expect(await device.licence.release()).toMatchObject({ kind: 'released', confirmed: true })
    expect(await device.licence.reset()).toMatchObject({ kind: 'reset' })
    expect(await device.licence.activate(typed)).toMatchObject({ kind: 'activated' })
    device.clock.set('2026-03-01T08:31:00Z')
    expect(device.licence.state()).toEqual({
      kind: 'licensed',
      until: 'perpetual',
      reminding: false,
      noticed: [],
    })
  })

  test('a clock set back lengthens no term; a clock ahead ends it only while it lasts', async () => {
    vendor.seatsMax = 100
    vendor.terms = { term: { kind: 'until', until: instant('2026-04-01T00:00:00Z') }, graceDays: 0 }
    const device = makeDevice(vendor)
    await device.licence.activate(typed)
    vendor.terms = {}
    device.clock.set(wall)
    device.uptime = { bootId: 'boot-1', seconds: 1000 + 40 * day }
    const later = instant(wall) > instant('2026-04-01T00:00:00Z')
    expect(device.licence.state()).toMatchObject({
      kind: 'lapsed',
      because: 'term-over',
      noticed: [later ? 'clock-ahead' : 'clock-behind'],
    })
    device.uptime = { bootId: 'boot-1', seconds: 1000 + 3 * day }
    expect(device.licence.state()).toMatchObject({ kind: later ? 'lapsed' : 'licensed' })
    device.clock.set('2026-03-04T08:30:00Z')
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', noticed: [] })
  })
})
