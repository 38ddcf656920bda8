import { refuse, type Refusal, type Term } from '@holdfast/lease'
import { answerAgain, intentionRefusals } from './answer-again.ts'
import type { LeaseGranted, Refused } from './decision.ts'
import type { Draft } from './draft.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import { grantLease, productKeyOf } from './grant-lease.ts'
import type { Licence } from './licence.ts'
import { refuseByGeneration } from './next-generation.ts'
import type { Books } from './ports.ts'
import { refuseByBlock } from './refuse-by-block.ts'
import { licenceRefusals, refuseByLicence } from './refuse-by-licence.ts'
import { keepEvidence, openRequestDraft } from './open-request-draft.ts'
import { resolveTerm } from './resolve-term.ts'
import type { Seat, SerialRecord } from './seat.ts'

/** In order of precedence; envelope and signature codes come before, at the door. spec: activation-protocol §4 */
export const activationRefusals = [
  ...intentionRefusals,
  'SERIAL_UNKNOWN',
  'SERIAL_OTHER_PRODUCT',
  'PRODUCT_KEY_WRONG',
  'DEVICE_BLOCKED',
  ...licenceRefusals,
  'SEATS_EXHAUSTED',
  'GENERATION_SPENT',
] as const
export type ActivationRefusal = (typeof activationRefusals)[number]

/**
 * Whether a device gets a seat of a serial number, and the lease for it.
 * A device that has this seat already gets it again, at any count. One that comes from another serial number of the
 * product takes a seat here and keeps the other until the receipt of this lease arrives (`decideReceipt`): in between it
 * counts twice, so nothing is over-issued, and whatever gets lost on the way it still has the seat that it came from.
 * This is so within one licence too: seats are counted per serial number, so a serial number whose seats are all taken
 * refuses the change, and the device goes on with the seat that it has.
 * Costs the same for any number of seats.
 * Refuses: `ActivationRefusal`. A refusal writes nothing but what the lease that came along shows. Source: docs/spec/activation-protocol.md §2 to §4, §8.
 */
export function decideActivation(
  facts: RequestFacts,
  books: Books,
  context: DecisionContext,
): LeaseGranted | Refused<ActivationRefusal> {
  const again = answerAgain(facts, books, context)
  if (again !== null) return again
  const opened = openRequestDraft(facts, books, context)
  return keepEvidence(activate(facts, opened, books, context), opened.recorded)
}

function activate(
  facts: RequestFacts,
  { draft, held, generation }: ReturnType<typeof openRequestDraft>,
  books: Books,
  context: DecisionContext,
): LeaseGranted | Refusal<ActivationRefusal> {
  const { request } = facts
  const serial = draft.books.serial(request.serial)
  if (serial === null) return refuse('SERIAL_UNKNOWN', { serial: request.serial })
  if (serial.product !== request.product) {
    return refuse('SERIAL_OTHER_PRODUCT', { serial: serial.serial, product: request.product })
  }
  const licence = draft.books.licence(serial.licence)
  if (licence === null) throw new Error(`serial number ${serial.serial} has no licence`)
  const before = draft.books.seatOf(serial.serial, request.device.key)
  const term = licence.term ?? termOfFirstActivation(licence, context)
  const refused =
    refuseByProof(facts, draft.books, licence) ??
    refuseByBlock(books.device(request.device.key)) ??
    refuseByLicence(licence, { term, release: request.release, now: context.now }) ??
    refuseByCount(serial, before) ??
    refuseByGeneration(generation)
  if (refused !== null) return refused

  if (licence.term === null) draft.add({ kind: 'term-resolved', licence: licence.id, term })
  if (before === null) noteOtherProduct(draft, facts, context)
  const takenDelta = before?.state.kind === 'taken' ? 0 : 1
  const seat = { ...seatFor(before, serial, facts, context), generation }
  return grantLease(draft, facts, context, { licence, term, held, seat, takenDelta })
}

function refuseByProof(
  facts: RequestFacts,
  books: Books,
  licence: Licence,
): Refusal<'PRODUCT_KEY_WRONG'> | null {
  // Thumbprints are public; that the key itself is there was shown by its signature.
  const key = productKeyOf(licence, books)
  if (key !== null && facts.productKey === key) return null
  return refuse('PRODUCT_KEY_WRONG', { order: licence.orderNumber, serial: facts.request.serial })
}

function refuseByCount(serial: SerialRecord, seat: Seat | null): Refusal<'SEATS_EXHAUSTED'> | null {
  if (seat?.state.kind === 'taken' || serial.taken < serial.seats) return null
  return refuse('SEATS_EXHAUSTED', { seatsMax: serial.seats, taken: serial.taken })
}

function termOfFirstActivation(licence: Licence, context: DecisionContext): Term {
  const term = resolveTerm(licence.termRule, { orderedAt: licence.orderedAt, firstActivation: context.now })
  if (term === null) throw new Error(`the term of licence ${licence.id} cannot be resolved`)
  return term
}

/** The seat that the device has, taken again after it was given back, or a new one. */
function seatFor(
  before: Seat | null,
  serial: SerialRecord,
  facts: RequestFacts,
  context: DecisionContext,
): Seat {
  if (before?.state.kind === 'taken') return before
  const state = { kind: 'taken', since: context.now } as const
  if (before !== null) return { ...before, state }
  return {
    id: context.ids.seat,
    serial: serial.serial,
    licence: serial.licence,
    product: serial.product,
    device: facts.request.device.key,
    state,
    generation: 0,
    recovered: false,
  }
}

function noteOtherProduct(draft: Draft, facts: RequestFacts, context: DecisionContext): void {
  const record = draft.books.device(facts.request.device.key)
  if (record === null || record.product === facts.request.product) return
  draft.add({
    kind: 'finding',
    finding: {
      kind: 'DEVICE_OTHER_PRODUCT',
      at: context.now,
      device: record.id,
      product: facts.request.product,
      productOfRecord: record.product,
    },
  })
}
