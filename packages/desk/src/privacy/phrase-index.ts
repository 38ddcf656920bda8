/** A text found: `from` in the text that was searched. */
export type FoundPhrase<Value> = { readonly from: number; readonly phrase: string; readonly value: Value }

const prefixUnits = 2

/**
 * Many texts looked for at once, each of at least two units. Time follows the searched text, times the different lengths of
 * phrases that begin alike; the number of phrases plays no part.
 */
export class PhraseIndex<Value> {
  readonly #values = new Map<string, Value>()
  /** Lengths of the phrases by their first units, the longest first. */
  readonly #lengths = new Map<string, number[]>()

  constructor(phrases: Iterable<readonly [phrase: string, value: Value]>) {
    for (const [phrase, value] of phrases) {
      if (phrase.length < prefixUnits) continue
      this.#values.set(phrase, value)
      const prefix = phrase.slice(0, prefixUnits)
      const lengths = this.#lengths.get(prefix) ?? []
      if (!lengths.includes(phrase.length)) lengths.push(phrase.length)
      this.#lengths.set(prefix, lengths)
    }
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a)
  }

  /** Ascending and disjoint: at each place the longest that `stands` allows. */
  findAll(text: string, stands: (found: FoundPhrase<Value>) => boolean): readonly FoundPhrase<Value>[] {
    const all: FoundPhrase<Value>[] = []
    for (let from = 0; from + prefixUnits <= text.length; from++) {
      const found = this.#findAt(text, from, stands)
      if (found === null) continue
      all.push(found)
      from += found.phrase.length - 1
    }
    return all
  }

  #findAt(
    text: string,
    from: number,
    stands: (found: FoundPhrase<Value>) => boolean,
  ): FoundPhrase<Value> | null {
    for (const length of this.#lengths.get(text.slice(from, from + prefixUnits)) ?? []) {
      const phrase = text.slice(from, from + length)
      const value = this.#values.get(phrase)
      if (value === undefined) continue
      const found = { from, phrase, value }
      if (stands(found)) return found
    }
    return null
  }
}
