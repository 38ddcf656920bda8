import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openLicence, type DeviceLicence, type DeviceState } from '@holdfast/device'
import type { Release } from '@holdfast/lease'
import { openVendor, type Vendor } from './vendor.ts'

export type StoryReport = {
  readonly devices: number
  readonly online: number
  readonly offline: number
  readonly firstActivation: Instant
  readonly lastActivation: Instant
  readonly upgrades: number
  readonly seatsTaken: number
  readonly looks: number
  readonly lastLook: Instant
  readonly daysLost: number
  readonly reminders: number
  /** What the same days would have been under a term of 150,000 days held in 32-bit seconds. */
  readonly overflow: { readonly firstReminder: Instant; readonly firstEnd: Instant }
  readonly broken: readonly string[]
}

type Device = {
  readonly name: string
  readonly dir: string
  readonly offline: boolean
  readonly facts: { readonly [part: string]: string }
  readonly activatedAt: Instant
  release: Release
  licence: DeviceLicence
}

type Story = {
  readonly vendor: Vendor
  readonly clock: ManualClock
  readonly devices: Device[]
  readonly broken: string[]
  looks: number
  daysLost: number
  reminders: number
  upgrades: number
}

const releases = {
  v0g: { name: 'V0-G', ordinal: 100 },
  v0h: { name: 'V0-H', ordinal: 200 },
  v2020l: { name: 'V2020-L', ordinal: 300 },
}
const orderedAt = '2018-07-02T01:00:00Z'
// 150,000 days are 12,960,000,000 seconds; 32 bits keep this much of them.
const overflowSeconds = (150_000 * secondsPerDay) % 2 ** 32
const overflowReminderDays = 30
const daysPerYear = 365.2425
// The years of the faults are looked at day by day, the centuries after them by the season.
const daysLookedAtDaily = 1100
const seasonDays = 91
const wrongClocks = [
  '1970-01-01T00:00:00Z',
  '2001-01-01T00:00:00Z',
  '2038-01-20T00:00:00Z',
  '9999-12-31T23:59:59Z',
]

/** Plays the story in `folder`; `say` hears a line for every part. */
export async function playStory(options: {
  readonly folder: string
  readonly devices: number
  readonly years: number
  readonly say: (line: string) => void
}): Promise<StoryReport> {
  const clock = new ManualClock(orderedAt)
  const vendor = await openVendor({
    folder: join(options.folder, 'vendor'),
    clock,
    entropy: new SeededEntropy('vendor'),
    seats: options.devices,
    releases: Object.values(releases),
  })
  const story: Story = {
    vendor,
    clock,
    devices: [],
    broken: [],
    looks: 0,
    daysLost: 0,
    reminders: 0,
    upgrades: 0,
  }
  try {
    await activateAll(story, options)
    options.say(`${formatInstant(clock.now())} ${options.devices} devices are activated`)
    await tryOneMore(story, options)
    await liveThroughUpgrades(story, options.say)
    options.say(`${formatInstant(clock.now())} every device runs V2020-L`)
    lookWithWrongClocks(story)
    lookThroughCenturies(story, options.years)
    options.say(`${formatInstant(clock.now())} ${options.years} years have passed`)
    return await makeReport(story)
  } finally {
    await vendor.close()
  }
}

async function activateAll(story: Story, options: { folder: string; devices: number }): Promise<void> {
  for (let index = 0; index < options.devices; index++) {
    story.clock.advance({ hours: 7, seconds: 1 })
    const device = makeDevice(story, options.folder, index)
    story.devices.push(device)
    const outcome = device.offline
      ? await activateByFile(story, device)
      : await device.licence.activate(story.vendor.label)
    if (outcome.kind === 'refused') story.broken.push(`${device.name} was refused: ${outcome.code}`)
    look(story, device)
  }
}

function makeDevice(story: Story, folder: string, index: number): Device {
  const name = `desk-${String(index + 1).padStart(3, '0')}`
  const dir = join(folder, name)
  mkdirSync(dir)
  const facts = { 'machine-id': `machine-${name}`, 'board-serial': `EX-${name}` }
  const base = {
    name,
    dir,
    offline: index % 2 === 1,
    facts,
    activatedAt: story.clock.now(),
    release: releases.v0g,
  }
  return { ...base, licence: open(story, base) }
}

function open(
  story: Story,
  device: { name: string; dir: string; facts: Device['facts']; release: Release },
): DeviceLicence {
  const { clock, vendor } = story
  return openLicence({
    product: vendor.product,
    dir: device.dir,
    trust: vendor.trust,
    release: device.release,
    facts: device.facts,
    name: device.name,
    clock,
    entropy: new SeededEntropy(`${device.name}-${device.release.name}`),
    uptime: () => ({ bootId: `boot of ${device.name}`, seconds: Math.floor(clock.monotonicMs() / 1000) }),
  })
}

async function activateByFile(story: Story, device: Device) {
  const { serial, key } = story.vendor.label
  const asked = await device.licence.request({ action: 'activate', serial, key })
  if (asked.kind === 'refused') return asked
  // The stick travels for a day, and is read twice.
  story.clock.advance({ days: 1 })
  const answer = await story.vendor.answerOffline(asked.text)
  const repeated = await story.vendor.answerOffline(asked.text)
  if (repeated !== answer) story.broken.push(`${device.name}: the same request file was answered differently`)
  return await device.licence.apply(answer)
}

