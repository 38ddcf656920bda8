// A process that dies, or whose disk fails, at any call that it makes on the vault: the vault stays valid, who was licensed
// stays licensed, and repeating the command succeeds with the same seat.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { openLicence } from '@holdfast/device'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activation, has, makeDevice, type Device, type Ran } from './device.ts'
import { failingAt, failedOnVault, killedAt, lastCall, listVaultCalls, type VaultCall } from './strace.ts'
import { openVendor, type Vendor } from './vendor.ts'

/** Devices that are killed beside each other, each with a vendor of its own. */
const workers = 2

type Worker = {
  readonly vendor: Vendor
  readonly device: Device
  readonly template: string
  readonly seats: Vendor['seats']
}

type Action = {
  readonly name: string
  readonly licensedBefore: boolean
  readonly args: (worker: Worker) => string[]
  /** Whether the device may be unlicensed afterwards, because that is what the command is for. */
  readonly gives: 'licensed' | 'unlicensed'
  readonly prepare?: (worker: Worker) => Promise<void>
}

const actions: readonly Action[] = [
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

/** What a disk can say at each call. */
const errnos: { readonly [call: string]: readonly string[] } = {
  openat: ['ENOSPC', 'EROFS', 'EACCES'],
  write: ['ENOSPC', 'EIO'],
  fsync: ['EIO', 'ENOSPC'],
  rename: ['EROFS', 'EACCES', 'ENOSPC', 'EIO'],
  link: ['ENOSPC', 'EROFS', 'EACCES'],
  unlink: ['EROFS', 'EACCES'],
  mkdir: ['EROFS', 'EACCES', 'ENOSPC'],
  fchmod: ['EROFS', 'EIO'],
}
/** One error after the other, so that each call meets each of its errors somewhere among the actions. */
function errnoOf({ name }: VaultCall, at: number): string {
  const possible = errnos[name] ?? ['EIO']
  return possible[at % possible.length] ?? 'EIO'
}

const vaultCodes = ['VAULT_FULL', 'VAULT_READ_ONLY', 'FILE_UNWRITABLE', 'FILE_UNREADABLE']

const skipped = has('strace') ? '' : ' (skipped: apt-get install strace)'

const jsonOf = (ran: Ran) => JSON.parse(ran.out) as { [member: string]: unknown }

/**
 * The change is in place already, and the call that fails only makes it durable or frees the lock: the command is refused
 * because it cannot promise anything, and repeating it settles the matter.
 */
function isInPlace({ name, text }: VaultCall): boolean {
  return (name === 'fsync' && /vault>\)/.test(text)) || (name === 'rename' && text.includes('-free"'))
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

/** Device and books as they were before the command. */
function rewind({ vendor, device, template, seats }: Worker): void {
  rmSync(device.vault, { recursive: true, force: true })
  if (existsSync(template)) cpSync(template, device.vault, { recursive: true })
  vendor.seats.clear()
  for (const [id, seat] of seats) vendor.seats.set(id, { ...seat })
}

/** Each of `calls` once, on whichever worker is free. */
async function onWorkers<T>(
  pool: readonly Worker[],
  todo: readonly T[],
  one: (worker: Worker, item: T) => Promise<void>,
) {
  const left = [...todo]
  await Promise.all(
    pool.map(async (worker) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await one(worker, item)
    }),
  )
}

