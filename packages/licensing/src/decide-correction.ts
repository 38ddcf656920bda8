import { formatInstant, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal, type Term } from '@holdfast/lease'
import type { Decided } from './decision.ts'
import { endsEarlier } from './ends-earlier.ts'
import { checkTermRule } from './grant-rules.ts'
import { InputComplaints } from './input-complaints.ts'
import type { Licence, TermRule } from './licence.ts'
import { resolveTerm } from './resolve-term.ts'

export type CorrectionRefusal = 'INPUT_INVALID' | 'LICENCE_WITHDRAWN' | 'TERM_WOULD_SHORTEN'

/** When the first seat was taken; `null`: none ever was; `unknown`: the first that the books have was recorded from a lease. */
export type FirstActivation = Instant | null | 'unknown'

/**
 * Another term rule for a licence whose term was entered wrongly. It is resolved at once by the moments that the books
 * have; leases that are out stay as they are, and devices get the corrected term with their next lease.
 * An end that is earlier than the present one is refused where `shorten` is not set. Where nothing has been activated
 * yet, both rules are compared as if it happened now.
 * A period counts from a moment; where only leases tell that moment, it is refused, and the administrator gives the end.
 * The same rule again: nothing to write. Source: docs/spec/activation-protocol.md §8.
 */
export function decideCorrection(
  licence: Licence,
  asked: {
    readonly termRule: TermRule
    readonly shorten: boolean
    readonly firstActivation: FirstActivation
    readonly now: Instant
  },
): Decided | Refusal<CorrectionRefusal> {
  const { termRule, shorten, now } = asked
  const invalid = refuseByRule(licence, termRule, asked.firstActivation)
  if (invalid !== null) return invalid
  const firstActivation = asked.firstActivation === 'unknown' ? null : asked.firstActivation
  const { state, orderedAt } = licence
  if (state.kind === 'withdrawn')
    return refuse('LICENCE_WITHDRAWN', { since: formatInstant(state.since), reason: state.reason })
  const term = resolveTerm(termRule, { orderedAt, firstActivation })
  const assumed = { orderedAt, firstActivation: firstActivation ?? now }
  const before = licence.term ?? resolveTerm(licence.termRule, assumed)
  const after = term ?? resolveTerm(termRule, assumed)
  const shortened = endsEarlier(after, before)
  if (shortened && !shorten) {
    const text = (end: Term | null) => (end?.kind === 'until' ? formatInstant(end.until) : null)
    return refuse('TERM_WOULD_SHORTEN', { from: text(before), to: text(after) })
  }
  const same = JSON.stringify([licence.termRule, licence.term]) === JSON.stringify([termRule, term])
  if (same) return { kind: 'decided', changes: [] }
  const change = { kind: 'term-corrected', licence: licence.id, termRule, term, shortened, at: now } as const
  return { kind: 'decided', changes: [change] }
}

function refuseByRule(
  { recovered, orderedAt }: Licence,
  rule: TermRule,
  firstActivation: FirstActivation,
): Refusal<'INPUT_INVALID'> | null {
  const complaints = new InputComplaints()
  const startUnknown = recovered || (firstActivation === 'unknown' && startsAtActivation(rule))
  if (rule.kind === 'period' && startUnknown)
    complaints.add('term/period', 'counts from a moment that only leases tell: give the end (until)')
  else if (!recovered) checkTermRule(complaints, 'term', rule, orderedAt)
  return complaints.refusal()
}

function startsAtActivation(rule: TermRule): boolean {
  return rule.kind === 'period' && rule.from === 'first-activation'
}