/** One machine more than seats must be refused, and nobody else hurt. */
async function tryOneMore(story: Story, options: { folder: string; devices: number }): Promise<void> {
  const stranger = makeDevice(story, options.folder, options.devices)
  const outcome = await stranger.licence.activate(story.vendor.label)
  if (outcome.kind !== 'refused' || outcome.code !== 'SEATS_EXHAUSTED')
    story.broken.push(
      `a device too many was answered ${outcome.kind === 'refused' ? outcome.code : outcome.kind}`,
    )
}

/** Each device is upgraded twice, on a day of its own, and everybody is looked at every day. */
async function liveThroughUpgrades(story: Story, say: (line: string) => void): Promise<void> {
  const plan = story.devices.map((device, index) => ({
    device,
    first: addSecondsHeld(device.activatedAt, (69 + ((index * 37) % 701)) * secondsPerDay),
    second: addSecondsHeld(device.activatedAt, (800 + ((index * 53) % 250)) * secondsPerDay),
  }))
  for (let day = 0; day < daysLookedAtDaily; day++) {
    story.clock.advance({ days: 1 })
    const now = story.clock.now()
    for (const { device, first, second } of plan) {
      if (device.release === releases.v0g && now >= first) await upgrade(story, device, releases.v0h)
      if (device.release === releases.v0h && now >= second) await upgrade(story, device, releases.v2020l)
      look(story, device)
    }
    if ((day + 1) % 365 === 0) say(`${formatInstant(now)} ${story.upgrades} upgrades so far`)
  }
}

async function upgrade(story: Story, device: Device, release: Release): Promise<void> {
  const before = device.licence.lease()
  device.release = release
  device.licence = open(story, device)
  story.upgrades += 1
  if (JSON.stringify(device.licence.lease()) !== JSON.stringify(before))
    story.broken.push(`${device.name}: an upgrade touched the lease`)
  look(story, device)
  // Half of those on the network also renew after the upgrade; one in seven is reset and activated again.
  const index = story.devices.indexOf(device)
  if (device.offline) return
  if (index % 4 === 0)
    await expectGranted(story, device, await device.licence.renew({ server: story.vendor.url }))
  if (index % 7 === 0) {
    await device.licence.reset()
    await expectGranted(story, device, await device.licence.activate(story.vendor.label))
  }
  look(story, device)
}

async function expectGranted(
  story: Story,
  device: Device,
  outcome: { kind: string; code?: string },
): Promise<void> {
  if (outcome.kind === 'refused') story.broken.push(`${device.name} was refused: ${outcome.code}`)
}

function lookWithWrongClocks(story: Story): void {
  const right = story.clock.now()
  for (const wrong of wrongClocks) {
    story.clock.set(wrong)
    for (const device of story.devices) look(story, device)
  }
  story.clock.set(right)
  for (const device of story.devices) {
    const { noticed } = device.licence.state()
    if (noticed.includes('clock-ahead') || noticed.includes('clock-behind'))
      story.broken.push(`${device.name} still doubts its clock after it was corrected`)
  }
}

function lookThroughCenturies(story: Story, years: number): void {
  const days = Math.floor(years * daysPerYear)
  for (let day = 0; day < days; day += seasonDays) {
    story.clock.advance({ days: seasonDays })
    for (const device of story.devices) look(story, device)
  }
}

function look(story: Story, device: Device): void {
  const state: DeviceState = device.licence.state()
  story.looks += 1
  const at = formatInstant(story.clock.now())
  if (state.kind !== 'licensed' || state.until !== 'perpetual') {
    story.daysLost += 1
    story.broken.push(`${at} ${device.name} is ${state.kind}`)
  } else if (state.reminding) {
    story.reminders += 1
    story.broken.push(`${at} ${device.name} shows a reminder`)
  }
}

async function makeReport(story: Story): Promise<StoryReport> {
  const activations = story.devices.map((device) => device.activatedAt)
  const first = activations[0]!
  const seatsTaken = await story.vendor.countSeatsTaken()
  if (seatsTaken !== story.devices.length)
    story.broken.push(`${seatsTaken} seats are taken by ${story.devices.length} devices`)
  const audit = await story.vendor.verifyAudit()
  if (audit !== 'intact') story.broken.push(`the audit log is ${audit}`)
  return {
    devices: story.devices.length,
    online: story.devices.filter((device) => !device.offline).length,
    offline: story.devices.filter((device) => device.offline).length,
    firstActivation: first,
    lastActivation: activations.at(-1)!,
    upgrades: story.upgrades,
    seatsTaken,
    looks: story.looks,
    lastLook: story.clock.now(),
    daysLost: story.daysLost,
    reminders: story.reminders,
    overflow: {
      firstReminder: addSecondsHeld(first, overflowSeconds - overflowReminderDays * secondsPerDay),
      firstEnd: addSecondsHeld(first, overflowSeconds),
    },
    broken: story.broken,
  }
}
