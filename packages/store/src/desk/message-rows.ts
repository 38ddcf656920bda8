// Messages, their people, attachments and what was found in them <-> rows.
import type { CaseId, CaseMessageId, PersonId } from '@holdfast/lease'
import type { AttachmentRow, CaseMessageRow, FoundItemRow, MessagePersonRow } from '../desk-tables.ts'
import { parseTexts } from '../json-shapes.ts'
import { RowReader } from '../row-reader.ts'
import { parseFactsOf, parseFactsOrNull, parseList, wordOf } from './desk-shapes.ts'
import {
  attachmentBytes,
  judgedCertainties,
  messageAudiences,
  messageDirections,
  messageSides,
  personRoles,
  type AttachmentRecord,
  type FoundItem,
  type MessageHead,
  type MessagePerson,
  type MessageRecord,
} from './desk-records.ts'
import { keyOfText, storedJson, storedText } from './stored-text.ts'

export type MessageWithoutParts = Omit<MessageRecord, 'people' | 'attachments'>

export function messageOfRow(row: CaseMessageRow): MessageWithoutParts {
  const reader = new RowReader('case_messages', row.id, row)
  const hash = reader.textOrNull('raw_hash')
  return {
    id: reader.text<CaseMessageId>('id'),
    case: reader.text<CaseId>('case_id'),
    firstCase: reader.text<CaseId>('first_case'),
    direction: wordOf(reader, 'direction', messageDirections),
    audience: wordOf(reader, 'audience', messageAudiences),
    audienceCertainty: wordOf(reader, 'audience_certainty', judgedCertainties),
    side: wordOf(reader, 'side', messageSides),
    sideCertainty: wordOf(reader, 'side_certainty', judgedCertainties),
    identity: reader.text('identity'),
    bodyHash: reader.text('body_hash'),
    messageId: reader.textOrNull('message_id'),
    inReplyTo: reader.json('in_reply_to', parseTexts),
    references: reader.json('refs', parseTexts),
    sent: {
      written: reader.text('sent_written'),
      moment: reader.instantOrNull('sent_at'),
      offsetMinutes: reader.wholeOrNull('sent_offset'),
    },
    receivedAt: reader.instant('received_at'),
    orderedAt: reader.instant('ordered_at'),
    place: reader.count('place'),
    parsed: reader.truth('parsed'),
    parser: reader.count('parser'),
    hasHtml: reader.truth('has_html'),
    automaton: reader.json('automaton', parseFactsOf),
    authentication: reader.json('authentication', parseFactsOrNull),
    flags: reader.json('flags', parseTexts),
    verdict: reader.json('verdict', parseFactsOf),
    because: reader.json('because', parseList),
    held: reader.textOrNull('held'),
    raw: hash === null ? null : { hash, bytes: reader.count('raw_bytes') },
    erasedAt: reader.instantOrNull('erased_at'),
    subject: reader.text('subject'),
    text: reader.text('text'),
  }
}

export type RawOfMessage = {
  readonly key: string
  readonly hash: string | null
  readonly bytes: number | null
}

export function rowOfMessage(message: MessageHead, raw: RawOfMessage | null): CaseMessageRow {
  const { sent } = message
  return {
    id: message.id,
    case_id: message.case,
    first_case: message.case,
    direction: message.direction,
    audience: message.audience,
    audience_certainty: message.audienceCertainty,
    side: message.side,
    side_certainty: message.sideCertainty,
    identity: message.identity,
    body_hash: message.bodyHash,
    message_id: message.messageId === null ? null : storedText(message.messageId),
    message_key: message.messageId === null ? null : keyOfText(message.messageId),
    in_reply_to: storedJson(message.inReplyTo),
    refs: storedJson(message.references),
    sent_written: storedText(sent.written),
    sent_at: sent.moment,
    sent_offset: sent.offsetMinutes,
    received_at: message.receivedAt,
    ordered_at: message.orderedAt,
    place: message.place,
    parsed: message.parsed ? 1 : 0,
    parser: message.parser,
    has_html: message.hasHtml ? 1 : 0,
    automaton: storedJson(message.automaton),
    authentication: storedJson(message.authentication),
    flags: storedJson(message.flags),
    verdict: storedJson(message.verdict),
    because: storedJson(message.because),
    held: message.held,
    content_key: raw?.key ?? null,
    raw_hash: raw?.hash ?? null,
    raw_bytes: raw?.bytes ?? null,
    erased_at: null,
    subject: storedText(message.subject),
    text: storedText(message.text),
  }
}

export function messagePersonOfRow(row: MessagePersonRow): MessagePerson {
  const reader = new RowReader('message_people', row.message, row)
  return {
    role: wordOf(reader, 'role', personRoles),
    person: reader.textOrNull<PersonId>('person'),
    name: reader.text('name'),
    address: reader.text('address'),
  }
}

export function rowOfMessagePerson(
  person: MessagePerson,
  of: { readonly message: Pick<MessageHead, 'id' | 'case' | 'held'>; readonly place: number },
): MessagePersonRow {
  return {
    message: of.message.id,
    role: person.role,
    place: of.place,
    person: person.person,
    address: storedText(person.address),
    address_key: keyOfText(person.address),
    name: storedText(person.name),
    case_id: of.message.case,
    held: of.message.held === null ? 0 : 1,
  }
}

export function attachmentOfRow(row: AttachmentRow): AttachmentRecord {
  const reader = new RowReader('attachments', row.message, row)
  return {
    place: reader.count('place'),
    name: reader.text('name'),
    mediaType: reader.text('media_type'),
    role: reader.text('role'),
    size: reader.countOrNull('size'),
    hash: reader.textOrNull('hash'),
    contentId: reader.textOrNull('content_id'),
    bytesIn: wordOf(reader, 'bytes_in', attachmentBytes),
  }
}

export function rowOfAttachment(message: CaseMessageId, attachment: AttachmentRecord): AttachmentRow {
  return {
    message,
    place: attachment.place,
    name: storedText(attachment.name),
    media_type: storedText(attachment.mediaType),
    role: attachment.role,
    size: attachment.size,
    hash: attachment.hash,
    content_id: attachment.contentId === null ? null : storedText(attachment.contentId),
    bytes_in: attachment.bytesIn,
  }
}

export function foundOfRow(row: FoundItemRow): FoundItem {
  const reader = new RowReader('found_items', row.message, row)
  return {
    kind: reader.text('kind'),
    value: reader.json('value', (value) => value ?? null),
    from: reader.count('from_at'),
    to: reader.count('to_at'),
  }
}

export function rowOfFound(message: CaseMessageId, found: FoundItem, place: number): FoundItemRow {
  return {
    message,
    place,
    kind: found.kind,
    value: storedJson(found.value ?? null),
    from_at: found.from,
    to_at: found.to,
  }
}
