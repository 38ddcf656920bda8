// Messages with their people and attachments; each page in a constant number of statements.
import { sql } from 'kysely'
import type { CaseMessageId } from '@holdfast/lease'
import { selectRows } from '../bulk.ts'
import type { EngineFacts } from '../engine.ts'
import type { ListedOrRefused } from '../listed.ts'
import { listPage, type Order } from '../page.ts'
import type { Db } from '../tables.ts'
import type { DeskReader } from './desk-interface.ts'
import type { FoundItem, MessageRecord } from './desk-records.ts'
import {
  attachmentOfRow,
  foundOfRow,
  messageOfRow,
  messagePersonOfRow,
  type MessageWithoutParts,
} from './message-rows.ts'
import { openBytes } from './read-contents.ts'
import type { Sealer } from './sealer.ts'

const inCase: Order = {
  columns: ['ordered_at', 'place', 'id'],
  direction: 'asc',
  types: ['integer', 'integer', 'text'],
}
const asReceived: Order = { columns: ['received_at', 'id'], direction: 'asc', types: ['integer', 'text'] }
const byMessage: Order = { columns: ['message', 'place'], direction: 'asc', types: ['text', 'integer'] }

/** Word for word as in the index that the list reads. */
const isUnparsed = sql<boolean>`parsed = 0`

type MessageReads =
  | 'findMessage'
  | 'listMessages'
  | 'listMessagesToLookAt'
  | 'listFound'
  | 'listTexts'
  | 'openRaw'
  | 'openAttachment'
  | 'listAttachmentsByHash'

export function messageReader(
  db: Db,
  facts: EngineFacts,
  sealer: Sealer | null,
): Pick<DeskReader, MessageReads> {
  const messages = () => db.selectFrom('case_messages').selectAll()
  const keyOf = async (id: CaseMessageId) => {
    const row = await db
      .selectFrom('case_messages')
      .select('content_key')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.content_key ?? null
  }
  const open = async (id: CaseMessageId, place: number) => {
    const key = await keyOf(id)
    return key === null ? ({ kind: 'absent' } as const) : await openBytes(db, sealer, { key, place })
  }
  return {
    async findMessage(id) {
      const row = await messages().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return null
      const [message = null] = await withParts(db, facts, [messageOfRow(row)])
      return message
    },
    async listMessages({ case: place, audiences, withHeld = false }, page) {
      let chosen = messages().where('case_id', '=', place)
      if (audiences !== undefined) chosen = chosen.where('audience', 'in', [...audiences])
      if (!withHeld) chosen = chosen.where('held', 'is', null)
      return await listedWithParts(db, facts, await listPage(chosen, inCase, page, messageOfRow))
    },
    async listMessagesToLookAt(why, page) {
      const chosen = why === 'held' ? messages().where('held', 'is not', null) : messages().where(isUnparsed)
      return await listedWithParts(db, facts, await listPage(chosen, asReceived, page, messageOfRow))
    },
    listFound: (ids) => listFound(db, facts, ids),
    async listTexts(ids) {
      const rows = await selectRows(db, facts, { table: 'case_messages', column: 'id' }, ids)
      return new Map(rows.map(({ id, subject, text }) => [id as CaseMessageId, { subject, text }]))
    },
    openRaw: (id) => open(id, 0),
    openAttachment: (id, place) => open(id, place + 1),
    listAttachmentsByHash: (hash, page) =>
      listPage(db.selectFrom('attachments').selectAll().where('hash', '=', hash), byMessage, page, (row) => ({
        message: row.message as CaseMessageId,
        attachment: attachmentOfRow(row),
      })),
  }
}

async function listedWithParts(
  db: Db,
  facts: EngineFacts,
  listed: ListedOrRefused<MessageWithoutParts>,
): Promise<ListedOrRefused<MessageRecord>> {
  if (listed.kind === 'refused') return listed
  return { ...listed, items: await withParts(db, facts, listed.items) }
}

/** Two statements for 256 messages. */
export async function withParts(
  db: Db,
  facts: EngineFacts,
  messages: readonly MessageWithoutParts[],
): Promise<readonly MessageRecord[]> {
  const ids = messages.map(({ id }) => id)
  const people = Map.groupBy(
    await selectRows(db, facts, { table: 'message_people', column: 'message' }, ids),
    ({ message }) => message,
  )
  const attachments = Map.groupBy(
    await selectRows(db, facts, { table: 'attachments', column: 'message' }, ids),
    ({ message }) => message,
  )
  return messages.map((message) => ({
    ...message,
    people: inOrder(people.get(message.id) ?? []).map(messagePersonOfRow),
    attachments: inOrder(attachments.get(message.id) ?? []).map(attachmentOfRow),
  }))
}

function inOrder<Row extends { readonly place: number }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.place - b.place)
}

async function listFound(
  db: Db,
  facts: EngineFacts,
  ids: readonly CaseMessageId[],
): Promise<ReadonlyMap<CaseMessageId, readonly FoundItem[]>> {
  const rows = await selectRows(db, facts, { table: 'found_items', column: 'message' }, ids)
  const byMessage = Map.groupBy(rows, ({ message }) => message)
  return new Map(ids.map((id) => [id, inOrder(byMessage.get(id) ?? []).map(foundOfRow)]))
}
