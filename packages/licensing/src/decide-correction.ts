import { formatInstant, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal, type Term } from '@holdfast/lease'
import type { Decided } from './decision.ts'
import { endsEarlier } from './ends-earlier.ts'
import { checkTermRule } from './grant-rules.ts'
import { InputComplaints } from './input-complaints.ts'
import type { Licence, TermRule } from './licence.ts'
import { resolveTerm } from './resolve-term.ts'

export type CorrectionRefusal = 'INPUT_INVALID' | 'LICENCE_WITHDRAWN' | 'TERM_WOULD_SHORTEN'

/**
 * Another term rule for a licence whose term was entered wrongly. It is resolved at once by the moments that the books
 * have; leases that are out stay as they are, and devices get the corrected term with their next lease.
 * An end that is earlier than the present one is refused where `shorten` is not set. Where nothing has been activated
 * yet, both rules are compared as if it happened now.
 * The same rule again: nothing to write. Source: docs/spec/activation-protocol.md §8.
 */
export function decideCorrection(
  licence: Licence,
  asked: {
    readonly termRule: TermRule
    readonly shorten: boolean
    /** When the first seat was taken; `null`: none ever was. */
    readonly firstActivation: Instant | null
    readonly now: Instant
  },
): Decided | Refusal<CorrectionRefusal> {
  const { termRule, shorten, firstActivation, now } = asked
  const complaints = new InputComplaints()
  checkTermRule(complaints, 'term', termRule, licence.orderedAt)
  const invalid = complaints.refusal()
  if (invalid !== null) return invalid
  const { state, orderedAt } = licence
  if (state.kind === 'withdrawn')
    return refuse('LICENCE_WITHDRAWN', { since: formatInstant(state.since), reason: state.reason })
  const term = resolveTerm(termRule, { orderedAt, firstActivation })
  const assumed = { orderedAt, firstActivation: firstActivation ?? now }
  const before = licence.term ?? resolveTerm(licence.termRule, assumed)
  const after = term ?? resolveTerm(termRule, assumed)
  if (!shorten && endsEarlier(after, before)) {
    const text = (end: Term | null) => (end?.kind === 'until' ? formatInstant(end.until) : null)
    return refuse('TERM_WOULD_SHORTEN', { from: text(before), to: text(after) })
  }
  const same = JSON.stringify([licence.termRule, licence.term]) === JSON.stringify([termRule, term])
  if (same) return { kind: 'decided', changes: [] }
  const change = { kind: 'term-corrected', licence: licence.id, termRule, term, at: now } as const
  return { kind: 'decided', changes: [change] }
}
