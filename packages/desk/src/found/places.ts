/** Positions in a text, `to` excluded. */
export type Place = { readonly from: number; readonly to: number }

/** The text with every place overwritten by one sign, so that it keeps its length. Places are in order and do not overlap. */
export function blankSpans(text: string, places: readonly Place[], sign: string): string {
  if (places.length === 0) return text
  const parts: string[] = []
  let done = 0
  for (const { from, to } of places) {
    parts.push(text.slice(done, from), sign.repeat(to - from))
    done = to
  }
  parts.push(text.slice(done))
  return parts.join('')
}

export function placeOf(match: RegExpExecArray): Place {
  return { from: match.index, to: match.index + match[0].length }
}

/** What stands in front of a place, at most `length` code units. */
export function before(text: string, at: number, length: number): string {
  return text.slice(Math.max(0, at - length), at)
}

/** What stands behind a place, at most `length` code units. */
export function behind(text: string, at: number, length: number): string {
  return text.slice(at, at + length)
}

/** In order, and of several that overlap only the first. */
export function keepApart<P extends Place>(places: readonly P[]): P[] {
  const kept: P[] = []
  for (const place of places.toSorted((a, b) => a.from - b.from || b.to - a.to))
    if (place.to > place.from && place.from >= (kept.at(-1)?.to ?? 0)) kept.push(place)
  return kept
}
