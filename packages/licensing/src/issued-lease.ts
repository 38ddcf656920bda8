import type { Instant } from '@holdfast/capabilities'
import type { LeaseId, Name, RequestId, SeatId, Thumbprint } from '@holdfast/lease'

/** A lease as the books keep it: the payload bytes, signed again whenever they are sent. */
export type IssuedLease = {
  readonly id: LeaseId
  readonly seat: SeatId
  readonly device: Thumbprint
  readonly product: Name
  readonly generation: number
  /** The request that it answers. Where a request was decided anew, the newest generation is its answer. */
  readonly request: RequestId
  /** SHA-256 of that request's payload bytes, hexadecimal; `null` where the lease was recorded again from the device's copy. */
  readonly requestHash: string | null
  readonly payload: Uint8Array
  readonly issuedAt: Instant
  /** When its receipt came in; `null`: issued, unconfirmed. */
  readonly confirmedAt: Instant | null
}

/** The answer that a release statement got. */
export type AnsweredRelease = {
  readonly request: RequestId
  readonly requestHash: string
  readonly device: Thumbprint
  readonly lease: LeaseId
  readonly at: Instant
}

/**
 * An intention of a device that was granted: device key and id. Refused requests are not kept: they bind nothing, may be decided better later, and
 * strangers could fill the books with them.
 */
export type SeenRequest =
  | { readonly kind: 'leased'; readonly lease: IssuedLease }
  | { readonly kind: 'released'; readonly release: AnsweredRelease }
