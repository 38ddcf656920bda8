import type { Instant } from '@holdfast/capabilities'
import type { Name, Release, Thumbprint } from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'
import type { Draft } from './draft.ts'

/**
 * Records that a device was here. What it says of itself is kept as testimony; what it does not say stays as it was.
 * Of a second product nothing is kept but the numbers of the key: the record belongs to the first.
 */
export function recordDevice(
  draft: Draft,
  seen: {
    readonly device: Thumbprint
    readonly publicRaw: Uint8Array
    readonly product: Name
    readonly name?: string | undefined
    readonly release?: Release
    readonly generation: number
    readonly requestSequence?: number
    readonly releaseSequence?: number
    readonly now: Instant
  },
): void {
  const before = draft.books.device(seen.device) ?? firstRecord(seen)
  const own = before.product === seen.product
  draft.add({
    kind: 'device-recorded',
    device: {
      ...before,
      name: own ? (seen.name ?? before.name) : before.name,
      release: own ? (seen.release ?? before.release) : before.release,
      lastSeen: seen.now > before.lastSeen ? seen.now : before.lastSeen,
      generation: Math.max(seen.generation, before.generation),
      requestSequence: Math.max(seen.requestSequence ?? 0, before.requestSequence),
      releaseSequence: Math.max(seen.releaseSequence ?? 0, before.releaseSequence),
    },
  })
}

function firstRecord(seen: {
  readonly device: Thumbprint
  readonly publicRaw: Uint8Array
  readonly product: Name
  readonly now: Instant
}): DeviceRecord {
  return {
    id: seen.device,
    product: seen.product,
    publicRaw: seen.publicRaw,
    name: null,
    release: null,
    firstSeen: seen.now,
    lastSeen: seen.now,
    blocked: null,
    generation: 0,
    requestSequence: 0,
    releaseSequence: 0,
  }
}
