import type { Facts } from '../device-licence.ts'

export const factCharactersMax = 1_000

// What boards and firmware say when their maker wrote nothing: the same on thousands of machines, so no fact.
const placeholders = new Set([
  'to be filled by o.e.m.',
  'default string',
  'not specified',
  'none',
  'n/a',
  'system serial number',
  '0123456789',
])

/** The facts among `found` that say something, as text in lower case with single spaces. spec: device §5 */
export function keepFacts(found: { readonly [part: string]: string | null | undefined }): Facts {
  const kept: { [part: string]: string } = {}
  for (const [part, raw] of Object.entries(found)) {
    const value = (raw ?? '').replace(/\s+/g, ' ').trim().toLowerCase()
    if (value.length <= factCharactersMax && saysSomething(value)) kept[part] = value
  }
  return kept
}

/** A network address as 12 hexadecimal digits, whatever stands between them; `null` for anything else. */
export function parseNetworkAddress(text: string): string | null {
  const digits = text.trim().toLowerCase().replaceAll(/[:-]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? digits : null
}

function saysSomething(value: string): boolean {
  return value !== '' && !placeholders.has(value) && !/^[0-]+$/.test(value) && !/^[f-]+$/.test(value)
}
