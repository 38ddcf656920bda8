// Every state that a device can reach, and from each the way back to licensed. spec: device §2
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import { refuse } from '@holdfast/lease'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeviceLicence, DeviceState } from '../src/device-licence.ts'
import { makeDevice, makeFolder, type TestDevice } from './device.ts'
import { Vendor } from './vendor.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await new Vendor().listen()
  vendor.seatsMax = 100_000
})
afterAll(() => vendor.close())

const typed = () => ({ serial: vendor.serial, key: vendor.productKey })

/** What a person, the vendor, the network or a disk may do next. */
const steps: { [name: string]: (device: TestDevice, licence: DeviceLicence) => unknown } = {
  activate: (_, licence) => licence.activate(typed()),
  'activate, reply lost': (_, licence) => {
    vendor.faults.push('lose-reply')
    return licence.activate({ ...typed(), deadlineMs: 10 })
  },
  'activate another serial': (_, licence) => licence.activate({ ...typed(), serial: vendor.otherSerial }),
  'activate, refused': async (_, licence) => {
    vendor.refusing = refuse('LICENCE_SUSPENDED')
    const outcome = await licence.activate(typed())
    vendor.refusing = null
    return outcome
  },
  'activate for a short term': async (_, licence) => {
    vendor.terms = { term: { kind: 'until', until: (vendor.now + 20 * secondsPerDay) as Instant } }
    const outcome = await licence.activate(typed())
    vendor.terms = {}
    return outcome
  },
  renew: (_, licence) => licence.renew(),
  'renew, no server': (_, licence) => licence.renew({ server: 'http://127.0.0.1:9', deadlineMs: 10 }),
  release: (_, licence) => licence.release(),
  'release, reply lost': (_, licence) => {
    vendor.faults.push('lose-reply')
    return licence.release({ deadlineMs: 10 }).finally(() => (vendor.faults.length = 0))
  },
  'release, no server': (_, licence) => licence.release({ server: 'http://127.0.0.1:9', deadlineMs: 10 }),
  'release to a file': (_, licence) => licence.request({ action: 'release' }),
  reset: (_, licence) => licence.reset(),
  'request to a file': (_, licence) => licence.request({ action: 'activate', ...typed() }),
  'request a renewal': (_, licence) => licence.request({ action: 'renew' }),
  'apply rubbish': (_, licence) => licence.apply('rubbish'),
  diagnose: (_, licence) => licence.diagnose(),
  'clock to 2001': (device) => device.clock.set('2001-01-01T00:00:00Z'),
  'clock to the grace': (device) => device.clock.set('2026-03-26T00:00:00Z'),
  'clock to 2159': (device) => device.clock.set('2159-01-01T00:00:00Z'),
  'lose the private part': ({ dir }) =>
    ['private.0', 'private.1'].forEach((name) => rmSync(join(dir, name), { force: true })),
  'lose the public part': ({ dir }) =>
    ['public.0', 'public.1'].forEach(
      (name) => existsSync(join(dir, name)) && writeFileSync(join(dir, name), 'lost'),
    ),
  'damage one file': ({ dir }) =>
    existsSync(join(dir, 'public.1')) && writeFileSync(join(dir, 'public.1'), ''),
}

/** States that differ only in ids, signatures and counters are one. */
function shapeOf(device: TestDevice, licence: DeviceLicence): string {
  const state: DeviceState = licence.state()
  const { waiting, vault } = licence.diagnose()
  const body = existsSync(device.dir)
    ? readdirSync(device.dir)
        .filter((name) => name.startsWith('p'))
        .toSorted()
    : []
  const requests = waiting.requests.map(({ action, serial }) => [action, serial === vendor.serial])
  const release = readRelease(device.dir)
  const until = state.kind === 'licensed' ? state.until === 'perpetual' : null
  const shape = [
    state.kind,
    'because' in state && state.because,
    state.noticed,
    until,
    requests,
    waiting.receipts,
    release,
    vault,
    body,
  ]
  const clock = [device.clock.wall < vendor.now, device.clock.wall > vendor.now]
  return createHash('sha256')
    .update(JSON.stringify([shape, clock]))
    .digest('hex')
}

