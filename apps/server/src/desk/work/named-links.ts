// Links as a person names them, as the books compare them. spec: case §4
import type { Input, operations } from '@holdfast/contract'
import { parseSerial, type Refusal } from '@holdfast/lease'
import type { DeskReader, NewLink } from '@holdfast/store'
import { findNamedCase } from '../find-case.ts'

type Named = NonNullable<Input<typeof operations.changeCase>['body']['links']>[number]
type CaseFinder = Parameters<typeof findNamedCase>[0] & Pick<DeskReader, 'findCase'>

/**
 * A serial number of ours in its one spelling, a device id in small letters, a case by its id; all else as it stands. What
 * is named need not be in the books, but a case must: NOT_FOUND.
 */
export async function namedLinks(
  read: CaseFinder,
  named: readonly Named[],
): Promise<readonly NewLink[] | Refusal<'NOT_FOUND'>> {
  const links: NewLink[] = []
  for (const { kind, value, certainty } of named) {
    const spelled = await spelledAs(read, kind, value.trim())
    if (typeof spelled !== 'string') return spelled
    links.push({ kind, value: spelled, certainty, message: null })
  }
  return links
}

async function spelledAs(
  read: CaseFinder,
  kind: Named['kind'],
  value: string,
): Promise<string | Refusal<'NOT_FOUND'>> {
  if (kind === 'case' || kind === 'blocked-by') {
    const found = await findNamedCase(read, value)
    return 'code' in found ? found : found.id
  }
  if (kind === 'serial') return spelledSerial(value)
  return kind === 'device' ? value.toLowerCase() : value
}

/** Another maker's as it stands. */
export function spelledSerial(value: string): string {
  const parsed = parseSerial(value)
  return parsed.kind === 'serial' ? parsed.serial : value
}
