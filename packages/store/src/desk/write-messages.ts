// Messages that arrived together, in few statements. spec: desk-books §4
import type { Instant } from '@holdfast/capabilities'
import { refuse, type CaseId, type CaseMessageId, type Refusal } from '@holdfast/lease'
import { insertRows, piecesOf, selectRows } from '../bulk.ts'
import type { AttachmentRow, CaseMessageRow, FoundItemRow } from '../desk-tables.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import type { AddedMessages, DeskWriter } from './desk-interface.ts'
import type { AddedMessage, AttachmentRecord, NewAttachment, NewMessage } from './desk-records.ts'
import {
  messageOfRow,
  rowOfAttachment,
  rowOfFound,
  rowOfMessage,
  rowOfMessagePerson,
  type RawOfMessage,
} from './message-rows.ts'
import { listThreaded, writeReferences } from './message-references.ts'
import { withParts } from './read-messages.ts'
import { resolveCases } from './resolve-cases.ts'
import { storedJson, storedText } from './stored-text.ts'
import { ContentDraft, type Content, type SealedPart } from './write-contents.ts'

type MessageWrites = 'addMessages' | 'changeMessage' | 'rereadMessage'

export function messageWriter(tools: WriteTools): Pick<DeskWriter, MessageWrites> {
  return {
    addMessages: (messages, now) => addMessages(tools, messages, now),
    changeMessage: (id, change, now) => changeMessage(tools, id, change, now),
    rereadMessage: (id, reading, now) => rereadMessage(tools, id, reading, now),
  }
}

