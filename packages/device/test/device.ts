// A device for tests: a folder, a clock that moves when told, chance that repeats, an uptime that can be set.
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Instant } from '@holdfast/capabilities'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { afterAll } from 'vitest'
import type { DeviceLicence, LicenceOptions, Uptime } from '../src/device-licence.ts'
import { openLicence } from '../src/open-licence.ts'
import type { Vendor } from './vendor.ts'

/**
 * Waiting costs no time: pauses pass at once and are noted. The limit of one attempt, which is waited for beside an open
 * connection, passes only where `impatient` is set.
 */
export class RushingClock implements Clock {
  wall: Instant
  ms = 0
  readonly pausesMs: number[] = []
  impatient = false

  constructor(start: string) {
    this.wall = instant(start)
  }

  now(): Instant {
    return this.wall
  }

  set(text: string): void {
    this.wall = instant(text)
  }

  monotonicMs(): number {
    return this.ms
  }

  waitUntil(): Promise<void> {
    return Promise.resolve()
  }

  async waitMs(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal !== undefined && !this.impatient)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    if (signal === undefined) this.pausesMs.push(milliseconds)
    // An impatient attempt still gives the server a turn, so that what was sent has been read.
    else await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))))
    this.ms += milliseconds
  }
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

// In memory where the system offers that: these tests look at what is written, not at how long a disk takes.
const memory = '/dev/shm'
const base = canWrite(memory) ? memory : tmpdir()

export function makeFolder(): string {
  const folder = mkdtempSync(join(base, 'holdfast-device-'))
  folders.push(folder)
  return folder
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export type TestDevice = {
  readonly dir: string
  readonly clock: RushingClock
  uptime: Uptime | null
  readonly options: LicenceOptions
  readonly licence: DeviceLicence
  /** Another process over the same folder. */
  again(change?: Partial<LicenceOptions>): DeviceLicence
}

let devices = 0

export function makeDevice(vendor: Vendor, change: Partial<LicenceOptions> = {}): TestDevice {
  const clock = new RushingClock('2026-03-01T08:30:00Z')
  const dir = change.dir ?? join(makeFolder(), 'vault')
  const device: { uptime: Uptime | null } = { uptime: { bootId: 'boot-1', seconds: 1000 } }
  const options: LicenceOptions = {
    product: vendor.product,
    trust: vendor.trustText,
    release: { name: 'V0-G', ordinal: 100 },
    facts: { 'machine-id': `machine-${devices}`, 'board-serial': 'ex-0001', 'cpu-model': 'example cpu' },
    clock,
    entropy: new SeededEntropy(`device-${devices++}`),
    uptime: () => device.uptime,
    ...(vendor.url === '' ? {} : { server: vendor.url }),
    name: 'front-desk-7',
    ...change,
    dir,
  }
  const licence = openLicence(options)
  const again = (more: Partial<LicenceOptions> = {}) => openLicence({ ...options, ...more })
  return Object.assign(device, { dir, clock, options, licence, again })
}
