import type { Lease, Name, Root, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { HeldEvidence } from './facts.ts'
import type { Books } from './ports.ts'

export type Evidence = { readonly lease: Lease; readonly payload: Uint8Array }

/**
 * The lease that is evidence for what encloses it: signed by our own keys, of the same root, product, device key and
 * serial number; one that only compromised keys signed counts where the books know its id. Anything else is `null` and
 * refuses nothing. Source: docs/spec/activation-protocol.md §3.
 */
export function genuineLease(
  held: HeldEvidence,
  books: Books,
  of: {
    readonly root: Root
    readonly product: Name
    readonly serial: SerialNumber
    readonly device: { readonly key: Thumbprint }
  },
): Evidence | null {
  if (held.kind !== 'genuine') return null
  const { lease } = held
  if (lease.root !== of.root || lease.product !== of.product) return null
  if (lease.device.key !== of.device.key || lease.serial !== of.serial) return null
  return held.compromised && books.lease(lease.id) === null ? null : held
}
