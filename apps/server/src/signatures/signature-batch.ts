/**
 * A batch of signature jobs as one array of bytes, so that it travels to a thread without being copied member by member:
 * for each job 1 byte kind (0 verify, 1 sign), 32 bytes public key, 64 bytes signature (verify only), 4 bytes length,
 * bytes. The results lie one after another: 1 byte for a verification, 64 for a signature.
 */
import type { PrivateKey, PublicKey } from '@holdfast/lease'

export type SignatureJob =
  | {
      readonly kind: 'verify'
      readonly key: PublicKey
      readonly bytes: Uint8Array
      readonly signature: Uint8Array
    }
  | { readonly kind: 'sign'; readonly key: PrivateKey; readonly bytes: Uint8Array }

export type PackedJob = {
  readonly kind: 'verify' | 'sign'
  readonly publicRaw: Buffer
  /** Empty for `sign`. */
  readonly signature: Buffer
  readonly bytes: Buffer
}

const rawBytes = 32
export const signatureBytes = 64
const kindVerify = 0
const kindSign = 1

export function packJobs(jobs: readonly SignatureJob[]): Uint8Array<ArrayBuffer> {
  const packed = Buffer.from(new ArrayBuffer(jobs.reduce((sum, job) => sum + lengthOf(job), 0)))
  let at = 0
  for (const job of jobs) {
    at = packed.writeUInt8(job.kind === 'verify' ? kindVerify : kindSign, at)
    at += Buffer.from(job.key.publicRaw).copy(packed, at)
    if (job.kind === 'verify') {
      packed.set(job.signature, at)
      at += signatureBytes
    }
    at = packed.writeUInt32BE(job.bytes.length, at)
    packed.set(job.bytes, at)
    at += job.bytes.length
  }
  return new Uint8Array(packed.buffer)
}

export function unpackJobs(packed: Uint8Array): PackedJob[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  const jobs: PackedJob[] = []
  for (let at = 0; at < bytes.length;) {
    const kind = bytes.readUInt8(at) === kindVerify ? 'verify' : 'sign'
    const rawEnd = at + 1 + rawBytes
    const signatureEnd = rawEnd + (kind === 'verify' ? signatureBytes : 0)
    const start = signatureEnd + 4
    const end = start + bytes.readUInt32BE(signatureEnd)
    jobs.push({
      kind,
      publicRaw: bytes.subarray(at + 1, rawEnd),
      signature: bytes.subarray(rawEnd, signatureEnd),
      bytes: bytes.subarray(start, end),
    })
    at = end
  }
  return jobs
}

/** The results of `jobs`, in their order. */
export function unpackResults(jobs: readonly SignatureJob[], results: Uint8Array): Uint8Array[] {
  let at = 0
  return jobs.map(({ kind }) => results.slice(at, (at += kind === 'verify' ? 1 : signatureBytes)))
}

function lengthOf(job: SignatureJob): number {
  return 1 + rawBytes + (job.kind === 'verify' ? signatureBytes : 0) + 4 + job.bytes.length
}
