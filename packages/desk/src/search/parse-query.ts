// What somebody looks for. spec: search §3
import { refuse, type Refusal } from '@holdfast/lease'
import { listTokens, type PlacedToken, type Token } from './tokenise.ts'

/** Tokens that stand one after the other; every phrase of a query has to be found. */
export type Phrase = {
  readonly tokens: readonly Pick<Token, 'kind' | 'text'>[]
  /** The last token may be the beginning of one. */
  readonly isPrefix: boolean
}

export type Query = { readonly kind: 'query'; readonly phrases: readonly Phrase[] }

export const queryCharactersMax = 200
export const queryPhrasesMax = 16
/** Tokens of a phrase: what pieces of an index overlap by, so that none is cut. */
export const phraseTokensMax = 128

/**
 * Words and runs that touch are one phrase, what blanks and signs part are several; within double quotation marks of either
 * language all is one phrase. `*` behind a word asks for words that begin so. A query without any letter, digit or character has
 * no phrases and finds nothing. Refuses INPUT_INVALID where it is too long.
 */
export function parseQuery(text: string): Query | Refusal<'INPUT_INVALID'> {
  if (text.length > queryCharactersMax)
    return refuse('INPUT_INVALID', complain(`at most ${queryCharactersMax} characters`))
  const phrases = text
    .split(/["\u201c\u201d\uff02]/)
    .flatMap((part, at) => (at % 2 === 0 ? listPhrases(part) : quote(part)))
  if (phrases.length > queryPhrasesMax)
    return refuse('INPUT_INVALID', complain(`at most ${queryPhrasesMax} words or phrases`))
  if (phrases.some(({ tokens }) => tokens.length > phraseTokensMax))
    return refuse('INPUT_INVALID', complain(`at most ${phraseTokensMax} characters or words in one phrase`))
  return { kind: 'query', phrases }
}

function complain(text: string): { complaints: string[] } {
  return { complaints: [`query: ${text}`] }
}

function quote(part: string): Phrase[] {
  return phraseOf([...listTokens(part)], false)
}

/** Splits where something stands between two tokens. */
function listPhrases(part: string): Phrase[] {
  const phrases: Phrase[] = []
  let open: PlacedToken[] = []
  for (const token of listTokens(part)) {
    const before = open.at(-1)
    if (before !== undefined && token.start > before.end) {
      phrases.push(...phraseOf(open, isStarred(part, before)))
      open = []
    }
    open.push(token)
  }
  const last = open.at(-1)
  return [...phrases, ...phraseOf(open, last !== undefined && isStarred(part, last))]
}

function isStarred(part: string, last: PlacedToken): boolean {
  return last.kind === 'word' && (part[last.to] === '*' || part[last.to] === '\uff0a')
}

/**
 * The last character of a run that ends the phrase says nothing about how the text goes on: of several it is left out, and one
 * alone is a beginning.
 */
function phraseOf(tokens: readonly PlacedToken[], isStarred: boolean): Phrase[] {
  const bare = tokens.map(({ kind, text }) => ({ kind, text }))
  const last = bare.at(-1)
  if (last === undefined) return []
  if (last.kind !== 'last') return [{ tokens: bare, isPrefix: isStarred }]
  const isAlone = bare.at(-2)?.kind !== 'gram'
  return isAlone ? [{ tokens: bare, isPrefix: true }] : [{ tokens: bare.slice(0, -1), isPrefix: false }]
}
