// What the index holds of a case: its head, its messages, the texts of their attachments, its items. spec: search §4, desk-books §9
import type { Instant } from '@holdfast/capabilities'
import type { CaseId } from '@holdfast/lease'
import { indexText } from './index-text.ts'
import type { Order } from '@holdfast/licensing'
import type { CaseItem, CaseRecord, MessageHead, SearchEntry } from '@holdfast/store'

type OfMessage = Pick<MessageHead, 'id' | 'audience' | 'subject' | 'text' | 'orderedAt'>

export function entryOfCase(
  { id, number, token, subject, title }: Pick<CaseRecord, 'id' | 'number' | 'token' | 'subject' | 'title'>,
  at: Instant,
): SearchEntry {
  return entryOf({
    ...{ kind: 'case', subject: id, message: null, case: id, audience: 'customer', at, title },
    text: [number, token, subject, title].join('\n'),
  })
}

/** A subject that is the case's own is found by the case, where `caseTitle` tells it; any other stands in front of the text. */
export function entryOfMessage(message: OfMessage, caseTitle: string | null = null): SearchEntry {
  const { subject, text } = message
  const isTold = caseTitle !== null && subject.includes(caseTitle)
  return entryOfTokens(message, indexText(isTold ? text : textWithSubject(message)))
}

/** `tokens` of its subject and text, made where it was read. */
export function entryOfTokens(
  { id, audience, orderedAt, subject }: Omit<OfMessage, 'text'>,
  tokens: string,
): SearchEntry {
  return {
    ...{ kind: 'message', subject: id, message: id, case: null, audience, at: orderedAt, title: subject },
    tokens,
  }
}

export function textWithSubject({ subject, text }: Pick<MessageHead, 'subject' | 'text'>): string {
  return `${subject}\n${text}`
}

export function entryOfAttachment(
  { id, audience, orderedAt }: OfMessage,
  attachment: {
    readonly place: number
    readonly name: string
    readonly text: string
    /** Where it was indexed when it was read. */
    readonly tokens?: string
  },
): SearchEntry {
  const { place, name, text, tokens = indexText(`${name}\n${text}`) } = attachment
  return {
    ...{ kind: 'attachment', subject: `${id}/${place}`, message: id, case: null as CaseId | null },
    ...{ audience, at: orderedAt, title: name, tokens },
  }
}

/** An item as the index takes it; everything that people wrote in it is found. */
export function entryOfItem(item: CaseItem): SearchEntry {
  return entryOf({
    ...{ kind: 'item', subject: item.id, message: null, case: item.case, audience: 'internal' },
    ...{ at: item.madeAt, title: item.kind },
    text: textOfItem(item),
  })
}

/** What finds an order; its serial numbers and devices are looked up by themselves. spec: search §7 */
export function entryOfOrder({ id, number, orderedAt }: Order, customerName: string): SearchEntry {
  return entryOf({
    ...{ kind: 'order', subject: id, message: null, case: null, audience: 'internal' },
    ...{ at: orderedAt, title: number },
    text: `${number}\n${customerName}`,
  })
}

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

/** What people wrote in an item, line by line. */
export function textOfItem({ body }: Pick<CaseItem, 'body'>): string {
  return textsOf(body).join('\n')
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => (unsearched.has(name) ? [] : textsOf(each)))
}

function entryOf({ text, ...entry }: Omit<SearchEntry, 'tokens'> & { readonly text: string }): SearchEntry {
  return { ...entry, tokens: indexText(text) }
}
