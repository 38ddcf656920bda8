import type { Instant } from '@holdfast/capabilities'
import type { LeaseId, Refusal, RefusalCode } from '@holdfast/lease'
import type { Change } from './change.ts'
import type { IssuedLease } from './issued-lease.ts'

/** A lease to sign and send, once `changes` are on disk. `repeated`: the answer that the same request got before; nothing to write. */
export type LeaseGranted = {
  readonly kind: 'granted'
  readonly lease: IssuedLease
  readonly repeated: boolean
  readonly changes: readonly Change[]
}

export type SeatReleased = {
  readonly kind: 'released'
  readonly lease: LeaseId
  readonly at: Instant
  readonly changes: readonly Change[]
}

export type LeaseAcknowledged = {
  readonly kind: 'acknowledged'
  readonly lease: LeaseId
  readonly changes: readonly Change[]
}

/**
 * A refused request. `changes`: what the lease that came with it is evidence of, to be written although the request is
 * refused; absent where that is nothing. No part of the answer. spec: activation-protocol §3
 */
export type Refused<Code extends RefusalCode> = Refusal<Code> & { readonly changes?: readonly Change[] }

/** What an administrator's decision leaves to write. */
export type Decided = { readonly kind: 'decided'; readonly changes: readonly Change[] }
