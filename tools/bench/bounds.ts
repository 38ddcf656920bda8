// What this machine could do at best, measured in the same run: signatures on every core, and durable commits on this disk.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock, Entropy } from '@holdfast/capabilities'
import {
  privateKeyOfSeed,
  publicKeyOfRaw,
  signBytes,
  signBytesAsync,
  verifyBytes,
  verifyBytesAsync,
} from '@holdfast/lease'
import { cpuMicrosOfThis } from './cpu-time.ts'

export type SignatureBound = {
  /** CPU time of the signature operations: an activation verifies device and product key and signs, a renewal verifies device and held lease and signs. */
  readonly activationCpuMicros: number
  readonly renewalCpuMicros: number
  /** Activations a second if signatures were all there is, with every core of this machine. */
  readonly activationsPerSecond: number
}

const payloadBytes = 1400
const warmUps = 200
const measured = 4000
const inFlight = 16

export async function measureSignatures(clock: Clock, entropy: Entropy): Promise<SignatureBound> {
  const key = privateKeyOfSeed(entropy.bytes(32))
  const publicKey = publicKeyOfRaw(key.publicRaw)!
  const bytes = entropy.bytes(payloadBytes)
  const signature = signBytes(key, bytes)
  const cpuOf = (count: number, run: () => void) => {
    for (let index = 0; index < warmUps; index++) run()
    const before = cpuMicrosOfThis()
    for (let index = 0; index < count; index++) run()
    return (cpuMicrosOfThis() - before) / count
  }
  const verifyMicros = cpuOf(measured, () => verifyBytes(publicKey, bytes, signature))
  const signMicros = cpuOf(measured, () => signBytes(key, bytes))

  let done = 0
  const startedMs = clock.monotonicMs()
  const worker = async () => {
    while (done < measured) {
      done += 1
      await Promise.all([
        verifyBytesAsync(publicKey, bytes, signature),
        verifyBytesAsync(publicKey, bytes, signature),
      ])
      await signBytesAsync(key, bytes)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return {
    activationCpuMicros: 2 * verifyMicros + signMicros,
    renewalCpuMicros: 2 * verifyMicros + signMicros,
    activationsPerSecond: (measured * 1000) / (clock.monotonicMs() - startedMs),
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
