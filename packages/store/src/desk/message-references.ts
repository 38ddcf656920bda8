// Rows of one key, so many and no more, and what a message refers to. spec: desk-books §4
import { sql, type RawBuilder } from 'kysely'
import { listKeptReferences } from '@holdfast/desk'
import { insertRows, piecesOf } from '../bulk.ts'
import type { CaseMessageRow, MessageReferenceRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import type { Db } from '../tables.ts'
import type { NewMessage } from './desk-records.ts'
import { keyOfText } from './stored-text.ts'

/** Messages that are read under one Message-ID, the newest; and of those that refer to one, the oldest. */
export const messagesOfKeyMax = 32

/** What threading looks at, without the texts. */
export type ThreadedRow = Pick<
  CaseMessageRow,
  | 'id'
  | 'case_id'
  | 'direction'
  | 'audience'
  | 'identity'
  | 'message_key'
  | 'raw_hash'
  | 'body_hash'
  | 'sent_at'
  | 'held'
>
const threadedColumns = [
  'id',
  'case_id',
  'direction',
  'audience',
  'identity',
  'message_key',
  'raw_hash',
  'body_hash',
  'sent_at',
  'held',
] as const

/** By columns under which one message lies at most. By column and id. */
export async function listThreaded(
  db: Db,
  column: 'identity' | 'id',
  keys: readonly string[],
): Promise<readonly ThreadedRow[]> {
  const found: ThreadedRow[] = []
  for (const piece of piecesOf([...new Set(keys)])) {
    const rows = db.selectFrom('case_messages').select(threadedColumns)
    found.push(...(await rows.where(column, 'in', piece).orderBy(column).orderBy('id').execute()))
  }
  return found
}

/** Of each key the newest `messagesOfKeyMax` messages, by id. */
export async function listNewestOfKeys(
  db: Db,
  column: 'message_key' | 'raw_hash',
  keys: readonly string[],
): Promise<readonly ThreadedRow[]> {
  const index = { table: 'case_messages', key: column, message: 'id', newest: true } as const
  const named = await listIdsOfKeys(db, index, keys)
  return await listThreaded(
    db,
    'id',
    named.flatMap(({ ids }) => ids),
  )
}

export type ReferrerRow = ThreadedRow & { readonly reference_key: string }

/** Messages that refer to these keys and are not held, by key and id; of each key the oldest `messagesOfKeyMax` are looked at. */
export async function listReferrers(db: Db, keys: readonly string[]): Promise<readonly ReferrerRow[]> {
  const index = {
    table: 'message_references',
    key: 'reference_key',
    message: 'message',
    newest: false,
  } as const
  const named = await listIdsOfKeys(db, index, keys)
  const ids = named.flatMap((one) => one.ids)
  const rows = new Map((await listThreaded(db, 'id', ids)).map((row) => [row.id, row]))
  return named.flatMap(({ key, ids: referring }) =>
    referring.flatMap((id) => {
      const row = rows.get(id)
      return row === undefined || row.held !== null ? [] : [{ ...row, reference_key: key }]
    }),
  )
}

type KeyIndex =
  | {
      readonly table: 'case_messages'
      readonly key: 'message_key' | 'raw_hash'
      readonly message: 'id'
      readonly newest: true
    }
  | {
      readonly table: 'message_references'
      readonly key: 'reference_key'
      readonly message: 'message'
      readonly newest: false
    }

/**
 * Ids of the first or last `messagesOfKeyMax` messages of each key, in their order: entries of the index alone, and no more
 * of them. The key is written as an interval and stands in the order, so that nothing but the index of this key has that
 * order: statistics of a key with thousands of rows lead PostgreSQL astray otherwise, to every message that is newer.
 */
async function listIdsOfKeys(
  db: Db,
  { table, key, message, newest }: KeyIndex,
  keys: readonly string[],
): Promise<readonly { readonly key: string; readonly ids: readonly string[] }[]> {
  const [column, id] = [sql.ref(`x.${key}`), sql.ref(`x.${message}`)]
  const order = newest ? sql`${column} desc, ${id} desc` : sql`${column}, ${id}`
  const found = await inPieces(keys, async (wanted) => {
    const { rows } = await sql<{ sought: string; ids: string | null }>`
      with wanted (sought) as (values ${wanted})
      select sought, (
        select string_agg(counted.id, ' ') from (
          select ${id} as id from ${sql.table(table)} x
          where ${column} >= sought and ${column} <= sought order by ${order} limit ${messagesOfKeyMax}
        ) counted
      ) as ids from wanted`.execute(db)
    return rows
  })
  return found.flatMap(({ sought, ids }) =>
    ids === null ? [] : [{ key: sought, ids: ids.split(' ').toSorted() }],
  )
}

/** What is in the books by its Message-ID already needs nobody to refer to it. */
export async function writeReferences(
  db: Db,
  facts: EngineFacts,
  messages: readonly NewMessage[],
): Promise<void> {
  const rows = messages.flatMap((message): MessageReferenceRow[] =>
    [...new Set(listKeptReferences(message).map(keyOfText))].map((key) => ({
      reference_key: key,
      message: message.id,
    })),
  )
  const known = new Set(
    await listKnownKeys(
      db,
      rows.map((row) => row.reference_key),
    ),
  )
  const missing = rows.filter((row) => !known.has(row.reference_key))
  await insertRows(db, facts, 'message_references', missing)
}

async function listKnownKeys(db: Db, keys: readonly string[]): Promise<readonly string[]> {
  return await inPieces(keys, async (wanted) => {
    const { rows } = await sql<{ sought: string }>`
      with wanted (sought) as (values ${wanted})
      select sought from wanted where exists (select 1 from case_messages m where m.message_key = sought)`.execute(
      db,
    )
    return rows.map(({ sought }) => sought)
  })
}

/** With messages that are erased goes what they referred to: some mailers write names into Message-IDs. */
export async function removeReferences(db: Db, messages: readonly string[]): Promise<void> {
  for (const ids of piecesOf(messages))
    await db.deleteFrom('message_references').where('message', 'in', ids).execute()
}

async function inPieces<Row>(
  keys: readonly string[],
  ask: (wanted: RawBuilder<unknown>) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const piece of piecesOf([...new Set(keys)]))
    found.push(...(await ask(sql.join(piece.map((key) => sql`(${key})`)))))
  return found
}
