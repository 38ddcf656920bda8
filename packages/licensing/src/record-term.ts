import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { Lease, Term } from '@holdfast/lease'
import type { Draft } from './draft.ts'
import { endsEarlier } from './ends-earlier.ts'
import type { Licence } from './licence.ts'
import { resolveTerm } from './resolve-term.ts'

/**
 * A lease that the books had lost ends later than its licence does in them: somebody decided the longer term, and the
 * books lost that. They take it, or the renewal at hand would shorten what nobody decided to shorten.
 * An administrator who shortened the licence in these books after the lease was issued decided just that, and it stands.
 * One who lengthened it may not know how far it reached already: the later end counts.
 * A lease of another licence says nothing of this one, and an earlier end changes nothing.
 * Source: docs/spec/activation-protocol.md §3.
 */
export function recordLaterTerm(draft: Draft, lease: Lease, now: Instant): void {
  const licence = draft.books.licence(lease.licence)
  if (licence === null || draft.books.serial(lease.serial)?.licence !== licence.id) return
  const { term } = licence
  if (term?.kind !== 'until' || !endsEarlier(term, lease.term)) return
  if (isAfterIssue(licence.termShortenedAt, lease)) return
  draft.add({ kind: 'term-recovered', licence: licence.id, term: lease.term })
  draft.add({
    kind: 'finding',
    finding: {
      kind: 'TERM_DIFFERS',
      at: now,
      device: lease.device.key,
      serial: lease.serial,
      licence: licence.id,
      order: licence.orderNumber,
      lease: lease.id,
      booksUntil: formatInstant(term.until),
      leaseUntil: lease.term.kind === 'until' ? formatInstant(lease.term.until) : null,
    },
  })
}

/**
 * The term of a licence whose first activation the books lost: what that activation resolved, as the lease says. Where
 * the rule was corrected since, the new rule counts, from the earliest moment at which the licence is known to be in use.
 */
export function termFromLease(licence: Licence, lease: Lease): Term {
  if (!isAfterIssue(licence.termCorrectedAt, lease)) return lease.term
  const { termRule, orderedAt } = licence
  return resolveTerm(termRule, { orderedAt, firstActivation: lease.issuedAt }) ?? lease.term
}

function isAfterIssue(moment: Instant | null, lease: Lease): boolean {
  return moment !== null && moment > lease.issuedAt
}
