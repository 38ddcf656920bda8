import type { Instant } from '@holdfast/capabilities'
import { refuse, type Lease, type Refusal } from '@holdfast/lease'
import type { SeatReleased } from './decision.ts'
import { Draft } from './draft.ts'
import type { DecisionContext, ReleaseFacts } from './facts.ts'
import { genuineLease } from './genuine-lease.ts'
import type { Books } from './ports.ts'
import { recordDevice } from './record-device.ts'
import { recordFromLease } from './record-from-lease.ts'

/** In order of precedence; envelope and signature codes come before, at the door. spec: activation-protocol §6 */
export const releaseRefusals = [
  'OTHER_VENDOR',
  'REQUEST_REUSED',
  'RELEASE_OVERTAKEN',
  'LEASE_UNKNOWN',
] as const
export type ReleaseRefusal = (typeof releaseRefusals)[number]

/**
 * Frees what a device has of a product, once. The release names the lease that it stopped using, and says the same of
 * every answer to an earlier request; later requests there are none, or it would be overtaken. So all seats that the
 * device has of this product are free: that of the enclosed lease, one that it was leaving, and one whose answer got lost.
 * The state of the licence, of the device and of the count play no part: whoever wants to give something back can.
 * Refuses: `ReleaseRefusal`. Source: docs/spec/activation-protocol.md §2, §6; lease-format.md §7.
 */
export function decideRelease(
  facts: ReleaseFacts,
  books: Books,
  context: Pick<DecisionContext, 'now' | 'root' | 'ids'>,
): SeatReleased | Refusal<ReleaseRefusal> {
  const { statement } = facts
  const device = statement.device.key
  if (statement.root !== context.root)
    return refuse('OTHER_VENDOR', { root: statement.root, wanted: context.root })
  const seen = books.requestSeen(device, statement.id)
  if (seen !== null) {
    if (seen.kind === 'released' && seen.release.requestHash === facts.requestHash)
      return { kind: 'released', lease: seen.release.lease, at: seen.release.at, changes: [] }
    return refuse('REQUEST_REUSED', { request: statement.id })
  }
  const requestSequence = books.device(device)?.requestSequence ?? 0
  if (statement.sequence < requestSequence) return refuse('RELEASE_OVERTAKEN', { sequence: requestSequence })
  const evidence = genuineLease(facts.held, books, statement)
  if (evidence === null) return refuse('LEASE_UNKNOWN', { serial: statement.serial, device })

  const { lease } = evidence
  const draft = new Draft(books)
  recordDevice(draft, {
    device,
    publicRaw: facts.devicePublicRaw,
    product: statement.product,
    generation: lease.generation,
    releaseSequence: statement.sequence,
    now: context.now,
  })
  recordFromLease(draft, evidence, { as: 'released', now: context.now, freshSeat: context.ids.seat })
  freeSeats(draft, lease, context.now)
  const kept = draft.books.lease(lease.id)
  // Who stops using a lease had it.
  if (kept !== null && kept.confirmedAt === null)
    draft.add({ kind: 'lease-confirmed', lease: lease.id, at: context.now })
  const at = releasedAt(draft, lease) ?? context.now
  draft.add({
    kind: 'release-answered',
    release: { request: statement.id, requestHash: facts.requestHash, device, lease: lease.id, at },
  })
  return { kind: 'released', lease: lease.id, at, changes: draft.changes }
}

function freeSeats(draft: Draft, lease: Lease, now: Instant): void {
  for (const seat of draft.books.seatsTakenBy(lease.device.key)) {
    if (seat.product !== lease.product) continue
    draft.add({
      kind: 'seat-recorded',
      seat: { ...seat, state: { kind: 'released', at: now } },
      takenDelta: -1,
      because: 'released',
    })
  }
}

/** Since when the books see the device without this seat: earlier than now where it was given back or moved before. */
function releasedAt(draft: Draft, lease: Lease): Instant | null {
  const state = draft.books.seatOf(lease.serial, lease.device.key)?.state
  return state === undefined || state.kind === 'taken' ? null : state.at
}
