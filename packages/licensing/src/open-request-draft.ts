import type { Lease, Refusal, RefusalCode } from '@holdfast/lease'
import type { Change } from './change.ts'
import type { LeaseGranted, Refused } from './decision.ts'
import { Draft } from './draft.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import { genuineLease, type Evidence } from './genuine-lease.ts'
import { nextGeneration } from './next-generation.ts'
import type { Books } from './ports.ts'
import { recordDevice } from './record-device.ts'
import { recordFromLease } from './record-from-lease.ts'

/**
 * The books as a request finds them: what the lease that it brought is evidence of recorded (`recorded`), and its device
 * with the numbers that a granted answer gives it. A refusal throws this draft away, all but `recorded`.
 */
export function openRequestDraft(
  facts: RequestFacts,
  books: Books,
  context: DecisionContext,
): {
  readonly draft: Draft
  readonly held: Lease | null
  readonly generation: number
  readonly recorded: readonly Change[]
} {
  const { request } = facts
  const evidence = genuineLease(facts.held, books, request)
  const held = evidence?.lease ?? null
  const generation = nextGeneration({
    device: books.device(request.device.key),
    accepted: request.generation,
    held,
  })
  const recorded = evidence === null ? [] : recordEvidence(evidence, facts, books, context)
  const draft = new Draft(books)
  for (const change of recorded) draft.add(change)
  recordDevice(draft, {
    device: request.device.key,
    publicRaw: facts.devicePublicRaw,
    product: request.product,
    name: request.device.name,
    release: request.release,
    generation,
    requestSequence: request.sequence,
    now: context.now,
  })
  return { draft, held, generation, recorded }
}

/** A refusal takes along what is to be written all the same; a grant has it among its changes. */
export function keepEvidence<Code extends RefusalCode>(
  decision: LeaseGranted | Refusal<Code>,
  recorded: readonly Change[],
): LeaseGranted | Refused<Code> {
  return decision.kind === 'granted' || recorded.length === 0 ? decision : { ...decision, changes: recorded }
}

/** Nothing of the request: the device as its lease shows it, and whatever else of the lease the books had lost. */
function recordEvidence(
  evidence: Evidence,
  facts: RequestFacts,
  books: Books,
  context: DecisionContext,
): readonly Change[] {
  const { now, ids } = context
  const { lease } = evidence
  const draft = new Draft(books)
  recordDevice(draft, {
    device: lease.device.key,
    publicRaw: facts.devicePublicRaw,
    product: lease.product,
    generation: lease.generation,
    now,
  })
  const device = draft.changes.length
  recordFromLease(draft, evidence, { as: 'taken', now, freshSeat: ids.seat })
  return draft.changes.length === device ? [] : draft.changes
}
