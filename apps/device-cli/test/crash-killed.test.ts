// A process that dies at any call that it makes on the vault: the vault stays valid, who was licensed stays licensed, and
// repeating the command succeeds with the same seat.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  actions,
  callsNeeded,
  onWorkers,
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
import { findEnd, killedAt, type VaultCall } from './strace.ts'

const skipped = has('strace') ? '' : ' (skipped: apt-get install strace)'

/** A count that is off by calls of Node's own is corrected by what the last attempt saw; so often at most. */
const attemptsMax = 8

describe.skipIf(skipped !== '').each(actions)(`$name${skipped}`, (action) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await setScene(action)
  })
  afterAll(() => scene.close())

  test('every call that it cannot do without is in the list', () => {
    const keys = scene.calls.map(({ key }) => key)
    for (const key of callsNeeded(action)) expect(keys).toContain(key)
  })

  test('killed at each call', async () => {
    const complaints: string[] = []
    const missed: string[] = []
    await onWorkers(scene.workers, scene.calls, async (worker, call) => {
      const hit = await killAt(action, worker, call, complaints)
      if (!hit) missed.push(`${call.key} ${call.occurrence}`)
    })
    expect(complaints).toEqual([])
    expect(missed).toEqual([])
  }, 180_000)
})

/** Whether the process died at the very call. What any death leaves is looked at, also that at another call. */
async function killAt(
  action: Action,
  worker: Worker,
  call: VaultCall,
  complaints: string[],
): Promise<boolean> {
  let { nth } = call
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    rewind(worker)
    const killed = await runAction(action, worker, killedAt(worker.device, { ...call, nth }))
    const end = findEnd(worker.device, call)
    const after = stateOf(worker)
    if (after.noticed.includes('vault-generation-damaged'))
      complaints.push(`${end.text}: the vault is damaged`)
    if (after.kind !== 'licensed' && action.licensedBefore && action.gives === 'licensed')
      complaints.push(`${end.text}: no longer licensed but ${JSON.stringify(after)}`)
    const again = await repeatAction(action, worker)
    if (again !== null) complaints.push(`${end.text}: ${again}`)
    if (killed.signal === 'SIGKILL' && end.hit) return true
    nth = end.nth ?? nth + 1
  }
  return false
}
