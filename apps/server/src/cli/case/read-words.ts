import { readStream } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import type { CommandContext, Options } from '../command.ts'
import { textOf, textsOf } from '../command.ts'
import { readTextFile } from '../read-text-file.ts'

/** Bytes of a text that somebody wrote for a case. */
const wordsBytesMax = 1_048_576

/** A text by the name of its file, or standard input where the name is `-`. Refuses FILE_UNREADABLE, CONTENT_TOO_LARGE. */
export async function readWords(
  { stdin }: Pick<CommandContext, 'stdin'>,
  name: string,
): Promise<{ readonly kind: 'text'; readonly text: string } | Refusal> {
  if (name !== '-') return readTextFile(name, { strict: true })
  const bytes = await readStream(stdin, wordsBytesMax)
  if ('kind' in bytes) return bytes
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return refuse('FILE_UNREADABLE', { file: '-', encoding: 'UTF-8' })
  }
}

/** Those of the options that were given, by the member of the body that they fill; `-` is null where `nullable` names it. */
export function membersOf(
  options: Options,
  names: readonly string[],
  nullable: readonly string[] = [],
): { readonly [name: string]: string | null } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(options, name)
      if (text === undefined) return []
      return [[name, text === '-' && nullable.includes(name) ? null : text]]
    }),
  )
}

/** `message:cms_...`, `test:lab-7`. Null where one has no kind in front. */
export function evidenceOf(
  options: Options,
): readonly { readonly kind: string; readonly id: string }[] | null {
  const given = textsOf(options, 'evidence').map((text) => cut(text))
  return given.some((each) => each === null) ? null : given.filter((each) => each !== null)
}

/** `customer`, `customer:per_...`: a party, and the person of it. */
export function addresseeOf(text: string): { readonly party: string; readonly person: string | null } {
  const found = cut(text)
  return found === null ? { party: text, person: null } : { party: found.kind, person: found.id }
}

function cut(text: string): { readonly kind: string; readonly id: string } | null {
  const at = text.indexOf(':')
  return at <= 0 || at === text.length - 1 ? null : { kind: text.slice(0, at), id: text.slice(at + 1) }
}