async function addMessages(
  tools: WriteTools,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<AddedMessages | Refusal<'NOT_FOUND'>> {
  const { db, facts } = tools
  const wanted = [...new Set(messages.map((message) => message.case))]
  const cases = await resolveCases(db, facts, wanted, true)
  const missing = wanted.find((id) => !cases.has(id))
  if (missing !== undefined) return refuse('NOT_FOUND', { what: missing })
  const known = await listKnown(tools, messages)
  const added: AddedMessage[] = []
  const fresh: NewMessage[] = []
  for (const message of messages) {
    const before = known.get(message.identity)
    const place = (cases.get(message.case)?.id ?? message.case) as CaseId
    const answer: AddedMessage = before ?? { kind: 'new', id: message.id, case: place }
    added.push(answer)
    if (before !== undefined) continue
    known.set(message.identity, { ...answer, kind: 'known' })
    fresh.push({ ...message, case: place })
  }
  await writeMessages(tools, fresh, now)
  for (const piece of piecesOf([...new Set(fresh.map((message) => message.case))]))
    await db.updateTable('cases').set({ changed_at: now }).where('id', 'in', piece).execute()
  for (const message of fresh) {
    const { direction, audience, held } = message
    const detail = { case: message.case, direction, audience, held, rule: message.verdict['rule'] ?? null }
    recordAudit(tools, { action: 'message-add', subject: `message:${message.id}`, detail }, now)
    tellMessage(tools, message, now)
  }
  return { kind: 'added', messages: added }
}

/** Imported messages are history, and notes stay inside. */
function tellMessage({ bookkeeping }: WriteTools, message: NewMessage, now: Instant): void {
  const { id, direction, audience, side, held, automaton } = message
  if (direction !== 'in' && direction !== 'out') return
  const { kind = 'person' } = automaton
  const data = {
    ...{ case: message.case, message: id, direction, audience, side },
    automaton: typeof kind === 'string' ? kind : 'person',
  }
  bookkeeping.tell({ kind: held === null ? 'message.added' : 'message.held', at: now, data })
}

async function listKnown(
  { db }: WriteTools,
  messages: readonly NewMessage[],
): Promise<Map<string, AddedMessage>> {
  const rows = await listThreaded(
    db,
    'identity',
    messages.map(({ identity }) => identity),
  )
  return new Map(
    rows.map((row) => [
      row.identity,
      { kind: 'known', id: row.id as CaseMessageId, case: row.case_id as CaseId },
    ]),
  )
}

async function writeMessages(
  tools: WriteTools,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<void> {
  const { db, facts } = tools
  const draft = new ContentDraft(tools, now)
  const intake = await listIntakeRaws(tools, messages)
  const rows: CaseMessageRow[] = []
  const attachments: AttachmentRow[] = []
  for (const message of messages) {
    const sealed = sealNew(draft, message)
    const raw = rawOf(message, sealed, intake)
    rows.push(rowOfMessage(message, raw))
    attachments.push(...rowsOfAttachments(message.id, message.attachments, sealed))
  }
  await draft.write()
  await insertRows(db, facts, 'case_messages', rows)
  const people = messages.flatMap((message) =>
    message.people.map((person, place) => rowOfMessagePerson(person, { message, place })),
  )
  await insertRows(db, facts, 'message_people', people)
  await insertRows(db, facts, 'attachments', attachments)
  const found: FoundItemRow[] = messages.flatMap((message) =>
    message.found.map((item, place) => rowOfFound(message.id, item, place)),
  )
  await insertRows(db, facts, 'found_items', found)
  await writeReferences(db, facts, messages)
}

/** Raw bytes at place 0, attachments of their own behind it. Of a mail that was taken in, the bytes are sealed already. */
function sealNew(draft: ContentDraft, message: NewMessage): ReadonlyMap<number, SealedPart> {
  const contents: Content[] = ownAttachments(message.attachments)
  if (message.raw.kind === 'bytes') contents.push({ place: 0, bytes: message.raw.bytes })
  if (contents.length === 0) return new Map()
  if (message.raw.kind === 'intake')
    throw new Error(`message ${message.id} was taken in: its attachments lie in its raw mail`)
  return draft.add(message.id, contents)
}

function ownAttachments(attachments: readonly NewAttachment[]): Content[] {
  return attachments.flatMap(({ bytes }, place) => (bytes === undefined ? [] : [{ place: place + 1, bytes }]))
}

function rawOf(
  message: NewMessage,
  sealed: ReadonlyMap<number, SealedPart>,
  intake: ReadonlyMap<string, RawOfMessage>,
): RawOfMessage | null {
  if (message.raw.kind === 'intake') {
    const raw = intake.get(message.raw.intake)
    if (raw === undefined) throw new Error(`message ${message.id} names a mail that was not taken in`)
    return raw
  }
  if (sealed.size === 0) return null
  const raw = sealed.get(0)
  return { key: message.id, hash: raw?.hash ?? null, bytes: raw?.size ?? null }
}

async function listIntakeRaws(
  { db, facts }: WriteTools,
  messages: readonly NewMessage[],
): Promise<ReadonlyMap<string, RawOfMessage>> {
  const ids = messages.flatMap(({ raw }) => (raw.kind === 'intake' ? [raw.intake] : []))
  const rows = await selectRows(db, facts, { table: 'mail_intake', column: 'id' }, ids)
  return new Map(rows.map(({ id, raw_hash: hash, raw_bytes: bytes }) => [id, { key: id, hash, bytes }]))
}

function rowsOfAttachments(
  id: CaseMessageId,
  attachments: readonly NewAttachment[],
  sealed: ReadonlyMap<number, SealedPart>,
): readonly AttachmentRow[] {
  return attachments.map((attachment, place) => {
    const own = sealed.get(place + 1)
    if ((attachment.bytesIn === 'own') !== (own !== undefined))
      throw new Error(`attachment ${place} of message ${id}: bytes and where they lie do not fit`)
    const { bytes: _, ...rest } = attachment
    const record: AttachmentRecord = { ...rest, place, ...own }
    return rowOfAttachment(id, record)
  })
}

async function lockMessage(
  { db, facts }: WriteTools,
  id: CaseMessageId,
): Promise<CaseMessageRow | undefined> {
  const [row] = await selectRows(db, facts, { table: 'case_messages', column: 'id', lock: true }, [id])
  return row
}

async function changeMessage(
  tools: WriteTools,
  id: CaseMessageId,
  change: Parameters<DeskWriter['changeMessage']>[1],
  now: Instant,
): ReturnType<DeskWriter['changeMessage']> {
  const { db, facts } = tools
  const row = await lockMessage(tools, id)
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  const after: CaseMessageRow = {
    ...row,
    audience: change.audience ?? row.audience,
    audience_certainty: change.audienceCertainty ?? row.audience_certainty,
    side: change.side ?? row.side,
    side_certainty: change.sideCertainty ?? row.side_certainty,
    held: change.held === null ? null : row.held,
  }
  const { audience, audience_certainty, side, side_certainty, held } = after
  await db
    .updateTable('case_messages')
    .set({ audience, audience_certainty, side, side_certainty, held })
    .where('id', '=', id)
    .execute()
  if (row.held !== null && held === null)
    await db.updateTable('message_people').set({ held: 0 }).where('message', '=', id).execute()
  const detail = {
    ...{ case: row.case_id, changed: Object.keys(change).toSorted(), audience, side, held },
    before: { audience: row.audience, side: row.side, held: row.held },
  }
  recordAudit(tools, { action: 'message-change', subject: `message:${id}`, detail }, now)
  return await oneWithParts(tools, facts, after)
}

async function rereadMessage(
  tools: WriteTools,
  id: CaseMessageId,
  reading: Parameters<DeskWriter['rereadMessage']>[1],
  now: Instant,
): ReturnType<DeskWriter['rereadMessage']> {
  const { db, facts } = tools
  const row = await lockMessage(tools, id)
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  if (row.parsed === 1 || row.erased_at !== null) return await oneWithParts(tools, facts, row)
  const columns = {
    parsed: reading.parsed ? 1 : 0,
    parser: reading.parser,
    has_html: reading.hasHtml ? 1 : 0,
    flags: storedJson(reading.flags),
    subject: storedText(reading.subject),
    text: storedText(reading.text),
  }
  await db.updateTable('case_messages').set(columns).where('id', '=', id).execute()
  await db.deleteFrom('attachments').where('message', '=', id).execute()
  await db.deleteFrom('found_items').where('message', '=', id).execute()
  await insertRows(db, facts, 'attachments', rowsOfAttachments(id, reading.attachments, new Map()))
  const found = reading.found.map((item, place) => rowOfFound(id, item, place))
  await insertRows(db, facts, 'found_items', found)
  const detail = { case: row.case_id, parsed: reading.parsed, parser: reading.parser }
  recordAudit(tools, { action: 'message-reread', subject: `message:${id}`, detail }, now)
  return await oneWithParts(tools, facts, { ...row, ...columns })
}

async function oneWithParts({ db }: WriteTools, facts: WriteTools['facts'], row: CaseMessageRow) {
  const [message] = await withParts(db, facts, [messageOfRow(row)])
  if (message === undefined) throw new Error(`message ${row.id} has no record`)
  return message
}
