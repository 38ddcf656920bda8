// Tokens as text that the engines of SQLite and PostgreSQL keep as they are. spec: search §4, §5
import type { Phrase, Query } from './parse-query.ts'
import { phraseTokensMax } from './parse-query.ts'
import { listTokens, type Token } from './tokenise.ts'

/** Tokens of a piece. PostgreSQL holds 16,383 positions. */
export const pieceTokensMax = 8_192
/** How often a piece may hold one token. PostgreSQL forgets positions after the 255th. */
export const pieceRepeatsMax = 255
/** Characters of a piece as index text. PostgreSQL holds 1,048,575 bytes of tokens and positions. */
export const pieceCharactersMax = 524_288

const codeDigits = 4

type BareToken = Pick<Token, 'kind' | 'text'>

/**
 * Only a to z and 0 to 9, a letter first, so that every engine takes it for one word; longest 501 characters. What begins like a
 * token, encoded, begins like it too.
 */
export function formatToken({ kind, text }: BareToken): string {
  const characters = Array.from(text)
  if (kind === 'word')
    return `w${characters.map((character) => (isBare(character) ? character : `q${codeOf(character)}`)).join('')}`
  const codes = characters.map(codeOf).join('')
  return kind === 'joiner' ? `j${codes}` : `g${codes}`
}

/** One text of tokens, for an FTS5 column and for `to_tsvector('simple', ...)`. */
export function formatIndexText(tokens: readonly BareToken[]): string {
  return tokens.map(formatToken).join(' ')
}

/**
 * The index texts of a text, one a row: divided where a limit is reached, each beginning with the last 127 tokens of the one
 * before, so that every phrase stands in one of them as a whole.
 */
export function* listIndexTexts(text: string): Generator<string> {
  let piece = newPiece([])
  for (const token of listTokens(text)) {
    const written = formatToken(token)
    if (isFull(piece, written)) {
      yield piece.tokens.join(' ')
      piece = newPiece(piece.tokens.slice(1 - phraseTokensMax))
    }
    addToken(piece, written)
  }
  if (piece.tokens.length > piece.overlap) yield piece.tokens.join(' ')
}

/** For MATCH of FTS5. '' where the query has no phrases: that finds nothing, and MATCH is not to be asked. */
export function formatMatch(query: Query): string {
  return query.phrases.map((phrase) => formatMatchPhrase(phrase)).join(' AND ')
}

/** One phrase for MATCH. Of a text in several pieces each phrase may stand in another: ask for each, and intersect texts. */
export function formatMatchPhrase({ tokens, isPrefix }: Phrase): string {
  return `"${formatIndexText(tokens)}"${isPrefix ? ' *' : ''}`
}

/** For `to_tsquery('simple', ...)` or a cast. '' where the query has no phrases. */
export function formatTsquery(query: Query): string {
  return query.phrases.map((phrase) => `(${formatTsqueryPhrase(phrase)})`).join(' & ')
}

export function formatTsqueryPhrase({ tokens, isPrefix }: Phrase): string {
  return `${tokens.map(formatToken).join(' <-> ')}${isPrefix ? ':*' : ''}`
}

type OpenPiece = {
  readonly tokens: string[]
  readonly overlap: number
  readonly counts: Map<string, number>
  characters: number
}

function newPiece(tokens: readonly string[]): OpenPiece {
  const piece: OpenPiece = { tokens: [], overlap: tokens.length, counts: new Map(), characters: 0 }
  for (const token of tokens) addToken(piece, token)
  return piece
}

function addToken(piece: OpenPiece, token: string): void {
  piece.tokens.push(token)
  piece.counts.set(token, (piece.counts.get(token) ?? 0) + 1)
  piece.characters += token.length + 1
}

function isFull(piece: OpenPiece, token: string): boolean {
  if (piece.tokens.length >= pieceTokensMax || piece.characters + token.length > pieceCharactersMax)
    return true
  return (piece.counts.get(token) ?? 0) >= pieceRepeatsMax
}

/** `q` leads a code, so it is written as one itself; it is the rarest letter. */
function isBare(character: string): boolean {
  return (character >= 'a' && character <= 'z' && character !== 'q') || (character >= '0' && character <= '9')
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(36).padStart(codeDigits, '0')
}
