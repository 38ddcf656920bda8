import type { Entropy } from '@holdfast/capabilities'
import type { SerialNumber } from './artefacts.ts'
import { refuse, type Refusal, type RefusalFacts } from './refusal-codes.ts'
import { typedTextLengthMax } from './limits.ts'
import { formatGroups } from './symbols.ts'
import { findGroups, listGroups, type FoundGroups } from './typed-groups.ts'

const dataSymbols = 12

/**
 * The serial number in what somebody typed or pasted, however written, also inside a label with words and a product key.
 * Refuses SERIAL_MALFORMED; facts: `groups` (wrong groups counted from 1), `length` (symbols found, where too few or too
 * many), `looksLike: 'product-key'`, `several` (different serial numbers in one text), `textLengthMax`.
 * Source: docs/spec/lease-format.md §9.2.
 */
export function parseSerial(
  text: string,
): { readonly kind: 'serial'; readonly serial: SerialNumber } | Refusal<'SERIAL_MALFORMED'> {
  const found = findGroups(text, 'serial', ['key'])
  if (found.kind === 'found') return { kind: 'serial', serial: found.text as SerialNumber }
  return refuse('SERIAL_MALFORMED', factsOfTyped(found))
}

/** Every different serial number in a pasted label, in order; for labels of orders with several. */
export function listSerials(text: string): readonly SerialNumber[] {
  return listGroups(text, 'serial') as readonly SerialNumber[]
}

/** A new serial number of 60 random bits. */
export function makeSerial(entropy: Entropy): SerialNumber {
  const data = [...entropy.bytes(dataSymbols)].map((byte) => byte & 31)
  return formatGroups('serial', data) as SerialNumber
}

/** What may be said about typed text: places and counts, never the text. */
export function factsOfTyped(found: Exclude<FoundGroups, { kind: 'found' }>): RefusalFacts {
  switch (found.kind) {
    case 'too-long':
      return { groups: [], textLengthMax: typedTextLengthMax }
    case 'several':
      return { groups: [], several: found.count }
    case 'wrong': {
      const names = { serial: 'serial', key: 'product-key', support: 'support-code' } as const
      return {
        groups: found.groups,
        ...(found.length === undefined ? {} : { length: found.length }),
        ...(found.looksLike === undefined ? {} : { looksLike: names[found.looksLike] }),
      }
    }
  }
}
