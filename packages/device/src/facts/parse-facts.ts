import { refuse, type Refusal } from '@holdfast/lease'
import type { Facts } from '../device-licence.ts'
import { factCharactersMax } from './fact-value.ts'

export const factsBytesMax = 65_536
export const factsPartsMax = 16

/** `--facts FILE`: a JSON object of part name to value. The refusal's facts list every bad member. spec: device §5 */
export function parseFacts(text: string): { kind: 'facts'; facts: Facts } | Refusal<'FACTS_MALFORMED'> {
  if (Buffer.byteLength(text) > factsBytesMax) return refuse('FACTS_MALFORMED', { bytesMax: factsBytesMax })
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return refuse('FACTS_MALFORMED', { expected: 'a JSON object' })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('FACTS_MALFORMED', { expected: 'a JSON object' })
  const members = Object.entries(value)
  if (members.length > factsPartsMax) return refuse('FACTS_MALFORMED', { partsMax: factsPartsMax })
  const bad = members
    .filter(([part, fact]) => !isPartName(part) || !isFact(fact))
    .map(([part]) => part.slice(0, 40))
  if (bad.length > 0) return refuse('FACTS_MALFORMED', { members: bad })
  return { kind: 'facts', facts: Object.fromEntries(members) }
}

function isPartName(part: string): boolean {
  return /^[a-z][a-z0-9-]{0,31}$/.test(part)
}

function isFact(fact: unknown): boolean {
  return typeof fact === 'string' && fact.length > 0 && fact.length <= factCharactersMax
}
