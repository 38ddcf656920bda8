// The audit chain: each row holds the hash of the one before it. docs/spec/store-schema.md §4 is the format.
import { hash } from 'node:crypto'
import type { AuditRow } from './tables.ts'

const rowTag = 'holdfast audit row 1'
const chainTag = 'holdfast audit chain 1'

/** What `previous` of a chain's first row holds, and what the head of an empty chain shows. */
export function auditChainStart(chain: string): Uint8Array {
  return sha256([chainTag, chain])
}

/** The hash of a row over everything else in it, `previous` included. */
export function auditRowHash(row: Omit<AuditRow, 'hash'>): Uint8Array {
  const { chain, seq, at, actor, action, subject, detail, previous } = row
  return sha256([rowTag, chain, String(seq), String(at), actor, action, subject, detail, previous])
}

/** Each field: its length in bytes as 4 bytes, highest first, then its bytes; so no two lists of fields read alike. */
function sha256(fields: readonly (string | Uint8Array)[]): Uint8Array {
  let length = 0
  for (const field of fields)
    length += 4 + (typeof field === 'string' ? Buffer.byteLength(field) : field.length)
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const field of fields) {
    const size = typeof field === 'string' ? bytes.write(field, at + 4) : copy(field, bytes, at + 4)
    bytes.writeUInt32BE(size, at)
    at += 4 + size
  }
  return hash('sha256', bytes, 'buffer')
}

function copy(from: Uint8Array, into: Buffer, at: number): number {
  into.set(from, at)
  return from.length
}
