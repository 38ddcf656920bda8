import type { Lease } from '@holdfast/lease'
import { Draft } from './draft.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import { genuineLease } from './genuine-lease.ts'
import { nextGeneration } from './next-generation.ts'
import type { Books } from './ports.ts'
import { recordDevice } from './record-device.ts'
import { recordFromLease } from './record-from-lease.ts'

/**
 * The books as a request finds them: its device recorded with the numbers that a granted answer gives it, and what the
 * lease that it brought is evidence of recorded too. A refusal throws this draft away.
 */
export function openRequestDraft(
  facts: RequestFacts,
  books: Books,
  context: DecisionContext,
): { readonly draft: Draft; readonly held: Lease | null; readonly generation: number } {
  const { request } = facts
  const evidence = genuineLease(facts.held, books, request)
  const held = evidence?.lease ?? null
  const generation = nextGeneration({
    device: books.device(request.device.key),
    accepted: request.generation,
    held,
  })
  const draft = new Draft(books)
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
  if (evidence !== null)
    recordFromLease(draft, evidence, { as: 'taken', now: context.now, freshSeat: context.ids.seat })
  return { draft, held, generation }
}
