import { formatInstant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { answerAgain, intentionRefusals } from './answer-again.ts'
import type { LeaseGranted, Refused } from './decision.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import { grantLease } from './grant-lease.ts'
import { refuseByGeneration } from './next-generation.ts'
import type { Books } from './ports.ts'
import { refuseByBlock } from './refuse-by-block.ts'
import { licenceRefusals, refuseByLicence } from './refuse-by-licence.ts'
import { keepEvidence, openRequestDraft } from './open-request-draft.ts'
import type { Seat } from './seat.ts'

/** In order of precedence; envelope and signature codes come before, at the door. spec: activation-protocol §5 */
export const renewalRefusals = [
  ...intentionRefusals,
  'LEASE_UNKNOWN',
  'DEVICE_BLOCKED',
  'SEAT_MOVED',
  'SEAT_RELEASED',
  ...licenceRefusals,
  'GENERATION_SPENT',
] as const
export type RenewalRefusal = (typeof renewalRefusals)[number]

/**
 * A newer lease for the seat that a device has; the device key alone asks. No seat is counted here: who has one keeps it,
 * also when the quantity was cut below the use.
 * Refuses: `RenewalRefusal`. A refusal writes nothing but what the lease that came along shows. Source: docs/spec/activation-protocol.md §3, §5.
 */
export function decideRenewal(
  facts: RequestFacts,
  books: Books,
  context: DecisionContext,
): LeaseGranted | Refused<RenewalRefusal> {
  const again = answerAgain(facts, books, context)
  if (again !== null) return again
  const opened = openRequestDraft(facts, books, context)
  return keepEvidence(renew(facts, opened, books, context), opened.recorded)
}

function renew(
  facts: RequestFacts,
  { draft, held, generation }: ReturnType<typeof openRequestDraft>,
  books: Books,
  context: DecisionContext,
): LeaseGranted | Refusal<RenewalRefusal> {
  const { request } = facts
  const device = request.device.key
  const seat = draft.books.seatOf(request.serial, device)
  if (seat === null || seat.product !== request.product)
    return refuse('LEASE_UNKNOWN', { serial: request.serial, device })
  const licence = draft.books.licence(seat.licence)
  // Whoever has a seat has activated, and the first activation resolved the term.
  const term = licence?.term ?? null
  if (licence === null || term === null)
    throw new Error(`seat ${seat.id} has no licence with a resolved term`)
  const refused =
    refuseByBlock(books.device(device)) ??
    refuseBySeat(seat) ??
    refuseByLicence(licence, { term, release: request.release, now: context.now }) ??
    refuseByGeneration(generation)
  if (refused !== null) return refused
  return grantLease(draft, facts, context, {
    licence,
    term,
    held,
    seat: { ...seat, generation },
    takenDelta: 0,
  })
}

export function refuseBySeat(seat: Seat): Refusal<'SEAT_MOVED' | 'SEAT_RELEASED'> | null {
  const { state } = seat
  switch (state.kind) {
    case 'moved':
      return refuse('SEAT_MOVED', { at: formatInstant(state.at), to: state.to, seat: seat.id })
    case 'released':
      return refuse('SEAT_RELEASED', { at: formatInstant(state.at), seat: seat.id })
    case 'taken':
      return null
  }
}
