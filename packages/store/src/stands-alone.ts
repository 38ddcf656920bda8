import { sql } from 'kysely'
import type { EngineFacts } from './engine.ts'
import type { Db } from './tables.ts'

/** Whether no server serves these books; none can begin to before the transaction ends. Where the data folder tells, true. */
export async function standsAlone(db: Db, facts: EngineFacts): Promise<boolean> {
  let alone = true
  for (const statement of facts.standAlone) {
    const { rows } = await sql.raw<{ alone: boolean }>(statement).execute(db)
    alone = rows[0]?.alone === true
  }
  return alone
}
