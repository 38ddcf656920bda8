// Tokens as text that the engines of SQLite and PostgreSQL keep as they are. spec: search §4
import type { Token } from './tokenise.ts'

const codeDigits = 4

type BareToken = Pick<Token, 'kind' | 'text'>

/**
 * Only a to z and 0 to 9, a letter first, so that every engine takes it for one word; longest 501 characters. What begins like a
 * token, encoded, begins like it too.
 */
export function formatToken({ kind, text }: BareToken): string {
  if (kind === 'word' && bareWord.test(text)) return `w${text}`
  let coded = kind === 'word' ? 'w' : kind === 'joiner' ? 'j' : 'g'
  for (const character of text)
    coded += kind !== 'word' ? codeOf(character) : isBare(character) ? character : `q${codeOf(character)}`
  return coded
}

/** Tokens with one space between them, as the books take a text and cut it into parts. */
export function formatIndexText(tokens: readonly BareToken[]): string {
  return tokens.map(formatToken).join(' ')
}

/** Most words: nothing of them is encoded. */
const bareWord = /^[a-pr-z0-9]*$/

/** `q` leads a code, so it is written as one itself; it is the rarest letter. */
function isBare(character: string): boolean {
  return (character >= 'a' && character <= 'z' && character !== 'q') || (character >= '0' && character <= '9')
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(36).padStart(codeDigits, '0')
}
