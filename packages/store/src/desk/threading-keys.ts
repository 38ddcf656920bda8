// Keys of threading as the books keep them; answers under the keys as they were given. spec: desk-books §1
import type { ThreadingFacts, ThreadingKeys } from './threading-records.ts'
import { keyOfText, storedText } from './stored-text.ts'

export function storedKeys(given: ThreadingKeys): ThreadingKeys {
  return {
    ...given,
    numbers: given.numbers.map(storedText),
    tokens: given.tokens.map(storedText),
    domains: given.domains.map(keyOfText),
  }
}

export function underGivenKeys(given: ThreadingKeys, facts: ThreadingFacts): ThreadingFacts {
  return {
    ...facts,
    numbers: under(given.numbers, storedText, facts.numbers),
    tokens: under(given.tokens, storedText, facts.tokens),
    foreignNumbers: under(given.numbers, storedText, facts.foreignNumbers),
    domains: under(given.domains, keyOfText, facts.domains),
  }
}

function under<Value>(
  given: readonly string[],
  stored: (text: string) => string,
  found: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const answers = new Map<string, Value>()
  for (const text of given) {
    const value = found.get(stored(text))
    if (value !== undefined) answers.set(text, value)
  }
  return answers
}
