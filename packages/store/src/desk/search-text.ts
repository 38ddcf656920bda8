// Tokens as both engines take them. spec: desk-books §9
import type { SearchTerm } from './search-records.ts'
import { storedText } from './stored-text.ts'

/** Tokens of one part of a text. */
export const partTokensMax = 8_000
/** Bytes of one part of a text. */
export const partBytesMax = 200_000
/** How often one token may stand in a part. */
export const tokenRepeatsMax = 255
/** Tokens of a part that the next one repeats: a phrase that is no longer is found wherever it stands. */
export const partOverlap = 128
/** Characters of a token; what is longer is cut, in texts and in questions alike. The desk's are at most 501 long. */
export const tokenCharsMax = 512

/** The tokens of a text, in parts that both engines can index whole; at least one part. */
export function cutParts(text: string): readonly (readonly string[])[] {
  const tokens = splitTokens(text)
  // Most texts are one part whatever they say: no token can stand too often, and no sign has more than three bytes a unit.
  if (tokens.length <= tokenRepeatsMax && text.length * 3 < partBytesMax) return [tokens]
  const parts: string[][] = []
  for (let from = 0; ;) {
    const until = findEnd(tokens, from)
    parts.push(tokens.slice(from, until))
    if (until === tokens.length) return parts
    // A part of many bytes may be shorter than the overlap; each part goes on by one token at least.
    from = Math.max(from + 1, until - partOverlap)
  }
}

function findEnd(tokens: readonly string[], from: number): number {
  const seen = new Map<string, number>()
  let bytes = 0
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    const times = (seen.get(token) ?? 0) + 1
    bytes += Buffer.byteLength(token) + 1
    if (at - from >= partTokensMax || times > tokenRepeatsMax || bytes > partBytesMax) return at
    seen.set(token, times)
  }
  return tokens.length
}

/** The signs of the whole text at once: it has thousands of tokens. */
function splitTokens(text: string): readonly string[] {
  const tokens = plainSigns(text)
    .split(' ')
    .filter((token) => token !== '')
  return tokens.map((token) => (token.length > tokenCharsMax ? cutToken(token) : token))
}

function plainToken(token: string): string {
  return plainSigns(cutToken(token))
}

/** A pair of surrogates may stand across the end. */
function cutToken(token: string): string {
  return storedText(token.slice(0, tokenCharsMax))
}

/** Signs that one of the engines gives a meaning to stand as a low line, in texts and in questions alike. */
function plainSigns(text: string): string {
  return storedText(text).replaceAll(/["'\\`\u0000-\u001f\u007f]/g, '_')
}

/** `'a':1 'b':2`: every token with its place. */
export function formatTsvector(tokens: readonly string[]): string {
  return tokens.map((token, at) => `'${token}':${at + 1}`).join(' ')
}

/** What is asked, in plain tokens; terms without any token are left out. */
export function plainTerms(terms: readonly SearchTerm[]): readonly SearchTerm[] {
  return terms.flatMap((term): readonly SearchTerm[] => {
    const tokens = term.kind === 'phrase' ? term.tokens.map(plainToken) : [plainToken(term.token)]
    const [first = ''] = tokens
    if (tokens.length === 0 || tokens.includes('')) return []
    if (term.kind === 'prefix') return [{ kind: 'prefix', token: first }]
    return [{ kind: 'phrase', tokens, begins: term.begins ?? false }]
  })
}

export function formatFts5Query(terms: readonly SearchTerm[]): string {
  return terms.map((term) => formatFts5Term(term)).join(' AND ')
}

export function formatFts5Term(term: SearchTerm): string {
  if (term.kind === 'prefix') return `"${term.token}" *`
  return `${term.tokens.map((token) => `"${token}"`).join(' + ')}${term.begins === true ? ' *' : ''}`
}

export function formatTsquery(terms: readonly SearchTerm[]): string {
  return terms.map((term) => formatTsqueryTerm(term)).join(' & ')
}

export function formatTsqueryTerm(term: SearchTerm): string {
  if (term.kind === 'prefix') return `'${term.token}':*`
  const phrase = term.tokens.map((token) => `'${token}'`).join(' <-> ')
  return `(${phrase}${term.begins === true ? ':*' : ''})`
}
