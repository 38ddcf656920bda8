// A plan for 140 machines on the real parts under a manual clock: an order was entered with an end that nobody meant.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openLicence, type DeviceLicence } from '@holdfast/device'
import { parsePlanEnds } from '@holdfast/fleet'
import { openVendor, type Vendor } from '../demo/vendor.ts'

const devicesTotal = 140
const offlineTotal = 40
const wrongEnd = '2021-01-15T00:00:00Z'
const horizon = '2021-03-01T00:00:00Z'

type Device = { readonly name: string; readonly offline: boolean; readonly licence: DeviceLicence }
type Plan = {
  readonly id: string
  readonly counts: object
  readonly cost: object
  readonly state: { kind: string }
}
type Item = { readonly name: string; readonly state: { readonly kind: string } }

// In memory where the system offers that: this test looks at what is decided, not at how long a disk takes.
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
/** Several programs share the machine that runs this. */
const storyMsMax = 300_000

let folder: string
let clock: ManualClock
let vendor: Vendor
const devices: Device[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(base, 'holdfast-plan-story-'))
  clock = new ManualClock('2018-07-02T01:00:00Z')
  vendor = await openVendor({
    ...{ folder: join(folder, 'vendor'), clock, entropy: new SeededEntropy('vendor'), seats: devicesTotal },
    releases: [{ name: 'V0-H', ordinal: 200 }],
    term: { kind: 'until', until: wrongEnd },
  })
  for (let index = 0; index < devicesTotal; index++) devices.push(makeDevice(index))
})
afterAll(async () => {
  await vendor.close()
  rmSync(folder, { recursive: true, force: true })
})

function makeDevice(index: number): Device {
  const name = `desk-${String(index + 1).padStart(3, '0')}`
  const dir = join(folder, name)
  const offline = index >= devicesTotal - offlineTotal
  mkdirSync(dir)
  const licence = openLicence({
    ...{
      product: vendor.product,
      dir,
      trust: vendor.trust,
      release: { name: 'V0-H', ordinal: 200 },
      name,
      clock,
    },
    ...(offline ? {} : { server: vendor.url }),
    facts: { 'machine-id': `machine-${name}` },
    entropy: new SeededEntropy(name),
    uptime: () => ({ bootId: `boot of ${name}`, seconds: Math.floor(clock.monotonicMs() / 1000) }),
  })
  return { name, offline, licence }
}

const online = () => devices.filter(({ offline }) => !offline)
const byFile = () => devices.filter(({ offline }) => offline)
const reminding = () => devices.filter(({ licence }) => isReminding(licence)).length
function isReminding(licence: DeviceLicence): boolean {
  const state = licence.state()
  return state.kind !== 'licensed' || state.reminding
}

/** The way of every exchange without a network: request file out, answer file in, receipts out. */
async function exchangeByFile(
  device: Device,
  asked: Parameters<DeviceLicence['request']>[0],
): Promise<string> {
  const request = await device.licence.request(asked)
  if (request.kind === 'refused') throw new Error(request.code)
  const applied = await device.licence.apply(await vendor.answerOffline(request.text))
  if (applied.kind === 'refused') throw new Error(applied.code)
  return applied.receipts
}

const act = (plan: string, action: string, body: object = {}): Promise<Plan> =>
  vendor.ask('POST', `/v1/plans/${plan}/${action}`, body)

async function itemsOf(plan: string): Promise<readonly Item[]> {
  const page: { items: Item[]; next: string | null } = await vendor.ask(
    'GET',
    `/v1/plans/${plan}/items?limit=500`,
  )
  return page.items
}

