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
>
export const threadedColumns = [
  'id',
  'case_id',
  'direction',
  'audience',
  'identity',
  'message_key',
  'raw_hash',
  'body_hash',
  'sent_at',
] as const

const columnsOfMessage = sql.join(threadedColumns.map((column) => sql.ref(`m.${column}`)))

/**
 * By key and id. Of each key the newest `messagesOfKeyMax` alone: the inner query walks so far in the index and no
 * further, and names the last row that counts.
 */
export async function listNewestOfKeys(
  db: Db,
  column: 'message_key' | 'raw_hash',
  keys: readonly string[],
): Promise<readonly ThreadedRow[]> {
  const name = sql.ref(column)
  return await inPieces(keys, async (wanted) => {
    const { rows } = await sql<ThreadedRow>`
      with wanted (sought) as (values ${wanted})
      select ${columnsOfMessage} from wanted join case_messages m on m.${name} = wanted.sought and m.id >= (
        select min(counted.id) from (
          select x.id from case_messages x where x.${name} = wanted.sought
          order by x.id desc limit ${messagesOfKeyMax}
        ) counted
      ) order by m.${name}, m.id`.execute(db)
    return rows
  })
}

export type ReferrerRow = ThreadedRow & { readonly reference_key: string }

/** Messages that refer to these keys and are not held, by key and id; of each key the oldest `messagesOfKeyMax` are looked at. */
export async function listReferrers(db: Db, keys: readonly string[]): Promise<readonly ReferrerRow[]> {
  return await inPieces(keys, async (wanted) => {
    const { rows } = await sql<ReferrerRow>`
      with wanted (sought) as (values ${wanted})
      select r.reference_key, ${columnsOfMessage}
      from wanted join message_references r on r.reference_key = wanted.sought and r.message <= (
        select max(counted.message) from (
          select x.message from message_references x where x.reference_key = wanted.sought
          order by x.message limit ${messagesOfKeyMax}
        ) counted
      ) join case_messages m on m.id = r.message
      where m.held is null order by r.reference_key, r.message`.execute(db)
    return rows
  })
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
