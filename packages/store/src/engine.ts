// What the two engines have in common, and the facts in which they differ. Queries ask the facts, never the engine.
import type { Kysely } from 'kysely'
import type { Database } from './tables.ts'
import type { WriteTurns } from './write-turns.ts'

/** Column types of one engine. */
export type ColumnTypes = {
  /** Whole numbers up to 2^53, moments in seconds among them. */
  readonly integer: 'integer' | 'bigint'
  /** Compared byte by byte, so that lists have one order on every engine. */
  readonly text: string
  readonly bytes: 'blob' | 'bytea'
}

export type EngineFacts = {
  /** Rows can be locked by `for update`; where they cannot, a writing transaction excludes every other. */
  readonly rowLocks: boolean
  /** How a transaction that will write begins. */
  readonly begin: string
  /** What two servers that migrate at once wait for; null where `begin` excludes them already. */
  readonly migrationLock: string | null
  /**
   * Asks, within a transaction, whether no server serves these books, and keeps them out until its end; none where the
   * data folder tells. The last answers with `alone`, true or false.
   */
  readonly standAlone: readonly string[]
  /** Parameters of one statement. */
  readonly parametersMax: number
  /** How rows are inserted that must all be new; where one is not, the transaction is rolled back, so no engine needs to undo the statement alone. */
  readonly insertNew: 'insert' | 'insert or fail'
  readonly types: ColumnTypes
  /** Written behind `create table (...)`. */
  readonly tableEnd: string
  readonly search: SearchFacts
}

/** How the engine keeps and asks an index of texts. spec: desk-books §9 */
export type SearchFacts = {
  /** A table of its own beside the entries, or a column of theirs. */
  readonly index: 'fts5' | 'tsvector'
  /** What makes the index, behind the table of its entries. */
  readonly schema: readonly string[]
}

export type Engine = {
  readonly facts: EngineFacts
  readonly reading: Kysely<Database>
  readonly writing: Kysely<Database>
  /** Writes as well, and no statement of it has a limit of time: for bringing the books forward. */
  readonly unhurried: Kysely<Database>
  /** Writing transactions of this process take turns here. */
  readonly turns: WriteTurns
  /** Another transaction got in the way, nothing was written: the whole transaction may run again. */
  isCollision(error: unknown): boolean
  /** The database cannot be reached or written at all: trying again one by one would fail alike. */
  isUnavailable(error: unknown): boolean
  close(): Promise<void>
}

/** Connections that one engine keeps for reads at most. */
export const readConnectionsMax = 4
/** A statement or a wait for a lock that takes longer fails: nobody waits for ever. */
export const statementTimeoutMs = 30_000
export const lockTimeoutMs = 10_000
/** An answer that takes longer will not come: the database has a limit of its own for what it does. */
export const answerMsMax = statementTimeoutMs + 5_000
