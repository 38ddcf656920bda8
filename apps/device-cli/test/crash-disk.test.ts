// A disk that fails at any call on the vault: what is told is what is, who was licensed stays licensed, and repeating the
// command on a disk that is well succeeds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  actions,
  attemptsMax,
  callsNeeded,
  onWorkers,
  isDamaged,
  repeatAction,
  rewind,
  runAction,
  setScene,
  stateOf,
  type Action,
  type Scene,
  type Worker,
} from './crash-actions.ts'
import { has } from './device.ts'
import { failedOnVault, failingAt, type VaultCall } from './strace.ts'

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

describe.skipIf(skipped !== '').each(actions)(`$name${skipped}`, (action) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await setScene(action)
  })
  afterAll(() => scene.close())

  test('a disk that fails at each call', async () => {
    const complaints: string[] = []
    const missed: string[] = []
    const todo = scene.calls.map((call, at) => ({ call, errno: errnoOf(call, at) }))
    await onWorkers(scene.workers, todo, async (worker, { call, errno }) => {
      rewind(worker)
      let ran = await runAction(action, worker, failingAt(worker.device, call, errno))
      for (let attempt = 2; attempt <= attemptsMax && !failedOnVault(worker.device); attempt++) {
        rewind(worker)
        ran = await runAction(action, worker, failingAt(worker.device, call, errno))
      }
      if (!failedOnVault(worker.device)) missed.push(`${call.text}, but ${ran.out}${ran.err}`)
      const told = { status: ran.status, out: ran.out, err: ran.err }
      for (const complaint of await complaintsOf(action, worker, told))
        complaints.push(`${errno} at ${call.text}: ${complaint}`)
    })
    expect(complaints).toEqual([])
    expect(missed).toEqual([])
    const keys = scene.calls.map(({ key }) => key)
    for (const key of callsNeeded(action)) expect(keys).toContain(key)
  }, 180_000)
})

async function complaintsOf(
  action: Action,
  worker: Worker,
  told: { readonly status: number | null; readonly out: string; readonly err: string },
): Promise<string[]> {
  const complaints: string[] = []
  const after = stateOf(worker)
  if (isDamaged(worker)) complaints.push('the vault is damaged')
  if (told.status === 0)
    return after.kind === action.gives
      ? complaints
      : [...complaints, `told as done, and then ${JSON.stringify(after)}`]
  if (told.status !== 1) return [...complaints, `ended with ${told.status} ${told.err}`]
  const { refused } = JSON.parse(told.out) as { refused: { code: string } }
  if (!vaultCodes.includes(refused.code)) complaints.push(refused.code)
  if (action.licensedBefore && after.kind !== 'licensed') complaints.push(`no longer licensed (${told.out})`)
  const again = await repeatAction(action, worker)
  return again === null ? complaints : [...complaints, again]
}
