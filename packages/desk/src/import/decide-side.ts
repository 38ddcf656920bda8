import type { Certainty, Side, Span } from './imported-case.ts'
import type { SideSignal } from './read-words.ts'

export type Judged<Says extends string> = {
  readonly says: Says | 'unknown'
  readonly certainty: Certainty
  readonly because: readonly Span[]
}

/** Below this nothing is said; from this on with little to the contrary it is certain. Weights of rules. */
const likelyFrom = 2
const certainFrom = 6
const contraryMax = 1

/** One sender's side, by everything that any of the sender's mails shows. The same rule counts once. spec: case-import §4 */
export function decideSide(signals: readonly SideSignal[]): Judged<Side> {
  const strongest = new Map<string, SideSignal>()
  for (const signal of signals)
    if ((strongest.get(signal.key)?.weight ?? 0) < signal.weight) strongest.set(signal.key, signal)
  const counted = [...strongest.values()]
  const sum = (side: Side) =>
    counted.reduce((total, { says, weight }) => (says === side ? total + weight : total), 0)
  const [vendor, customer] = [sum('vendor'), sum('customer')]
  const side = vendor > customer ? 'vendor' : 'customer'
  const [most, least] = [Math.max(vendor, customer), Math.min(vendor, customer)]
  if (most - least < likelyFrom || most < least * 1.5)
    return { says: 'unknown', certainty: 'open', because: [] }
  return {
    says: side,
    certainty: most >= certainFrom && least <= contraryMax ? 'certain' : 'likely',
    because: spansOf(counted, side),
  }
}

/** The words for a judgement, the weightiest first. */
export function spansOf(
  signals: readonly { readonly says: string; readonly weight: number; readonly span: Span | null }[],
  says: string,
): Span[] {
  return signals
    .filter((signal) => signal.says === says)
    .toSorted((one, other) => other.weight - one.weight)
    .flatMap(({ span }) => (span === null ? [] : [span]))
}
