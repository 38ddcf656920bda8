import type { Instant } from '@holdfast/capabilities'
import { formatIndexText, tokenise } from '@holdfast/desk'
import type { CaseItem, MessageRecord, SearchEntry } from '@holdfast/store'

/** Members of a body whose text is nobody's words: ids, moments, states. */
const unsearched = new Set([
  'id',
  'kind',
  'at',
  'since',
  'by',
  'person',
  'party',
  'reference',
  'check',
  'message',
])

/** An entry of a case as the index takes it; everything that people wrote in it is found. */
export function entryOfItem(item: CaseItem): SearchEntry {
  return {
    kind: 'item',
    subject: item.id,
    message: null,
    case: item.case,
    audience: 'internal',
    at: item.madeAt,
    title: item.kind,
    tokens: tokensOf(textsOf(item.body).join('\n')),
  }
}

export function entryOfMessage(
  message: Pick<MessageRecord, 'id' | 'audience' | 'subject' | 'text'>,
  at: Instant,
): SearchEntry {
  const { id, audience, subject, text } = message
  const tokens = tokensOf(`${subject}\n${text}`)
  return { kind: 'message', subject: id, message: id, case: null, audience, at, title: subject, tokens }
}

function tokensOf(text: string): string {
  return formatIndexText(tokenise(text))
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => (unsearched.has(name) ? [] : textsOf(each)))
}
