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
import type { Written } from './exchange-job.ts'

/** What the store itself refuses beside the decisions. */
export type StoreRefusal = 'SERVER_STOPPING' | 'SERVER_OVERLOADED'

/** Receipts that came along are decided first, in the same transaction; `acknowledged` are those that the books know. */
export type WithReceipts = { readonly acknowledged: readonly LeaseId[] }

/**
 * Each resolves after the commit that holds its decision, its audit row, its request id and its changes.
 * A refusal writes nothing but the receipts that came along.
 */
export type Exchanges = {
  activate(
    facts: RequestFacts,
    receipts?: readonly Receipt[],
  ): Promise<
    (Written<LeaseGranted> & WithReceipts) | Refusal<ActivationRefusal | IssuingRefusal | StoreRefusal>
  >
  renew(
    facts: RequestFacts,
    receipts?: readonly Receipt[],
  ): Promise<(Written<LeaseGranted> & WithReceipts) | Refusal<RenewalRefusal | IssuingRefusal | StoreRefusal>>
  release(
    facts: ReleaseFacts,
    receipts?: readonly Receipt[],
  ): Promise<(Written<SeatReleased> & WithReceipts) | Refusal<ReleaseRefusal | StoreRefusal>>
  receipt(receipt: Receipt): Promise<Written<LeaseAcknowledged> | Refusal<ReceiptRefusal | StoreRefusal>>
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

/** `until` is exclusive; absent: without end. */
export type IssuingInterval = { readonly from: Instant; readonly until?: Instant }

/** Nothing but data: it travels with a batch to whoever decides it. */
export type IssuingKeys = {
  /** In which all keys that must sign may sign. */
  readonly interval: IssuingInterval
  /** In which what the keys of the server sign may have been issued. */
  readonly signing: IssuingInterval
}
