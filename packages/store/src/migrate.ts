import { sql } from 'kysely'
import type { Instant } from '@holdfast/capabilities'
import { BooksInUse, BooksNewer } from './books-failure.ts'
import type { Engine } from './engine.ts'
import { booksMigration } from './migrations/0001-books.ts'
import { fleetMigration } from './migrations/0002-fleet.ts'
import { plansMigration } from './migrations/0003-plans.ts'
import { leasesBySeatMigration } from './migrations/0004-leases-by-seat.ts'
import { deskMigration } from './migrations/0005-desk.ts'
import { messageReferencesMigration } from './migrations/0006-message-references.ts'
import { caseLooksMigration } from './migrations/0007-case-looks.ts'
import { lostDecisionsMigration } from './migrations/0008-lost-decisions.ts'
import type { Db } from './tables.ts'
import { standsAlone } from './stands-alone.ts'
import { unhurriedTransaction } from './transaction.ts'

/** In order, numbered from 1 without gaps. A migration that was released is never changed. */
const migrations = [
  booksMigration,
  fleetMigration,
  plansMigration,
  leasesBySeatMigration,
  deskMigration,
  messageReferencesMigration,
  caseLooksMigration,
  lostDecisionsMigration,
]

/** The version that this program writes and reads. */
export const schemaVersion = migrations.length

/**
 * Brings the books forward to `schemaVersion`, all steps in one transaction; two servers may start at once, and one waits
 * for the other however long that takes. Throws BooksNewer where they are newer than this program, which could misread them,
 * and BooksInUse where they are older and served.
 */
export async function migrate(engine: Engine, now: Instant): Promise<void> {
  await unhurriedTransaction(engine, async (db) => {
    if (engine.facts.migrationLock !== null) await sql.raw(engine.facts.migrationLock).execute(db)
    const { integer, text } = engine.facts.types
    await sql
      .raw(
        `create table if not exists migrations (number ${integer} primary key, name ${text} not null, ` +
          `applied_at ${integer} not null) ${engine.facts.tableEnd}`,
      )
      .execute(db)
    const found = await findVersion(db)
    if (found > schemaVersion) throw new BooksNewer(found, schemaVersion)
    if (found > 0 && found < schemaVersion && !(await standsAlone(db, engine.facts))) throw new BooksInUse()
    for (const step of migrations.slice(found)) {
      await step.apply(db as unknown as Parameters<typeof step.apply>[0], engine.facts)
      await db
        .insertInto('migrations')
        .values({ number: step.number, name: step.name, applied_at: now })
        .execute()
    }
  })
}

/** 0 where no migration was applied. */
export async function findVersion(db: Db): Promise<number> {
  const row = await db
    .selectFrom('migrations')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.number ?? 0
}
