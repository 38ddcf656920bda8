import type { Audience, Span } from './imported-case.ts'
import { spansOf, type Judged } from './decide-side.ts'
import type { AudienceSignal } from './read-words.ts'

/** Weights: what one audience needs, what makes it certain, and by how much the customer has to outweigh the inner ones. */
const saidFrom = 2
const customerFrom = 3
const certainFrom = 6
const customerMargin = 3
/** All hints of weight 1 together: politeness alone never makes a mail one to the customer. */
const courtesyMax = 2
/** A rule of this weight says by itself that a mail is not for outside eyes. */
const decisiveWeight = 6

/**
 * Whom a mail of the vendor's people addresses, by its words. An inner mail taken for one to the customer would be the worst
 * mistake: the customer has to outweigh everything that speaks of inner mail, and what is balanced stays unknown.
 * Source: docs/spec/case-import.md §4.
 */
export function decideAudience(signals: readonly AudienceSignal[]): Judged<Audience> {
  const sum = (audience: Audience, from: number, below: number) =>
    signals.reduce(
      (total, { says, weight }) =>
        says === audience && weight >= from && weight < below ? total + weight : total,
      0,
    )
  // Colleagues are polite to each other too.
  const courtesy = Math.min(sum('customer', 1, 2), courtesyMax)
  const customer = sum('customer', 2, Infinity) + courtesy
  const [internal, upstream] = [sum('internal', 1, Infinity), sum('upstream', 1, Infinity)]
  const isInner = signals.some(({ says, weight }) => says === 'internal' && weight >= decisiveWeight)
  const judged = (says: Exclude<Audience, 'unknown'>, isCertain: boolean): Judged<Audience> => ({
    says,
    certainty: isCertain ? 'certain' : 'likely',
    because: spansOf(signals, says),
  })
  if (isInner) return judged('internal', customer < internal)
  if (upstream >= customerFrom && upstream > customer && upstream > internal)
    return judged('upstream', upstream >= certainFrom && customer + internal <= saidFrom)
  if (customer >= customerFrom && customer >= internal + (internal === 0 ? 0 : customerMargin))
    return judged('customer', customer >= certainFrom && internal === 0)
  if (internal >= saidFrom && internal >= customer)
    return judged('internal', internal >= certainFrom && customer <= 1)
  return { says: 'unknown', certainty: 'open', because: bothSides(signals) }
}

function bothSides(signals: readonly AudienceSignal[]): Span[] {
  return signals.flatMap(({ span }) => (span === null ? [] : [span]))
}
