// What a device does when its process dies or its disk fails, and the devices that it is tried on.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { openLicence, type DeviceState } from '@holdfast/device'
import { activation, makeDevice, type Device, type Ran } from './device.ts'
import { listVaultCalls, namesFixed, type VaultCall } from './strace.ts'
import { openVendor, type Vendor } from './vendor.ts'

/** Devices that are tried beside each other, each with a vendor of its own. */
const workersMax = 2

export type Worker = {
  readonly vendor: Vendor
  readonly device: Device
  readonly template: string
  readonly seats: Vendor['seats']
}

export type Action = {
  readonly name: string
  readonly licensedBefore: boolean
  readonly args: (worker: Worker) => string[]
  /** Whether the device may be unlicensed afterwards, because that is what the command is for. */
  readonly gives: 'licensed' | 'unlicensed'
  readonly prepare?: (worker: Worker) => Promise<void>
}

export const actions: readonly Action[] = [
  {
    name: 'activate for the first time',
    licensedBefore: false,
    gives: 'licensed',
    args: ({ vendor, device }) => activation(vendor, device),
  },
  {
    name: 'activate again',
    licensedBefore: true,
    gives: 'licensed',
    args: ({ vendor, device }) => activation(vendor, device),
  },
  { name: 'renew', licensedBefore: true, gives: 'licensed', args: () => ['renew'] },
  { name: 'reset', licensedBefore: true, gives: 'unlicensed', args: () => ['reset'] },
  { name: 'release', licensedBefore: true, gives: 'unlicensed', args: () => ['release'] },
  {
    name: 'release to a file',
    licensedBefore: true,
    gives: 'unlicensed',
    args: ({ device }) => ['release', '--out', device.file('release.txt')],
  },
  {
    name: 'request',
    licensedBefore: true,
    gives: 'licensed',
    args: ({ vendor, device }) => [
      ...['request', '--serial', vendor.serial, '--key-file', device.file('key.txt')],
      ...['--out', device.file('request.txt')],
    ],
  },
  {
    name: 'apply',
    licensedBefore: true,
    gives: 'licensed',
    args: ({ device }) => ['apply', device.file('answer.txt')],
    prepare: async ({ vendor, device }) => {
      const asked = await device.here(['request', '--renew', '--out', device.file('request.txt')])
      if (asked.status !== 0) throw new Error(asked.err)
      device.write('answer.txt', await vendor.answerFile(readFileSync(device.file('request.txt'), 'utf8')))
    },
  },
]

/** Every action takes the lock, writes the next generation and its copy, puts them in place and frees the lock. */
const callsOfAll = [
  ...['openat lock.tmp', 'write lock.tmp', 'openat lock.tmp-free', 'write lock.tmp-free'],
  ...['link lock.tmp lock.N', 'unlink lock.tmp', 'rename lock.tmp-free lock.N'],
  ...['openat public.tmp', 'fchmod public.tmp', 'write public.tmp', 'fsync public.tmp', 'fsync .'],
  ...['rename public.tmp public.0', 'rename public.tmp public.1'],
]
const callsOfFirst = [
  ...['mkdir .', 'openat private.tmp', 'fchmod private.tmp', 'write private.tmp', 'fsync private.tmp'],
  ...['rename private.tmp private.0', 'rename private.tmp private.1'],
]

/** The calls that an action cannot do without: where one is missing, the list that is tried has shrunk. */
export function callsNeeded({ licensedBefore }: Action): readonly string[] {
  return licensedBefore ? [...callsOfAll, 'unlink lock.N'] : [...callsOfAll, ...callsOfFirst]
}

export type Scene = {
  readonly workers: readonly Worker[]
  readonly calls: readonly VaultCall[]
  close(): Promise<void>
}

/** The devices as they are before the command, and the calls that it makes on the vault. */
export async function setScene(action: Action): Promise<Scene> {
  const workers = await Promise.all(Array.from({ length: workersMax }, () => makeWorker(action)))
  const [worker] = workers
  if (worker === undefined) throw new Error('no worker')
  // The first run fills the store of compiled code, so that later ones open the same files.
  await runAction(action, worker, { env: namesFixed })
  rewind(worker)
  const { calls, ran } = await listVaultCalls(worker.device, (options) => runAction(action, worker, options))
  if (ran.status !== 0) throw new Error(ran.out)
  const close = async () => {
    for (const { vendor, device } of workers) {
      device.remove()
      await vendor.close()
    }
  }
  return { workers, calls, close }
}

async function makeWorker(action: Action): Promise<Worker> {
  const vendor = await openVendor({ seats: 1 })
  const device = makeDevice(vendor)
  const worker = { vendor, device, template: device.file('template'), seats: new Map() }
  if (action.licensedBefore) {
    const ran = await device.here(activation(vendor, device))
    if (ran.status !== 0) throw new Error(ran.err)
    await action.prepare?.(worker)
    cpSync(device.vault, worker.template, { recursive: true })
  }
  return { ...worker, seats: new Map([...vendor.seats].map(([id, seat]) => [id, { ...seat }])) }
}

export function runAction(
  action: Action,
  worker: Worker,
  options: Parameters<Device['here']>[1] = {},
): Promise<Ran> {
  return worker.device.here([...action.args(worker), '--json'], options)
}

/** Device and books as they were before the command. */
export function rewind({ vendor, device, template, seats }: Worker): void {
  rmSync(device.vault, { recursive: true, force: true })
  if (existsSync(template)) cpSync(template, device.vault, { recursive: true })
  vendor.seats.clear()
  for (const [id, seat] of seats) vendor.seats.set(id, { ...seat })
}

/** On a busy machine strace may miss its call; the run is then repeated, so often at most. */
export const attemptsMax = 3

/** Each item once, on whichever device is free. */
export async function onWorkers<T>(
  workers: readonly Worker[],
  items: readonly T[],
  one: (worker: Worker, item: T) => Promise<void>,
): Promise<void> {
  const left = [...items]
  await Promise.all(
    workers.map(async (worker) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await one(worker, item)
    }),
  )
}

export function stateOf({ device }: Worker): DeviceState {
  return openLicence({ product: 'cmge', dir: device.vault }).state()
}

/** A copy that is not written yet may be missing; none may ever be damaged. */
export function isDamaged({ device }: Worker): boolean {
  const { vault } = openLicence({ product: 'cmge', dir: device.vault }).diagnose()
  return vault.some(({ finding }) => finding === 'damaged')
}

/** The same command again: done, or there is nothing left to do because it was done already. What is wrong, or `null`. */
export async function repeatAction(action: Action, worker: Worker): Promise<string | null> {
  const { vendor, seats } = worker
  const seatsBefore = [...seats.values()].map(({ seat }) => seat)
  const ran = await runAction(action, worker)
  if (ran.status !== 0) return `repeated: ${ran.out}${ran.err}`
  const after = stateOf(worker)
  if (after.kind !== action.gives) return `repeated, and then ${JSON.stringify(after)}`
  const { lease } = JSON.parse(ran.out) as { lease?: { seat?: string } }
  if (lease?.seat !== undefined && seatsBefore.length > 0 && !seatsBefore.includes(lease.seat as never))
    return `another seat: ${lease.seat} after ${seatsBefore.join()}`
  if (action.name === 'release' && vendor.seats.size !== 0) return 'released, and the seat is still taken'
  if (!action.name.startsWith('release') && vendor.seats.size !== 1) return `${vendor.seats.size} seats`
  return null
}
