// What a device brings, verified by the door, and what the server lends to a decision.
import type { Instant } from '@holdfast/capabilities'
import type {
  Lease,
  LeaseId,
  Receipt,
  ReleaseStatement,
  Request,
  Root,
  SeatId,
  Thumbprint,
} from '@holdfast/lease'

/**
 * The enclosed lease, as `verifyLease` with `as: 'held'` judged it. What is not genuine is evidence of nothing and
 * refuses nothing; its code goes into the audit row. spec: activation-protocol §3
 */
export type HeldEvidence =
  | { readonly kind: 'none' }
  | { readonly kind: 'not-genuine'; readonly code: string }
  | {
      readonly kind: 'genuine'
      readonly lease: Lease
      readonly payload: Uint8Array
      /** True where only compromised keys signed it: then it counts only if the books know its id. */
      readonly compromised: boolean
    }

export type RequestFacts = {
  readonly request: Request
  /** SHA-256 of the payload bytes, lower-case hexadecimal. */
  readonly requestHash: string
  readonly devicePublicRaw: Uint8Array
  /** The product key whose signature over the request is valid; `null` where there is none. Ignored for a renewal. */
  readonly productKey: Thumbprint | null
  readonly held: HeldEvidence
}

export type ReleaseFacts = {
  readonly statement: ReleaseStatement
  readonly requestHash: string
  readonly devicePublicRaw: Uint8Array
  readonly held: HeldEvidence
}

export type ReceiptFacts = { readonly receipt: Receipt }

/** Lent to one decision. The ids are new; what is not needed is thrown away. */
export type DecisionContext = {
  /** The moment of issue, as `decideIssuingMoment` gave it. */
  readonly now: Instant
  readonly ids: { readonly lease: LeaseId; readonly seat: SeatId }
  /** The vendor: what devices bring must name it, leases name it. */
  readonly root: Root
  /** Version of the trust bundle under which the lease is issued. */
  readonly trust: number
  /** Leases whose receipts came with this request and have been recorded; at most 8. */
  readonly acknowledges: readonly LeaseId[]
  /** Whether the keys for this product that the server has may sign what was issued at `moment`. */
  readonly maySignAt: (moment: Instant) => boolean
}
