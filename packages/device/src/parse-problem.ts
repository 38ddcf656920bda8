// A problem document of the server (RFC 9457) as a refusal. It came from outside: shortened and cleaned. Pure.
import { refusalNumbers, refuse, type RefusalCode, type RefusalFacts } from '@holdfast/lease'
import type { DeviceRefusal, ServerWords } from './device-licence.ts'

export const problemTextCharactersMax = 2_000
export const problemFactsMax = 32
export const problemListMax = 64

/** `null` where it is no problem document. A code that only a newer server knows becomes SERVER_ANSWER_MALFORMED with its words. */
export function parseProblem(
  body: unknown,
  status: number,
  retryAfterMs: number | null,
): DeviceRefusal | null {
  if (typeof body !== 'object' || body === null) return null
  const from = body as { [member: string]: unknown }
  const code = from['code']
  if (typeof code !== 'string' || !/^[A-Z][A-Z_]{1,60}$/.test(code)) return null
  const said: { -readonly [Word in keyof ServerWords]: ServerWords[Word] } = {}
  for (const word of ['title', 'userAction', 'adminAction', 'supportCode'] as const) {
    const text = cleanText(from[word])
    if (text !== null) said[word] = text
  }
  const wait = retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }
  if (!Object.hasOwn(refusalNumbers, code))
    return { ...refuse('SERVER_ANSWER_MALFORMED', { status, code, ...wait }), said }
  return { ...refuse(code as RefusalCode, { ...cleanFacts(from['facts']), ...wait }), said }
}

function cleanFacts(value: unknown): RefusalFacts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const facts: { [name: string]: RefusalFacts[string] } = {}
  for (const [name, fact] of Object.entries(value).slice(0, problemFactsMax)) {
    if (!/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name)) continue
    if (Array.isArray(fact)) facts[name] = fact.slice(0, problemListMax).flatMap((entry) => cleanEntry(entry))
    else if (fact === null || typeof fact === 'boolean') facts[name] = fact
    else for (const entry of cleanEntry(fact)) facts[name] = entry
  }
  return facts
}

function cleanEntry(value: unknown): (string | number)[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [value] : []
  const text = cleanText(value)
  return text === null ? [] : [text]
}

// Control characters would speak to the terminal, bidirectional controls would turn words around.
function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  return value
    .slice(0, problemTextCharactersMax)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
}
