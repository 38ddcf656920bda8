// A process that dies at any call that it makes on the vault: the vault stays valid, who was licensed stays licensed, and
// repeating the command succeeds with the same seat.
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
import { findEnd, killedAt } from './strace.ts'

const skipped = has('strace') ? '' : ' (skipped: apt-get install strace)'

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
      let end = { text: '', hit: false }
      for (let attempt = 1; attempt <= attemptsMax && !end.hit; attempt++) {
        rewind(worker)
        const killed = await runAction(action, worker, killedAt(worker.device, call))
        end = killed.signal === 'SIGKILL' ? findEnd(worker.device, call) : { text: killed.out, hit: false }
      }
      if (!end.hit) missed.push(`${call.text}, but ${end.text}`)
      for (const complaint of await complaintsOf(action, worker)) complaints.push(`${end.text}: ${complaint}`)
    })
    expect(complaints).toEqual([])
    expect(missed).toEqual([])
  }, 180_000)
})

async function complaintsOf(action: Action, worker: Worker): Promise<string[]> {
  const complaints: string[] = []
  const after = stateOf(worker)
  if (isDamaged(worker)) complaints.push('the vault is damaged')
  if (after.kind !== 'licensed' && action.licensedBefore && action.gives === 'licensed')
    complaints.push(`no longer licensed but ${JSON.stringify(after)}`)
  const again = await repeatAction(action, worker)
  return again === null ? complaints : [...complaints, again]
}
