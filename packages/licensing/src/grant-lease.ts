import { formatLease, type Lease, type Term, type Thumbprint } from '@holdfast/lease'
import { composeLease } from './compose-lease.ts'
import type { LeaseGranted } from './decision.ts'
import type { Draft } from './draft.ts'
import type { DecisionContext, RequestFacts } from './facts.ts'
import type { IssuedLease } from './issued-lease.ts'
import type { Licence } from './licence.ts'
import type { Books } from './ports.ts'
import type { Seat } from './seat.ts'

/** Writes the seat, as it is from now on, and the lease for it into the draft. The seat's generation is the lease's. */
export function grantLease(
  draft: Draft,
  facts: RequestFacts,
  context: DecisionContext,
  granted: {
    readonly licence: Licence
    readonly term: Term
    readonly held: Lease | null
    readonly seat: Seat
    readonly takenDelta: 0 | 1
  },
): LeaseGranted {
  const { request } = facts
  const { licence, term, held, seat, takenDelta } = granted
  const because = request.action === 'activate' ? 'activated' : 'renewed'
  draft.add({ kind: 'seat-recorded', seat, takenDelta, because })
  const productKey = productKeyOf(licence, draft.books) ?? held?.productKey
  if (productKey === undefined) throw new Error(`licence ${licence.id} has no product key`)
  const { root, now, trust, acknowledges } = context
  const { lease: id } = context.ids
  const lease = composeLease({
    root,
    id,
    request,
    acknowledges,
    held,
    licence,
    term,
    productKey,
    seat,
    now,
    trust,
  })
  const issued: IssuedLease = {
    id: lease.id,
    seat: seat.id,
    device: seat.device,
    product: lease.product,
    generation: lease.generation,
    request: request.id,
    requestHash: facts.requestHash,
    payload: formatLease(lease),
    issuedAt: now,
    confirmedAt: null,
  }
  draft.add({ kind: 'lease-added', lease: issued })
  return { kind: 'granted', lease: issued, repeated: false, changes: draft.changes }
}

/** The key that proves the right to activate under this licence now. */
export function productKeyOf(licence: Licence, books: Books): Thumbprint | null {
  if (licence.order === null) return licence.recoveredKey
  return books.orderKey(licence.order, licence.product)?.id ?? null
}
