import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/** When cases are to be looked at, and what was told of them: docs/spec/desk-books.md §3. What is late already is no news. */
export const caseLooksMigration = {
  number: 7,
  name: 'case-looks',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    const { integer, text } = facts.types
    await sql
      .raw(
        `create table case_deadlines (case_id ${text} primary key references cases (id), ` +
          `look_at ${integer}, due_at ${integer}, told ${text}) ${facts.tableEnd}`,
      )
      .execute(db)
    await sql
      .raw(
        'create index case_deadlines_by_look on case_deadlines (look_at, case_id) where look_at is not null',
      )
      .execute(db)
    await sql
      .raw('create index case_deadlines_by_due on case_deadlines (due_at, case_id) where due_at is not null')
      .execute(db)
    await sql`
      insert into case_deadlines (case_id, look_at, due_at, told)
      select id, changed_at, null, null from cases where imported = 0 and merged_into is null`.execute(db)
    // Lists of what is due go by deadlines now.
    for (const index of ['cases_by_due', 'case_items_by_due'])
      await sql.raw(`drop index if exists ${index}`).execute(db)
  },
}
