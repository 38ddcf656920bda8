// What the index holds of a case: its head, its messages, the texts of their attachments. spec: search §4, desk-books §9
import type { Instant } from '@holdfast/capabilities'
import { formatIndexText, tokenise } from '@holdfast/desk'
import type { CaseId } from '@holdfast/lease'
import type { CaseRecord, MessageHead, SearchEntry } from '@holdfast/store'

export const searchKinds = ['case', 'message', 'attachment'] as const

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

/** A subject that is the case's own is found by the case; any other stands in front of the text. */
export function entryOfMessage(message: OfMessage, caseTitle: string): SearchEntry {
  const { id, audience, orderedAt, subject, text } = message
  return entryOf({
    ...{ kind: 'message', subject: id, message: id, case: null, audience, at: orderedAt, title: subject },
    text: subject.includes(caseTitle) ? text : textWithSubject(message),
  })
}

export function textWithSubject({ subject, text }: Pick<MessageHead, 'subject' | 'text'>): string {
  return `${subject}\n${text}`
}

export function entryOfAttachment(
  { id, audience, orderedAt }: OfMessage,
  attachment: { readonly place: number; readonly name: string; readonly text: string },
): SearchEntry {
  const { place, name, text } = attachment
  return entryOf({
    ...{ kind: 'attachment', subject: `${id}/${place}`, message: id, case: null as CaseId | null },
    ...{ audience, at: orderedAt, title: name },
    text: `${name}\n${text}`,
  })
}

function entryOf({ text, ...entry }: Omit<SearchEntry, 'tokens'> & { readonly text: string }): SearchEntry {
  return { ...entry, tokens: formatIndexText(tokenise(text)) }
}
