// Where a query stands in a text, to be marked. The same rules as the engines', without one. spec: search §6
import type { Phrase, Query } from './parse-query.ts'
import { listTokens, type PlacedToken } from './tokenise.ts'

/** A place in the text as written, in UTF-16 code units; `to` excluded. */
export type Hit = { readonly from: number; readonly to: number }

/** Hits that are told; a text with more is marked so far. */
export const hitsMax = 1_000

/** Hits of every phrase in the order of the text, where they touch made one; none where a phrase is missing. */
export function findHits(text: string, query: Query): readonly Hit[] {
  const tokens = [...listTokens(text)]
  const found = query.phrases.map((phrase) => findPhrase(tokens, phrase))
  return found.every((hits) => hits.length > 0) ? joinHits(found.flat()) : []
}

function findPhrase(tokens: readonly PlacedToken[], phrase: Phrase): readonly Hit[] {
  const hits: Hit[] = []
  const length = phrase.tokens.length
  for (let at = 0; at + length <= tokens.length && hits.length < hitsMax; at++) {
    const first = tokens[at]
    if (first !== undefined && isPhraseAt(tokens, at, phrase))
      hits.push({ from: first.from, to: endOfHit(tokens, at + length - 1, phrase) })
  }
  return hits
}

function isPhraseAt(
  tokens: readonly PlacedToken[],
  at: number,
  { tokens: wanted, isPrefix }: Phrase,
): boolean {
  return wanted.every((one, offset) => {
    const token = tokens[at + offset]
    if (
      token === undefined ||
      isRun(token) !== isRun(one) ||
      (token.kind === 'joiner') !== (one.kind === 'joiner')
    )
      return false
    const begins = isPrefix && offset === wanted.length - 1
    return begins ? token.text.startsWith(one.text) : token.text === one.text
  })
}

function isRun({ kind }: Pick<PlacedToken, 'kind'>): boolean {
  return kind === 'gram' || kind === 'last'
}

/** One character of a run is found as the beginning of a pair, and it alone is marked. */
function endOfHit(tokens: readonly PlacedToken[], at: number, { tokens: wanted, isPrefix }: Phrase): number {
  const last = tokens[at]
  const next = tokens[at + 1]
  const isPart = isPrefix && last?.kind === 'gram' && wanted.at(-1)?.kind === 'last'
  // Characters made of one written character share its place, and it is marked as a whole.
  return isPart && next !== undefined && next.from > last.from ? next.from : (last?.to ?? 0)
}

function joinHits(hits: readonly Hit[]): readonly Hit[] {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of hits.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    const before = joined.at(-1)
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to)
    else joined.push({ from, to })
  }
  return joined.slice(0, hitsMax)
}