function readRelease(dir: string): unknown {
  for (const name of ['public.0', 'public.1']) {
    const path = join(dir, name)
    const found = existsSync(path) ? /"final":(true|false)/.exec(readFileSync(path, 'utf8')) : null
    if (found !== null) return found[1]
  }
  return null
}

test('from every reachable state an entitled device reaches licensed; no action throws, and none is dead', async () => {
  const first = makeDevice(vendor)
  const seen = new Set<string>()
  const kinds = new Map<string, number>()
  let frontier: { dir: string; wall: Instant; path: string[] }[] = [
    { dir: first.dir, wall: first.clock.wall, path: [] },
  ]
  const done = new Map(Object.keys(steps).map((name) => [name, 0]))
  for (let depth = 0; depth < 3 && frontier.length > 0; depth++) {
    const next: typeof frontier = []
    for (const from of frontier) {
      for (const [name, act] of Object.entries(steps)) {
        const path = [...from.path, name]
        const device = place(first, from)
        const outcome = await act(device, device.licence)
        if (isDone(outcome)) done.set(name, (done.get(name) ?? 0) + 1)
        const shape = shapeOf(device, device.licence)
        if (seen.has(shape)) continue
        seen.add(shape)
        const state = device.licence.state()
        const label = `${state.kind}${'because' in state ? ` ${state.because}` : ''}`
        kinds.set(label, (kinds.get(label) ?? 0) + 1)
        const kept = { dir: copyOf(device.dir), wall: device.clock.wall, path }
        next.push(kept)
        await expectWayBack(device, path)
      }
    }
    frontier = next
  }
  expect(seen.size).toBeGreaterThan(60)
  expect([...kinds.keys()].toSorted()).toEqual([
    'in-grace term-over',
    'lapsed term-over',
    'licensed',
    'unlicensed never-activated',
    'unlicensed released',
    'unlicensed reset',
    'unlicensed vault-lost',
  ])
  const dead = [...done].filter(
    ([name, count]) => count === 0 && !/rubbish|lost|no server|refused/.test(name),
  )
  expect(dead).toEqual([])
}, 300_000)

/** The wrong clock is a doubt: the way back is an activation, whatever has happened, and a right clock at the end. */
async function expectWayBack(device: TestDevice, path: string[]): Promise<void> {
  const before = device.licence.state()
  const keyed = device.licence.lease()?.device.key
  const outcome = await device.licence.activate(typed())
  expect(outcome, path.join(' > ')).toMatchObject({ kind: 'activated' })
  device.clock.set('2026-03-01T08:30:00Z')
  expect(device.licence.state(), path.join(' > ')).toEqual({
    kind: 'licensed',
    until: 'perpetual',
    reminding: false,
    noticed: [],
  })
  expect(before.kind === 'unlicensed' || keyed !== undefined, path.join(' > ')).toBe(true)
}

function isDone(outcome: unknown): boolean {
  return (
    outcome === undefined ||
    (typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind !== 'refused')
  )
}

function copyOf(dir: string): string {
  const copy = join(makeFolder(), 'vault')
  if (existsSync(dir)) cpSync(dir, copy, { recursive: true })
  return copy
}

function place(first: TestDevice, from: { dir: string; wall: Instant }): TestDevice {
  const dir = copyOf(from.dir)
  vendor.faults.length = 0
  const device = {
    ...first,
    dir,
    clock: Object.assign(Object.create(Object.getPrototypeOf(first.clock) as object), {
      wall: from.wall,
      ms: 0,
      pausesMs: [],
      impatient: false,
    }),
  } as TestDevice
  return { ...device, licence: first.again({ dir, clock: device.clock }) }
}
