// One generation file: a line that says what follows, then JSON. Pure. spec: device §4
import { createHash } from 'node:crypto'

export type VaultPart = 'public' | 'private'
export const vaultVersion = 1
/** Far above what a vault holds: the longest trust chain kept is some megabytes. */
export const vaultBytesMax = 16_777_216

export type Generation = {
  readonly kind: 'generation'
  /** Of the format; above `vaultVersion`: written by a newer product, read as far as it is understood. */
  readonly version: number
  readonly sequence: number
  readonly body: unknown
}

const firstLine = /^(holdfast-vault ([1-9]\d{0,8}) (public|private) ([1-9]\d{0,15}) )([0-9a-f]{64})$/
const firstLineBytesMax = 128

export function formatGeneration(part: VaultPart, sequence: number, body: unknown): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(body))
  const head = `holdfast-vault ${vaultVersion} ${part} ${sequence} `
  return Buffer.concat([Buffer.from(`${head}${sha256(head, bytes)}\n`), bytes])
}

export function parseGeneration(
  bytes: Uint8Array,
  part: VaultPart,
): Generation | { readonly kind: 'damaged' } {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = text.subarray(0, firstLineBytesMax).indexOf(0x0a)
  const found = end === -1 ? null : firstLine.exec(text.toString('latin1', 0, end))
  const body = text.subarray(end + 1)
  if (found === null || found[3] !== part || sha256(found[1] ?? '', body) !== found[5])
    return { kind: 'damaged' }
  const sequence = Number(found[4])
  if (!Number.isSafeInteger(sequence)) return { kind: 'damaged' }
  try {
    return {
      kind: 'generation',
      version: Number(found[2]),
      sequence,
      body: JSON.parse(body.toString('utf8')),
    }
  } catch {
    return { kind: 'damaged' }
  }
}

/** Over the first line up to the hash, then the body: so that no sequence can be put before another body. */
function sha256(head: string, body: Uint8Array): string {
  return createHash('sha256').update(head).update(body).digest('hex')
}
