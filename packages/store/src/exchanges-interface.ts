// What devices bring, already verified, and what the books decide about it. Gathered: see gatherer.ts.
import type { Instant } from '@holdfast/capabilities'
import type { LeaseId, Name, Receipt, Refusal, Root } from '@holdfast/lease'
import type {
  ActivationRefusal,
  IssuingRefusal,
  LeaseAcknowledged,
  LeaseGranted,
  ReceiptRefusal,
  ReleaseFacts,
  ReleaseRefusal,
  RenewalRefusal,
  RequestFacts,
  SeatReleased,
} from '@holdfast/licensing'

/** What the store itself refuses beside the decisions. */
export type StoreRefusal = 'SERVER_STOPPING' | 'SERVER_OVERLOADED'

/** Receipts that came along are decided first, in the same transaction; `acknowledged` are those that the books know. */
export type WithReceipts = { readonly acknowledged: readonly LeaseId[] }

/**
 * Each resolves after the commit that holds its decision, its audit row and its request id; `changes` are written then.
 * A refusal writes nothing but the receipts that came along.
 */
export type Exchanges = {
  activate(
    facts: RequestFacts,
    receipts?: readonly Receipt[],
  ): Promise<(LeaseGranted & WithReceipts) | Refusal<ActivationRefusal | IssuingRefusal | StoreRefusal>>
  renew(
    facts: RequestFacts,
    receipts?: readonly Receipt[],
  ): Promise<(LeaseGranted & WithReceipts) | Refusal<RenewalRefusal | IssuingRefusal | StoreRefusal>>
  release(
    facts: ReleaseFacts,
    receipts?: readonly Receipt[],
  ): Promise<(SeatReleased & WithReceipts) | Refusal<ReleaseRefusal | StoreRefusal>>
  receipt(receipt: Receipt): Promise<LeaseAcknowledged | Refusal<ReceiptRefusal | StoreRefusal>>
}

/** What the server's keys allow. Asked anew for each batch, since keys and bundles change while the books are open. */
export type Issuing = {
  /** The vendor. */
  readonly root: Root
  /** Version of the trust bundle under which is issued. */
  readonly trust: number
  /** The keys that issue for a product, or why none can. */
  keysOf(product: Name): IssuingKeys | Refusal<IssuingRefusal>
}

export type IssuingKeys = {
  /** In which all keys that must sign may sign. */
  readonly interval: { readonly from: Instant; readonly until?: Instant }
  /** Whether the keys that the server has may sign what was issued at `moment`. */
  maySignAt(moment: Instant): boolean
}
