// The thread of a SignaturePool: takes private keys and batches, gives back the results of each batch.
import { sign, type KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { publicKeyOfRaw, verifyBytes, type PublicKey } from '@holdfast/lease'
import { unpackJobs, type PackedJob } from './signature-batch.ts'

/** Public keys kept: those of orders come again with every device. */
const keysKeptMax = 2_048

const privateKeys = new Map<string, KeyObject>()
const publicKeys = new Map<string, PublicKey | null>()

parentPort?.on('message', (message: Uint8Array | { publicRaw: Uint8Array; key: KeyObject }) => {
  if (!(message instanceof Uint8Array)) return void privateKeys.set(nameOf(message.publicRaw), message.key)
  const results = Buffer.concat(unpackJobs(message).map(runJob))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
  return parentPort?.postMessage(new Uint8Array(results))
})

function runJob(job: PackedJob): Uint8Array {
  if (job.kind === 'sign') {
    const key = privateKeys.get(nameOf(job.publicRaw))
    if (key === undefined) throw new Error('a signature by a key that was not handed over')
    return sign(null, job.bytes, key)
  }
  const key = publicKeyKept(job.publicRaw)
  return new Uint8Array([key !== null && verifyBytes(key, job.bytes, job.signature) ? 1 : 0])
}

function nameOf(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
}

function publicKeyKept(raw: Buffer): PublicKey | null {
  const name = nameOf(raw)
  const known = publicKeys.get(name)
  if (known !== undefined) return known
  if (publicKeys.size >= keysKeptMax) publicKeys.clear()
  const key = publicKeyOfRaw(raw)
  publicKeys.set(name, key)
  return key
}
