// What this machine could do at best, measured in the same run: signatures on every core, and durable commits on this disk.
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Clock } from '@holdfast/capabilities'
import { cpuMicrosOfThis } from './cpu-time.ts'

export type SignatureBound = {
  /** CPU time of the signature operations: an activation verifies device and product key and signs, a renewal verifies device and held lease and signs. */
  readonly cpuMicros: number
  /** Activations a second if signatures were all there is, with every core of this machine. */
  readonly activationsPerSecond: number
}

export type SignatureBurst = {
  readonly cpuMicros: number
  readonly elapsedMs: number
  /** Activations' worth of signatures. */
  readonly count: number
}

/** Measures in bursts: the speed of a machine shared with others drifts, so bursts and load take turns. */
export type SignatureMeter = {
  /** One burst, of about half a second: a shorter one tells more of its moment than of the machine. */
  measure(): Promise<SignatureBurst>
  close(): Promise<void>
}

/** The mean of these bursts. */
export function boundOf(bursts: readonly SignatureBurst[]): SignatureBound {
  const sum = (pick: (burst: SignatureBurst) => number) =>
    bursts.reduce((total, burst) => total + pick(burst), 0)
  const count = sum((burst) => burst.count)
  return {
    cpuMicros: sum((burst) => burst.cpuMicros) / count,
    activationsPerSecond: (count * 1000) / sum((burst) => burst.elapsedMs),
  }
}

const payloadBytes = 1400
const warmUps = 200
const measured = 4000
/** Activations' worth of signatures that each thread does in a burst. */
const perBurst = 1000

/**
 * Every core signs and verifies at once, as it does under the load that this is compared with: on cores that share their
 * units, an operation costs more CPU time than it does alone.
 */
export async function openSignatureMeter(clock: Clock): Promise<SignatureMeter> {
  const threads = availableParallelism()
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./signature-loop.ts', import.meta.url), { workerData: { payloadBytes } }),
  )
  const run = (count: number) =>
    Promise.all(
      workers.map((worker) => {
        const done = once(worker, 'message')
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
        worker.postMessage(count)
        return done
      }),
    )
  await run(warmUps)
  return {
    async measure() {
      const [cpuBefore, startedMs] = [cpuMicrosOfThis(), clock.monotonicMs()]
      await run(perBurst)
      const cpuMicros = cpuMicrosOfThis() - cpuBefore
      return { cpuMicros, elapsedMs: clock.monotonicMs() - startedMs, count: perBurst * threads }
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  }
}

/** Single-row transactions a second on this disk, SQLite with WAL and `synchronous=FULL`. */
export function measureCommits(folder: string, clock: Clock): number {
  const file = join(folder, 'commits.db')
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB)',
  )
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)')
  const body = new Uint8Array(1000)
  for (let index = 0; index < warmUps; index++) insert.run(body)
  const startedMs = clock.monotonicMs()
  for (let index = 0; index < measured; index++) insert.run(body)
  const rate = (measured * 1000) / (clock.monotonicMs() - startedMs)
  database.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  return rate
}
