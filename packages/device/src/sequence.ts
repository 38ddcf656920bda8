// How far the numbers of a device key's requests and releases reach. Pure. spec: device §2, lease-format §6
import type { PublicVault } from './vault-body.ts'

export const sequenceMax = 999_999_999
/** No answer that names a sequence is signed: one alone moves the device's own no further than this. */
export const sequenceJumpMax = 1_000_000
/** Left to a key that takes a lease, so that it can be renewed and given back. */
export const sequencesSpare = 1_000

/** The sequence above which the next request is to be, where the vendor has named one. */
export function raiseSequence(own: number, named: number): number {
  return Math.max(own, Math.min(named, own + sequenceJumpMax, sequenceMax))
}

/**
 * Whether the key in use can sign no further request. While it holds a lease, its last numbers are for that lease's
 * renewal and release.
 */
export function isSequenceSpent({ sequence, lease }: Pick<PublicVault, 'sequence' | 'lease'>): boolean {
  return sequenceMax - sequence <= (lease === null ? sequencesSpare : 0)
}
