import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { afterAll, expect, test } from 'vitest'
import {
  judgeLife,
  lockWaitMsMax,
  LockLost,
  ownHolder,
  takeLock,
  tryLock,
  type HeldLock,
} from '../src/vault-lock.ts'
import { makeFolder, RushingClock } from './device.ts'

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
})

const entropy = new SeededEntropy('lock')
const self = ownHolder()
const lent = () => ({ clock: new RushingClock('2026-03-01T08:30:00Z'), entropy })
const attempt = (dir: string, dead: number | null = null) => tryLock(dir, { self, entropy, dead })
const locks = (dir: string) => readdirSync(dir).filter((name) => name.startsWith('lock.'))

/** Another process; resolves with it once it holds the lock. */
async function startHolder(dir: string, what = 'hold'): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('lock-holder.ts', import.meta.url))
  const child = spawn(process.execPath, [file, dir, what], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ended with ${code}`))))
  })
  return child
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve))

test('freeing leaves a file that says so, and numbers only grow', () => {
  const dir = makeFolder()
  for (let number = 1; number <= 5; number++) {
    const lock = attempt(dir) as HeldLock
    expect(lock).toMatchObject({ kind: 'held', number })
    expect(locks(dir).filter((name) => !name.includes('tmp'))).toEqual([`lock.${number}`])
    lock.free()
    expect(readFileSync(join(dir, `lock.${number}`), 'utf8')).toBe('free')
    expect(locks(dir)).toEqual([`lock.${number}`])
  }
})

test('a living process holds it; killed, it is free at once', async () => {
  const dir = makeFolder()
  const child = await startHolder(dir)
  expect(attempt(dir)).toMatchObject({ kind: 'busy', number: 1, life: 'alive', holder: { pid: child.pid } })
  const { clock } = lent()
  const refused = await takeLock(dir, { clock, entropy })
  expect(refused).toMatchObject({ kind: 'refused', code: 'VAULT_LOCKED', facts: { pid: child.pid } })
  expect(clock.ms).toBeGreaterThanOrEqual(10_000)
  child.kill('SIGKILL')
  await ended(child)
  expect(attempt(dir)).toMatchObject({ kind: 'held', number: 2 })
})

test('freed by its holder, it goes on to who waits', async () => {
  const dir = makeFolder()
  const child = await startHolder(dir)
  const clock = new RushingClock('2026-03-01T08:30:00Z')
  const wait = clock.waitMs.bind(clock)
  clock.waitMs = async (ms) => {
    child.stdin?.write('go\n')
    await ended(child)
    return wait(ms)
  }
  expect(await takeLock(dir, { clock, entropy })).toMatchObject({ kind: 'held', number: 2 })
})

test('three processes count under it, and nothing is lost', async () => {
  const dir = makeFolder()
  writeFileSync(join(dir, 'count'), '0')
  const rounds = 12
  const holders = await Promise.all([1, 2, 3].map(() => startHolder(dir, String(rounds))))
  await Promise.all(holders.map(ended))
  expect(holders.map((child) => child.exitCode)).toEqual([0, 0, 0])
  expect(readFileSync(join(dir, 'count'), 'utf8')).toBe(String(3 * rounds))
  expect(locks(dir).length).toBe(1)
})

test.each([
  ['another start: the number was given to another process', { start: '1' }, 'dead'],
  ['another boot', { bootId: '00000000-0000-0000-0000-000000000000' }, 'dead'],
  ['no such process', { pid: 4_194_305, start: '1' }, 'dead'],
  ['another pid namespace', { pidNamespace: 'pid:[1]', pid: 4_194_305 }, 'unknown'],
  ['a process that tells no start', { pid: 1, start: '' }, 'unknown'],
  ['this very process', {}, 'alive'],
] as const)('%s', (_, change, life) => {
  expect(judgeLife({ ...self, ...change }, self)).toBe(life)
})

test('a holder that cannot be judged counts as dead after ten seconds of watching one number', async () => {
  const dir = makeFolder()
  writeFileSync(join(dir, 'lock.7'), JSON.stringify({ ...self, pid: 4_194_305, pidNamespace: 'pid:[1]' }))
  expect(attempt(dir)).toMatchObject({ kind: 'busy', life: 'unknown' })
  const { clock } = lent()
  expect(await takeLock(dir, { clock, entropy })).toMatchObject({ kind: 'held', number: 8 })
  // The very moment at which waiting ends, too: of the two rules this one wins.
  expect(clock.ms).toBe(lockWaitMsMax)
})

test('one that changes hands meanwhile is not taken for dead', async () => {
  const dir = makeFolder()
  const foreign = JSON.stringify({ ...self, pid: 4_194_305, pidNamespace: 'pid:[1]' })
  writeFileSync(join(dir, 'lock.7'), foreign)
  const clock = new RushingClock('2026-03-01T08:30:00Z')
  const wait = clock.waitMs.bind(clock)
  clock.waitMs = (ms) => {
    if (clock.ms > 5_000) writeFileSync(join(dir, 'lock.8'), foreign)
    return wait(ms)
  }
  expect(await takeLock(dir, { clock, entropy })).toMatchObject({ kind: 'refused', code: 'VAULT_LOCKED' })
})

test.each(['', '{', 'null', '{"pid":-1}', '{"pid":1}', 'x'.repeat(1000)])(
  'a record cut off with the power, %j, is nobody’s',
  (text) => {
    const dir = makeFolder()
    writeFileSync(join(dir, 'lock.3'), text)
    expect(attempt(dir)).toMatchObject({ kind: 'held', number: 4 })
  },
)

test('who is overtaken does not rename, and takes nothing away from the new holder', () => {
  const dir = makeFolder()
  const lock = attempt(dir) as HeldLock
  expect(() => lock.fence()).not.toThrow()
  writeFileSync(join(dir, 'lock.2'), JSON.stringify(self))
  expect(() => lock.fence()).toThrow(LockLost)
  lock.free()
  expect(attempt(dir)).toMatchObject({ kind: 'busy', number: 2 })
  expect(readFileSync(join(dir, 'lock.1'), 'utf8')).not.toBe('free')
})

test('what killed processes left is removed by the next holder; what living ones prepare is not', () => {
  const dir = makeFolder()
  writeFileSync(join(dir, 'lock.tmp-4194305-0123456789ab'), '')
  writeFileSync(join(dir, 'lock.tmp-4194305-0123456789ab-free'), 'free')
  writeFileSync(join(dir, 'lock.tmp-1-0123456789ab'), '')
  ;(attempt(dir) as HeldLock).free()
  expect(locks(dir).toSorted()).toEqual(['lock.1', 'lock.tmp-1-0123456789ab'])
})