test(
  '140 machines whose order was entered wrongly are well again, and the books show it by receipts',
  async () => {
    // Activated over a summer; some on the network, some by file.
    for (const device of devices) {
      clock.advance({ hours: 7 })
      const { serial, key } = vendor.label
      if (device.offline)
        await vendor.answerOffline(await exchangeByFile(device, { action: 'activate', serial, key }))
      else await device.licence.activate(vendor.label)
    }
    expect(devices.filter(({ licence }) => licence.lease() !== null)).toHaveLength(devicesTotal)
    // Reminders began on 16 December; four days later somebody sees why.
    clock.set('2020-12-20T08:00:00Z')
    expect(reminding()).toBe(devicesTotal)
    const licences: { items: { id: string; customer: string }[] } = await vendor.ask('GET', '/v1/licences')
    const { id: licence, customer } = licences.items[0]!
    const selection = {
      customer,
      endsBefore: horizon,
      devices: listed(),
      title: 'Harbour Office, wrong term',
    }

    // Before the books are right, nobody can repair anything, and the preview says why.
    const hopeless: Plan = await vendor.ask('POST', '/v1/plans', selection)
    expect(hopeless.counts).toMatchObject({ unrepairable: devicesTotal, proposed: 0 })
    await act(hopeless.id, 'close', { reason: 'the term is corrected first' })

    const reason = 'entered until 2021-01-15, sold for ever'
    await vendor.ask('POST', `/v1/licences/${licence}/correct`, { term: { kind: 'perpetual' }, reason })
    const plan: Plan = await vendor.ask('POST', '/v1/plans', selection)
    expect(plan).toMatchObject({
      state: { kind: 'previewed' },
      counts: { proposed: devicesTotal, unrepairable: 0 },
      cost: { renew: devicesTotal - offlineTotal, reissue: offlineTotal },
      seatsGivenBack: 0,
    })
    const ends = parsePlanEnds({ ...plan, items: await itemsOf(plan.id) })
    expect(ends.kind === 'plan-ends' && ends.ends.get('desk-001')).toEqual({ kind: 'perpetual' })
    // A preview changes nothing: nobody is advised yet.
    expect(await online()[0]!.licence.keepUp()).toMatchObject({ kind: 'nothing-due', because: 'not-due' })

    // One administrator does not wait for the plan.
    clock.advance({ hours: 1 })
    expect(await online()[1]!.licence.renew()).toMatchObject({ kind: 'renewed' })
    await act(plan.id, 'approve')
    expect(await act(plan.id, 'run')).toMatchObject({
      counts: { started: devicesTotal - 1, well: 1, outdated: 0 },
    })
    expect(await act(plan.id, 'verify')).toMatchObject({ counts: { started: devicesTotal - 1, done: 0 } })

    // Background upkeep, some time in the next hours; nobody in front of a machine sees anything of it.
    clock.advance({ hours: 7 })
    const renewed = []
    for (const { licence: each } of online()) renewed.push(await each.keepUp())
    expect(renewed.filter(({ kind }) => kind === 'renewed')).toHaveLength(online().length - 1)
    expect(await act(plan.id, 'verify')).toMatchObject({
      counts: { started: offlineTotal, done: online().length - 1, well: 1 },
    })

    // The others by file, one trip to and fro. An answer that was handed out proves nothing.
    const receipts: string[] = []
    for (const device of byFile()) receipts.push(await exchangeByFile(device, { action: 'renew' }))
    expect(await act(plan.id, 'verify')).toMatchObject({
      state: { kind: 'running' },
      counts: { started: offlineTotal },
    })
    for (const text of receipts) await vendor.answerOffline(text)
    expect(await act(plan.id, 'verify')).toMatchObject({
      state: { kind: 'finished' },
      counts: { started: 0, done: devicesTotal - 1, well: 1 },
    })
    await act(plan.id, 'close', { reason: 'every device is well' })

    await expectAllWell(selection)
  },
  storyMsMax,
)

/** Every device by id, those without a network marked as such. */
function listed(): object[] {
  return devices.map(({ licence, offline }) => ({ device: licence.lease()!.device.key, offline }))
}

async function expectAllWell(selection: object): Promise<void> {
  expect(devices.map(({ licence }) => licence.state().kind)).toEqual(devices.map(() => 'licensed'))
  expect(await forecastIsEmpty(selection)).toBe(true)
  for (; clock.now() < Date.parse(horizon) / 1000; clock.advance({ days: 1 }))
    expect(`${formatInstant(clock.now())}: ${reminding()}`).toMatch(/: 0$/)
  expect(await vendor.verifyAudit()).toBe('intact')
}

/** No device of the customer reminds or ends before the horizon: by the leases that the books know to be on the devices. */
async function forecastIsEmpty({
  customer,
  endsBefore,
}: {
  customer?: string
  endsBefore?: string
}): Promise<boolean> {
  const refused = await vendor.ask('POST', '/v1/plans', { customer, endsBefore }).then(
    () => '',
    (error: unknown) => String(error),
  )
  return refused.includes('"code":"PLAN_EMPTY"') && refused.includes(`"examined":${devicesTotal}`)
}
