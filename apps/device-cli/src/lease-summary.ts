import { formatInstant } from '@holdfast/capabilities'
import type { Lease } from '@holdfast/lease'

/** What scripts and people want to know of a lease; moments as text. */
export function leaseSummary(lease: Lease): object {
  const { id, generation, seat, serial, holder, order, product, edition, releases, term, issuedAt } = lease
  return {
    id,
    generation,
    seat,
    serial,
    holder,
    order,
    product,
    edition,
    releases,
    term: term.kind === 'perpetual' ? term : { kind: term.kind, until: formatInstant(term.until) },
    issuedAt: formatInstant(issuedAt),
  }
}
