// The thread of a SignaturePool: takes private keys and batches, gives back the results of each batch.
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { unpackJobs, type PackedJob } from './signature-batch.ts'

const privateKeys = new Map<string, KeyObject>()

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
  // A PublicKey was made of these bytes before they came here, so they are one. A key from raw bytes costs next to nothing;
  // keeping keys costs more.
  const key = createPublicKey({ key: job.publicRaw, format: 'raw-public', asymmetricKeyType: 'ed25519' })
  return new Uint8Array([verify(null, job.bytes, key, job.signature) ? 1 : 0])
}

function nameOf(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
}
