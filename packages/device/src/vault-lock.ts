// One writer at a time, by a lock that dies with its process. spec: device §4
import {
  linkSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'

export const lockWaitMsMax = 10_000
const lockPauseMs = 20
const lockPauseMsMax = 200
// A number taken away between two looks is looked for again; so often in a row only where the file system plays tricks.
const looksMax = 100

/** Who holds a lock, as far as the system names it; empty text where it does not. */
export type LockHolder = {
  readonly pid: number
  /** Start of the process in clock ticks since boot: tells two processes of the same number apart. */
  readonly start: string
  readonly bootId: string
  readonly pidNamespace: string
}
export type HeldLock = {
  readonly kind: 'held'
  readonly number: number
  /** Throws `LockLost` where another process took this one for dead and went on. */
  fence(): void
  /** Never throws: what was written under the lock is done, whether or not the lock could be marked free. */
  free(): void
}
export type BusyLock = {
  readonly kind: 'busy'
  readonly number: number
  readonly holder: LockHolder
  readonly life: 'alive' | 'unknown'
}

export class LockLost extends Error {}

/**
 * Takes the lock of a vault folder that exists, waiting at most ten seconds. A holder of which nobody can tell whether it
 * lives counts as dead once the same number has been watched that long. File errors throw.
 */
export async function takeLock(
  dir: string,
  lent: { clock: Clock; entropy: Entropy },
): Promise<HeldLock | Refusal<'VAULT_LOCKED'>> {
  const self = ownHolder()
  const startMs = lent.clock.monotonicMs()
  for (
    let pauseMs = lockPauseMs, watched = 0, watchedFromMs = startMs;
    ;
    pauseMs = Math.min(pauseMs * 2, lockPauseMsMax)
  ) {
    const nowMs = lent.clock.monotonicMs()
    const dead = nowMs - watchedFromMs >= lockWaitMsMax ? watched : null
    const tried = tryLock(dir, { self, entropy: lent.entropy, dead })
    if (tried.kind === 'held') return tried
    if (tried.number !== watched || tried.life === 'alive') [watched, watchedFromMs] = [tried.number, nowMs]
    if (nowMs - startMs >= lockWaitMsMax)
      return refuse('VAULT_LOCKED', { dir, file: `lock.${tried.number}`, pid: tried.holder.pid })
    await lent.clock.waitMs(Math.min(pauseMs, startMs + lockWaitMsMax - nowMs))
  }
}

/** One attempt, without waiting. `dead`: the number whose holder, not being judgeable, counts as dead. */
export function tryLock(
  dir: string,
  { self, entropy, dead }: { self: LockHolder; entropy: Entropy; dead: number | null },
): HeldLock | BusyLock {
  const own = join(dir, `lock.tmp-${self.pid}-${Buffer.from(entropy.bytes(6)).toString('hex')}`)
  const freeMark = `${own}-free`
  try {
    for (let look = 0; ; look++) {
      const highest = highestLock(dir)
      const holder = highest === 0 ? 'free' : readHolder(dir, highest)
      if (holder !== null && holder !== 'free' && !isLetGo(dir, highest, { holder, self })) {
        const life = judgeLife(holder, self)
        if (life === 'alive' || (life === 'unknown' && dead !== highest)) {
          removeQuietly(own, freeMark)
          return { kind: 'busy', number: highest, holder, life }
        }
      }
      const number = highest + 1
      if (takeNumber(dir, { number, own, freeMark, self })) return heldLock(dir, number, freeMark)
      if (look >= looksMax)
        throw Object.assign(new Error('the lock cannot be taken'), { code: 'EBUSY', syscall: 'link' })
    }
  } catch (error) {
    removeQuietly(own, freeMark)
    throw error
  }
}

/** This process, as others will judge it. */
export function ownHolder(): LockHolder {
  return {
    pid: process.pid,
    start: statOf('self')?.start ?? '',
    bootId: textOf('/proc/sys/kernel/random/boot_id'),
    pidNamespace: ownNamespace(),
  }
}

/** Whether the holder's process lives; `unknown` in another pid namespace of this boot, or where the system tells too little. */
export function judgeLife(holder: LockHolder, self: LockHolder): 'alive' | 'dead' | 'unknown' {
  if (holder.bootId !== self.bootId) return 'dead'
  if (holder.pidNamespace !== self.pidNamespace) return 'unknown'
  const stat = statOf(String(holder.pid))
  if (stat !== null && holder.start !== '')
    return stat.start === holder.start && stat.state !== 'Z' && stat.state !== 'X' ? 'alive' : 'dead'
  // /proc may hide the processes of others, or not be there; a signal that is not sent still tells whether there is one.
  if (!pidExists(holder.pid)) return 'dead'
  return holder.start === '' && holder.pid !== self.pid ? 'unknown' : 'alive'
}

/** Links the complete record to the number, and sees that nobody is above. */
function takeNumber(
  dir: string,
  { number, own, freeMark, self }: { number: number; own: string; freeMark: string; self: LockHolder },
): boolean {
  writeFileSync(own, JSON.stringify(self), { mode: 0o600 })
  // The mark of freedom is written beforehand, so that freeing is one rename and needs no space.
  writeFileSync(freeMark, 'free', { mode: 0o600 })
  const path = join(dir, `lock.${number}`)
  if (!linkQuietly(own, path)) return false
  if (highestLock(dir) !== number) {
    removeQuietly(path)
    return false
  }
  removeQuietly(own)
  removeLower(dir, number, self)
  return true
}

function heldLock(dir: string, number: number, freeMark: string): HeldLock {
  return {
    kind: 'held',
    number,
    fence: () => {
      if (highestLock(dir) !== number) throw new LockLost(`lock.${number} was taken over`)
    },
    free: () => {
      if (!freeQuietly(dir, number, freeMark)) unfreed.add(join(dir, `lock.${number}`))
    },
  }
}

// Locks that this process let go and could not mark so: to others it lives and holds them, to itself they are free.
const unfreed = new Set<string>()

function isLetGo(
  dir: string,
  number: number,
  { holder, self }: { holder: LockHolder; self: LockHolder },
): boolean {
  const own = holder.pid === self.pid && holder.start === self.start && holder.bootId === self.bootId
  return own && unfreed.has(join(dir, `lock.${number}`))
}

function freeQuietly(dir: string, number: number, freeMark: string): boolean {
  const path = join(dir, `lock.${number}`)
  try {
    if (highestLock(dir) === number) renameSync(freeMark, path)
    else removeQuietly(freeMark)
    return true
  } catch {
    removeQuietly(freeMark)
  }
  try {
    // An empty file is no record of a holder either, and needs neither space nor a change of the folder.
    truncateSync(path)
    return true
  } catch {
    return false
  }
}

function highestLock(dir: string): number {
  return Math.max(
    0,
    ...readdirSync(dir).map((name) => Number(/^lock\.([1-9]\d{0,14})$/.exec(name)?.[1] ?? 0)),
  )
}

/** `null` where the file has gone meanwhile. What is no complete record was cut off with the power: nobody holds it. */
function readHolder(dir: string, number: number): LockHolder | 'free' | null {
  let text: string
  try {
    text = readFileSync(join(dir, `lock.${number}`), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const { pid, start, bootId, pidNamespace } = JSON.parse(text) as { [member: string]: unknown }
    const texts = [start, bootId, pidNamespace].every((value) => typeof value === 'string')
    if (!texts || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return 'free'
    return { pid, start, bootId, pidNamespace } as LockHolder
  } catch {
    return 'free'
  }
}

// Only the holder removes lower numbers and what killed processes left, so that nobody's count goes back.
function removeLower(dir: string, number: number, self: LockHolder): void {
  for (const name of readdirSync(dir)) {
    const lower = /^lock\.([1-9]\d{0,14})$/.exec(name)
    if (lower !== null && Number(lower[1]) < number) removeQuietly(join(dir, name))
    const left = /^lock\.tmp-([1-9]\d{0,14})-[0-9a-f]{12}(-free)?$/.exec(name)
    if (left !== null && Number(left[1]) !== self.pid && !pidExists(Number(left[1])))
      removeQuietly(join(dir, name))
  }
}

/** EPERM: there is one, of another user. */
function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** `false` where the number is taken, or where the temporary file was taken for a leftover: look again. */
function linkQuietly(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOENT') return false
    throw error
  }
}

function removeQuietly(...paths: string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { force: true })
    } catch {
      // A leftover costs nothing: the next holder removes it.
    }
  }
}

function statOf(pid: string): { state: string; start: string } | null {
  const text = textOf(`/proc/${pid}/stat`)
  // The process may be named anything, `)` and spaces included: fields are counted from the last `)`.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, start] = [fields[0], fields[19]]
  return text === '' || state === undefined || start === undefined ? null : { state, start }
}

function ownNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
