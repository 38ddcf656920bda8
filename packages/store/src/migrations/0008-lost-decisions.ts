import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/**
 * When a term was last corrected and last shortened, and since when a recovered product key is known, so that leases from
 * before undo none of it: docs/spec/activation-protocol.md §3.
 */
export const lostDecisionsMigration = {
  number: 8,
  name: 'lost-decisions',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    for (const column of ['term_corrected_at', 'term_shortened_at', 'recovered_key_at'])
      await sql.raw(`alter table licences add column ${column} ${facts.types.integer}`).execute(db)
    // A recovered licence was dated by the lease that it is known from.
    await sql`
      update licences set recovered_key_at = ordered_at where recovered_key is not null`.execute(db)
    // Corrections of before are known from their audit rows; who said that shortening was meant is taken to have shortened.
    for (const { column, meant } of [
      { column: 'term_corrected_at', meant: '%' },
      { column: 'term_shortened_at', meant: '%"shorten":true%' },
    ])
      await sql`
        update licences set ${sql.ref(column)} = corrected.at
        from (
          select subject, max(at) as at from audit
          where subject >= 'licence:' and subject < 'licence;'
            and action = 'licence-correct' and detail like ${meant}
          group by subject
        ) as corrected
        where corrected.subject = 'licence:' || licences.id`.execute(db)
  },
}
