import { hash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/** Ids of one message that are kept, when this step was written. */
const keptMax = 20
/** Messages that are read at once. */
const pageRows = 1000
/** Rows that are written at once. */
const bulkRowsMax = 256
/** Characters of an id that stood in an index as it was. */
const keyCharsMax = 200

type Read = {
  readonly id: string
  readonly message_id: string | null
  readonly in_reply_to: string
  readonly refs: string
}

/** What messages refer to and the books do not have: docs/spec/desk-books.md §4. Books from before get the rows of their messages. */
export const messageReferencesMigration = {
  number: 6,
  name: 'message-references',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    const { text } = facts.types
    await sql
      .raw(
        `create table message_references (reference_key ${text} not null, ` +
          `message ${text} not null references case_messages (id), ` +
          `primary key (reference_key, message)) ${facts.tableEnd}`,
      )
      .execute(db)
    await sql.raw('create index message_references_by_message on message_references (message)').execute(db)
    for (let after = '', isWhole = false; !isWhole;) {
      const { rows } = await sql<Read>`
        select id, message_id, in_reply_to, refs from case_messages
        where id > ${after} and erased_at is null order by id limit ${pageRows}`.execute(db)
      await insertAll(db, rows.flatMap(rowsOf))
      after = rows.at(-1)?.id ?? after
      isWhole = rows.length < pageRows
    }
    await sql`
      delete from message_references
      where exists (select 1 from case_messages m where m.message_key = reference_key)`.execute(db)
  },
}

async function insertAll(db: Kysely<never>, rows: readonly (readonly [string, string])[]): Promise<void> {
  for (let at = 0; at < rows.length; at += bulkRowsMax) {
    const values = rows.slice(at, at + bulkRowsMax).map(([key, message]) => sql`(${key}, ${message})`)
    await sql`insert into message_references (reference_key, message) values ${sql.join(values)}`.execute(db)
  }
}

/** The nearest first: In-Reply-To as written, References from the newest back. */
function rowsOf({ id, message_id: own, in_reply_to: answered, refs }: Read): (readonly [string, string])[] {
  const named = [...(JSON.parse(answered) as string[]), ...(JSON.parse(refs) as string[]).toReversed()]
  const ids = [...new Set(named)].filter((one) => one !== own && one !== '')
  return [...new Set(ids.slice(0, keptMax).map(keyOfText))].map((key) => [key, id])
}

/** The key of an id as it was made when this step was written: whatever becomes of `keyOfText`, old books are brought here. */
function keyOfText(text: string): string {
  const stored = text.toWellFormed().replaceAll('\0', '\ufffd')
  return stored.length <= keyCharsMax ? stored : `sha256:${hash('sha256', stored)}`
}
