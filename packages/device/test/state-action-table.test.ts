// The complete table: from every state, after every action, an entitled device reaches licensed. And no answer of an
// older generation comes back, whatever lies between. spec: device §2
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant } from '@holdfast/capabilities/testing'
import type { Lease } from '@holdfast/lease'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceLicence } from '../src/device-licence.ts'
import { makeDevice, type TestDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 1000
})
afterAll(() => vendor.close())
// Seats given back by other devices of this file are not this one's.
beforeEach(() => {
  vendor.seats.length = 0
})

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })
const covered = { name: 'V0-G', ordinal: 100 }
const end = instant('2026-04-01T00:00:00Z')
const termed: Partial<Lease> = { term: { kind: 'until', until: end }, reminderDays: 10, graceDays: 14 }
const renewed: Partial<Lease> = {
  renewal: { kind: 'required', from: instant('2026-03-15T00:00:00Z'), until: end },
  ...{ reminderDays: 10, graceDays: 14 },
}

type State = {
  readonly named: { readonly kind: string; readonly [member: string]: unknown }
  readonly make: (device: TestDevice) => unknown
}

/** Activated under `terms`, then looked at when the clock shows `moment`. */
function activated(terms: Partial<Lease>, moment?: string): State['make'] {
  return async (device) => {
    vendor.terms = terms
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    vendor.terms = {}
    if (moment !== undefined) device.clock.set(moment)
  }
}

const [reminding, inGrace, after] = ['2026-03-25T00:00:00Z', '2026-04-05T00:00:00Z', '2026-05-01T00:00:00Z']

const states: readonly State[] = [
  { named: { kind: 'unlicensed', because: 'never-activated' }, make: () => undefined },
  {
    named: { kind: 'unlicensed', because: 'reset' },
    make: async (device) => {
      await activated({})(device)
      await device.licence.reset()
    },
  },
  {
    named: { kind: 'unlicensed', because: 'released' },
    make: async (device) => {
      await activated({})(device)
      await device.licence.release()
    },
  },
  {
    named: { kind: 'unlicensed', because: 'released', noticed: ['release-unconfirmed'] },
    make: async (device) => {
      await activated({})(device)
      vendor.faults.push('bare-503')
      await device.licence.release({ deadlineMs: 10 })
    },
  },
  {
    named: { kind: 'unlicensed', because: 'vault-lost' },
    make: async (device) => {
      await activated({})(device)
      for (const name of ['public.0', 'public.1']) writeFileSync(join(device.dir, name), 'lost')
    },
  },
  { named: { kind: 'licensed', until: 'perpetual', reminding: false }, make: activated({}) },
  { named: { kind: 'licensed', until: end, reminding: false }, make: activated(termed) },
  { named: { kind: 'licensed', until: end, reminding: true }, make: activated(termed, reminding) },
  { named: { kind: 'in-grace', because: 'term-over' }, make: activated(termed, inGrace) },
  { named: { kind: 'in-grace', because: 'renewal-missed' }, make: activated(renewed, inGrace) },
  { named: { kind: 'lapsed', because: 'term-over' }, make: activated(termed, after) },
  { named: { kind: 'lapsed', because: 'renewal-missed' }, make: activated(renewed, after) },
  {
    named: { kind: 'lapsed', because: 'release-not-covered' },
    make: activated({ releases: [{ from: 200, below: 300 }] }),
  },
]

const actions: { readonly [name: string]: (licence: DeviceLicence) => unknown } = {
  nothing: () => undefined,
  activate: (licence) => licence.activate(typed()),
  renew: (licence) => licence.renew(),
  release: (licence) => licence.release(),
  reset: (licence) => licence.reset(),
  'request to activate': (licence) => licence.request({ action: 'activate', ...typed() }),
  'request to renew': (licence) => licence.request({ action: 'renew' }),
  'release to a file': (licence) => licence.request({ action: 'release' }),
  'apply a request and its answer': async (licence) => {
    const asked = await licence.request({ action: 'activate', ...typed() })
    if (asked.kind !== 'request') throw new Error(asked.code)
    return licence.apply(await vendor.answerText(asked.text))
  },
  diagnose: (licence) => licence.diagnose(),
}
// What a device without a lease has nothing to do it with; everything else is done in every state.
const needLease = ['renew', 'release', 'request to renew', 'release to a file']
// A release that waits is said again.
const isRepeated = (named: State['named'], name: string) =>
  named['noticed'] !== undefined && name.startsWith('release')

describe.each(states)('$named', ({ named, make }) => {
  test.each(Object.entries(actions))('%s, and activate: licensed', async (name, act) => {
    const device = makeDevice(vendor, { release: covered })
    await make(device)
    expect(device.licence.state()).toMatchObject(named)
    const outcome = await act(device.licence)
    const refused =
      named.kind === 'unlicensed' && needLease.includes(name) && !isRepeated(named, name)
        ? 'NOT_LICENSED'
        : null
    expect(codeOf(outcome)).toBe(refused)
    expect(await device.licence.activate(typed())).toMatchObject({ kind: 'activated' })
    device.clock.set('2026-03-01T08:30:00Z')
    expect(device.licence.state()).toMatchObject({ kind: 'licensed', until: 'perpetual', noticed: [] })
  })
})

function codeOf(outcome: unknown): unknown {
  return typeof outcome === 'object' && outcome !== null && 'code' in outcome ? outcome.code : null
}

describe('an answer of an older generation', () => {
  /** Two answers to one device: the second is held, the first is still in somebody's hands. */
  async function older(): Promise<{ device: TestDevice; first: string }> {
    const device = makeDevice(vendor)
    const asked = await device.licence.request({ action: 'activate', ...typed() })
    if (asked.kind !== 'request') throw new Error(asked.code)
    const first = await vendor.answerText(asked.text)
    expect(await device.licence.apply(first)).toMatchObject({ lease: { generation: 1 } })
    expect(await device.licence.renew()).toMatchObject({ lease: { generation: 2 } })
    return { device, first }
  }

  const between: { readonly [name: string]: (device: TestDevice) => unknown } = {
    nothing: () => undefined,
    'a reset': ({ licence }) => licence.reset(),
    'a release': ({ licence }) => licence.release(),
    'a reset and a new request': async ({ licence }) => {
      await licence.reset()
      await licence.request({ action: 'activate', ...typed() })
    },
    'one damaged file': ({ dir }) => writeFileSync(join(dir, 'public.0'), 'damaged'),
    'the other damaged file': ({ dir }) => writeFileSync(join(dir, 'public.1'), 'damaged'),
    'a clock of 2001': ({ clock }) => clock.set('2001-01-01T00:00:00Z'),
  }

  test.each(Object.entries(between))('is not taken after %s', async (_, act) => {
    const { device, first } = await older()
    await act(device)
    const before = device.licence.lease()
    const outcome = await device.licence.apply(first)
    expect(outcome).toMatchObject({ kind: 'refused' })
    expect(outcome.kind === 'refused' ? outcome.code : '').toMatch(
      /^(LEASE_GENERATION_OLD|LEASE_OTHER_REQUEST|REQUEST_NOT_PENDING)$/,
    )
    expect(device.licence.lease()).toEqual(before)
  })
})
