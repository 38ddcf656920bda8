// Verifies the audit of books that somebody else may be serving, and that may be the wrong ones: nothing is written.
import { existsSync } from 'node:fs'
import { BooksNewer } from './books-failure.ts'
import { findVersion, schemaVersion } from './migrate.ts'
import { openReading, type StoreTarget } from './open-engine.ts'
import type { AuditVerdict, UnverifiedAudit } from './records.ts'
import type { Db } from './tables.ts'
import { verifyAudit, type AuditClaims } from './verify-audit.ts'

/** What verification reads; without one of them there is nothing to be judged. */
const columns = {
  migrations: ['number', 'name'],
  servers: ['id', 'chain', 'seq', 'hash'],
  audit: ['chain', 'seq', 'at', 'actor', 'action', 'subject', 'detail', 'previous', 'hash'],
} as const

/**
 * Opens the books only to read them, verifies their audit and closes them. They are neither migrated nor made, and no
 * server is registered: `unverified` where there are none, or of an earlier version than this program's. Throws BooksNewer as `openStore` does.
 */
export async function verifyAuditBooks(
  target: StoreTarget,
  claims: AuditClaims = {},
): Promise<AuditVerdict | UnverifiedAudit> {
  if (target.kind === 'sqlite' && !existsSync(target.file))
    return { kind: 'unverified', reason: 'books-missing' }
  const engine = openReading(target)
  try {
    return (await findObstacle(engine.reading)) ?? (await verifyAudit(engine.reading, claims))
  } finally {
    await engine.close()
  }
}

async function findObstacle(db: Db): Promise<UnverifiedAudit | null> {
  const absent = await listAbsentTables(db)
  const version = absent.includes('migrations') ? 0 : await findVersion(db)
  if (version === 0) return { kind: 'unverified', reason: 'books-missing' }
  if (version > schemaVersion) throw new BooksNewer(version, schemaVersion)
  if (version < schemaVersion)
    return {
      kind: 'unverified',
      reason: 'books-older',
      version,
      versionMax: schemaVersion,
    }
  return absent.length === 0 ? null : { kind: 'unverified', reason: 'books-incomplete', tables: absent }
}

/** Those of `columns` that are not there as this program knows them: other programs have tables of such names too. */
async function listAbsentTables(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables()
  const present = (name: string, wanted: readonly string[]) =>
    tables.some((table) => {
      const found = new Set(table.columns.map((column) => column.name))
      return table.name === name && wanted.every((column) => found.has(column))
    })
  return Object.entries(columns).flatMap(([name, wanted]) => (present(name, wanted) ? [] : [name]))
}
