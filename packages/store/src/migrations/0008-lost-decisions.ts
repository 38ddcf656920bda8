import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/** When a term was last corrected, so that a lease from before does not undo it: docs/spec/activation-protocol.md §3. */
export const lostDecisionsMigration = {
  number: 8,
  name: 'lost-decisions',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    await sql.raw(`alter table licences add column term_corrected_at ${facts.types.integer}`).execute(db)
    // Corrections of before are known from their audit rows.
    await sql`
      update licences set term_corrected_at = corrected.at
      from (
        select subject, max(at) as at from audit where action = 'licence-correct' group by subject
      ) as corrected
      where corrected.subject = 'licence:' || licences.id`.execute(db)
  },
}