describe.skipIf(skipped !== '').each(actions)(`$name${skipped}`, (action) => {
  let pool: Worker[] = []
  let calls: readonly VaultCall[] = []
  const command = (worker: Worker) => [...action.args(worker), '--json']
  const status = ({ device }: Worker) => openLicence({ product: 'cmge', dir: device.vault }).state()

  beforeAll(async () => {
    pool = await Promise.all(Array.from({ length: workers }, () => makeWorker(action)))
    const [worker] = pool
    if (worker === undefined) throw new Error('no worker')
    // The first run fills the store of compiled code, so that later ones open the same files.
    await worker.device.here(command(worker))
    rewind(worker)
    const listed = await listVaultCalls(worker.device, (options) =>
      worker.device.here(command(worker), options),
    )
    if (listed.ran.status !== 0) throw new Error(listed.ran.out)
    calls = listed.calls
  })
  afterAll(async () => {
    for (const { vendor, device } of pool) {
      device.remove()
      await vendor.close()
    }
  })

  test('writes a new file, syncs it, puts it in place and syncs the folder', () => {
    const names = new Set(calls.map(({ name }) => name))
    for (const name of ['openat', 'write', 'fsync', 'rename', 'link']) expect(names).toContain(name)
  })

  test('killed at each call', async () => {
    const hit = new Set<string>()
    const complaints: string[] = []
    await onWorkers(pool, calls, async (worker, call) => {
      rewind(worker)
      const { device, vendor } = worker
      const killed = await device.here(command(worker), killedAt(device, call))
      if (killed.signal === 'SIGKILL') hit.add(`${call.name} ${call.nth}`)
      const where = `killed at ${lastCall(device)}`
      const after = status(worker)
      if (after.noticed.includes('vault-generation-damaged'))
        complaints.push(`${where}: the vault is damaged`)
      if (after.kind !== 'licensed' && action.licensedBefore && action.gives === 'licensed')
        complaints.push(`${where}: no longer licensed but ${JSON.stringify(after)}`)
      const again = await repeat(worker)
      if (again !== null) complaints.push(`${where}: ${again}`)
      if (vendor.seats.size !== (action.name.startsWith('release') ? vendor.seats.size : 1))
        complaints.push(`${where}: ${vendor.seats.size} seats`)
    })
    expect(complaints).toEqual([])
    // A call whose name was chosen by chance is found by counting all calls; a count that is off kills elsewhere.
    const exact = calls.filter((call) => call.exact)
    expect(exact.filter(({ name, nth }) => !hit.has(`${name} ${nth}`))).toEqual([])
  }, 180_000)

  test('a disk that fails at each call', async () => {
    const todo = calls.map((call, at) => ({ call, errno: errnoOf(call, at) }))
    const complaints: string[] = []
    let injected = 0
    await onWorkers(pool, todo, async (worker, { call, errno }) => {
      rewind(worker)
      const { device } = worker
      const ran = await device.here(command(worker), failingAt(device, call, errno))
      // A count that is off fails a call of Node itself, which says nothing about the vault.
      if (!failedOnVault(device)) return
      injected++
      const where = `${errno} at ${call.text}`
      if (ran.status === 1) {
        const { refused } = jsonOf(ran) as { refused: { code: string } }
        if (!vaultCodes.includes(refused.code)) complaints.push(`${where}: ${refused.code}`)
      } else if (ran.status !== 0) complaints.push(`${where}: ended with ${ran.status} ${ran.err}`)
      const after = status(worker)
      const stays = action.licensedBefore && (action.gives === 'licensed' || ran.status === 1)
      if (after.kind !== 'licensed' && stays && !isInPlace(call))
        complaints.push(`${where}: no longer licensed (${ran.out})`)
      const again = ran.status === 0 ? null : await repeat(worker)
      if (again !== null) complaints.push(`${where}: ${again}`)
    })
    expect(complaints).toEqual([])
    expect(injected).toBeGreaterThanOrEqual(calls.filter((call) => call.exact).length)
  }, 180_000)

  /** The same command again: done, or there is nothing left to do because it was done already. */
  async function repeat(worker: Worker): Promise<string | null> {
    const { device, vendor } = worker
    const seatsBefore = [...worker.seats.values()].map(({ seat }) => seat)
    const ran = await device.here(command(worker))
    if (ran.status !== 0) return `repeated: ${ran.out}${ran.err}`
    const after = status(worker)
    if (after.kind !== action.gives) return `repeated, and then ${JSON.stringify(after)}`
    const { lease } = jsonOf(ran) as { lease?: { seat?: string } }
    if (lease?.seat !== undefined && seatsBefore.length > 0 && !seatsBefore.includes(lease.seat as never))
      return `another seat: ${lease.seat} after ${seatsBefore.join()}`
    if (action.name === 'release' && vendor.seats.size !== 0) return 'released, and the seat is still taken'
    return null
  }
})
