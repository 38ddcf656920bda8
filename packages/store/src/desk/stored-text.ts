// Texts from outside as both engines take them. spec: desk-books §1
import { hash } from 'node:crypto'

/** Characters of a text that stands in an index as it is. */
export const keyCharsMax = 200

/** Without NUL and lone surrogates, of the same length. */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** What a text is looked up by, however long it is. */
export function keyOfText(text: string): string {
  const stored = storedText(text)
  return stored.length <= keyCharsMax ? stored : `sha256:${hash('sha256', stored)}`
}

export function storedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? storedText(member) : member,
  )
}
