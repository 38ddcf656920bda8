import { refuse, type Refusal, type Thumbprint } from '@holdfast/lease'
import type { LeaseGranted } from './decision.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import type { SeenRequest } from './issued-lease.ts'
import type { Books } from './ports.ts'

/** In order of precedence, the same for activation and renewal. */
export const intentionRefusals = ['OTHER_VENDOR', 'REQUEST_REUSED', 'REQUEST_OVERTAKEN'] as const
export type IntentionRefusal = (typeof intentionRefusals)[number]

/**
 * What there is to say about a request before the books are asked who may have what: the answer that the same intention
 * got before, a refusal, or `null` where it has to be decided.
 * An answer is given again while the device still has the seat and the keys of that time can still sign; otherwise the
 * intention is decided anew. Then, too, a release that the device wrote after this request counts: it said that it will
 * use no answer to it, so a copy that was long on its way does not take the seat again. So does a move: the device left
 * this seat for another serial number by a request that it wrote later.
 * A lease that was recorded again from the device's copy has lost the bytes of its request: device and id are all that
 * can be compared, and the answer can only be what this device was once given.
 * Source: docs/spec/activation-protocol.md §2.
 */
export function answerAgain(
  facts: RequestFacts,
  books: Books,
  context: Pick<DecisionContext, 'root' | 'maySignAt'>,
): LeaseGranted | Refusal<IntentionRefusal> | null {
  const { request, requestHash } = facts
  const device = request.device.key
  if (request.root !== context.root)
    return refuse('OTHER_VENDOR', { root: request.root, wanted: context.root })
  const seen = books.requestSeen(device, request.id)
  if (seen !== null) {
    if (seen.kind === 'released' || (seen.lease.requestHash ?? requestHash) !== requestHash)
      return refuse('REQUEST_REUSED', { request: request.id })
    const seat = books.seat(seen.lease.seat)
    if (seat?.state.kind === 'taken' && seat.device === device && context.maySignAt(seen.lease.issuedAt))
      return { kind: 'granted', lease: seen.lease, repeated: true, changes: [] }
  }
  const sequence = overtakenBy(seen, books, device)
  return request.sequence < sequence ? refuse('REQUEST_OVERTAKEN', { sequence }) : null
}

/** The sequence below which a request of this device is a copy of one whose answer it uses no more. */
function overtakenBy(seen: SeenRequest | null, books: Books, device: Thumbprint): number {
  const { releaseSequence = 0, requestSequence = 0 } = books.device(device) ?? {}
  const state = seen?.kind === 'leased' ? books.seat(seen.lease.seat)?.state : undefined
  const moved = state?.kind === 'moved' && state.to === 'serial'
  return moved ? Math.max(releaseSequence, requestSequence) : releaseSequence
}
