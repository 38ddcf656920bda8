import { readFileSync } from 'node:fs'
import { refuse, type Refusal } from '@holdfast/lease'

/**
 * The text of a file: UTF-16 where it begins with a byte order mark of that, else UTF-8. `strict` refuses bytes that are no
 * UTF-8; otherwise they become replacement characters, which is enough where only ASCII counts.
 * Refuses: FILE_UNREADABLE (facts: file, reason or encoding).
 */
export function readTextFile(
  file: string,
  how: { readonly strict: boolean },
): { readonly kind: 'text'; readonly text: string } | Refusal<'FILE_UNREADABLE'> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return refuse('FILE_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' })
  }
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return { kind: 'text', text: new TextDecoder(encoding, { fatal: how.strict }).decode(bytes) }
  } catch {
    return refuse('FILE_UNREADABLE', { file, encoding: 'UTF-8' })
  }
}
