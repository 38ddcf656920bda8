import { refuse, type Refusal } from '@holdfast/lease'
import type { LeaseAcknowledged } from './decision.ts'
import { Draft } from './draft.ts'
import type { DecisionContext, ReceiptFacts } from './facts.ts'
import { giveBackSuperseded } from './give-back-superseded.ts'
import type { Books } from './ports.ts'

export const receiptRefusals = ['LEASE_UNKNOWN'] as const
export type ReceiptRefusal = (typeof receiptRefusals)[number]

/**
 * A device says that a lease is durable on it: the lease is confirmed, and the seats that it came from are given back.
 * Repeated, or for a lease that a later one has replaced: acknowledged alike.
 * Receipts that travel with a request are decided before it, so that the lease can name what it acknowledges; a refusal
 * here refuses nothing of the request.
 * Refuses: LEASE_UNKNOWN, also where vendor, device, product or generation are not those of the lease in the books. Source: docs/spec/activation-protocol.md §7.
 */
export function decideReceipt(
  facts: ReceiptFacts,
  books: Books,
  context: Pick<DecisionContext, 'now' | 'root'>,
): LeaseAcknowledged | Refusal<ReceiptRefusal> {
  const { receipt } = facts
  const lease = books.lease(receipt.lease)
  if (
    lease === null ||
    receipt.root !== context.root ||
    lease.device !== receipt.device.key ||
    lease.product !== receipt.product ||
    lease.generation !== receipt.generation
  )
    return refuse('LEASE_UNKNOWN', { lease: receipt.lease })
  if (lease.confirmedAt !== null) return { kind: 'acknowledged', lease: lease.id, changes: [] }
  const draft = new Draft(books)
  draft.add({ kind: 'lease-confirmed', lease: lease.id, at: context.now })
  const { device, product, generation } = lease
  giveBackSuperseded(draft, { device, product, generation, now: context.now })
  return { kind: 'acknowledged', lease: lease.id, changes: draft.changes }
}
