import { realpathSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import type { Engine } from './engine.ts'
import type { Database } from './tables.ts'
import { WriteTurns } from './write-turns.ts'

/** How long a statement waits for another process that writes the file. The whole thread waits with it, so not long. */
const busyTimeoutMs = 2_000

/** Prepared statements that one connection keeps. */
const statementsKeptMax = 500

/** Pages of 4,096 bytes that gather in the log before they are copied into the file: a page that changed often is copied once. */
const checkpointPages = 4_000

/** Memory of one connection's page cache. */
const cacheKibibytes = 32_768

/**
 * SQLite in `file`: one connection that writes, one that reads (node:sqlite is synchronous, so more would not run at once).
 * WAL with `synchronous=FULL`: a commit is on disk before it is answered. spec: activation-protocol §10
 */
export function openSqlite(file: string): Engine {
  const writing = connect(file)
  const reading = connect(file)
  const written = databaseOf(writing)
  return {
    facts: {
      rowLocks: false,
      // Without it SQLite copies every page that a statement of several rows touches.
      insertNew: 'insert or fail',
      begin: 'begin immediate',
      migrationLock: null,
      standAlone: [],
      parametersMax: 32_000,
      types: { integer: 'integer', text: 'text', bytes: 'blob' },
      tableEnd: 'strict',
      search: {
        index: 'fts5',
        // Cut at spaces alone: every other sign of ASCII belongs to a token, and so does everything beyond ASCII.
        schema: [
          `create virtual table search_index using fts5 (tokens, content = '', contentless_delete = 1,
            tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[]^_{|}~'")`,
        ],
      },
    },
    reading: databaseOf(reading),
    writing: written,
    unhurried: written,
    turns: turnsOf(realpathSync(file)),
    isCollision: isBusy,
    isUnavailable: (error) => unavailable.has(primaryCodeOf(error)),
    close() {
      for (const connection of [reading, writing]) if (connection.isOpen) connection.close()
      return Promise.resolve()
    },
  }
}

function databaseOf(connection: DatabaseSync): Kysely<Database> {
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: kept(connection) }) })
}

const turnsOfFile = new Map<string, WriteTurns>()

/**
 * Two connections of one process must not wait for each other: waiting stops the process, and with it the one that is
 * waited for. So all stores of one file in one process share their turns.
 */
function turnsOf(path: string): WriteTurns {
  const turns = turnsOfFile.get(path) ?? new WriteTurns()
  turnsOfFile.set(path, turns)
  return turns
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: busyTimeoutMs })
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec(`pragma wal_autocheckpoint = ${checkpointPages}`)
  database.exec('pragma temp_store = memory')
  database.exec(`pragma cache_size = -${cacheKibibytes}`)
  const mode = database.prepare('pragma journal_mode').get()?.['journal_mode']
  const level = database.prepare('pragma synchronous').get()?.['synchronous']
  if (mode !== 'wal' || level !== 2)
    throw new Error(`SQLite gives journal_mode ${String(mode)}, synchronous ${String(level)}`)
  return database
}

/**
 * One connection that cannot write. A file is read in the mode that it has: to put a backup into WAL would alter it. Beside
 * books in WAL the files `-wal` and `-shm` are left behind, empty where they were not there: only a writer may remove them.
 */
export function openSqliteReading(file: string): Pick<Engine, 'reading' | 'close'> {
  const connection = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
  return {
    reading: new Kysely<Database>({ dialect: new SqliteDialect({ database: kept(connection) }) }),
    close() {
      connection.close()
      return Promise.resolve()
    },
  }
}

/** The connection as Kysely wants it, with its prepared statements kept: preparing costs more than running. */
function kept(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => {},
    prepare(text) {
      const known = statements.get(text)
      if (known !== undefined) return known
      if (statements.size >= statementsKeptMax) {
        const [oldest] = statements.keys()
        if (oldest !== undefined) statements.delete(oldest)
      }
      const statement = adapt(database.prepare(text))
      statements.set(text, statement)
      return statement
    },
  }
}

function adapt(statement: StatementSync): SqliteStatement {
  const reader = statement.columns().length > 0
  // The index of texts leaves a last row number above 2^53 behind, and `run` gives it to whoever writes next.
  if (!reader) statement.setReadBigInts(true)
  return {
    reader,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  }
}

const primaryCodeMask = 0xff
const busy = 5
const locked = 6
/** I/O error, damaged, full, cannot open, no database. */
const unavailable: ReadonlySet<number> = new Set([10, 11, 13, 14, 26])

// Another process writes the same file; within this one, writes take turns.
function isBusy(error: unknown): boolean {
  const code = primaryCodeOf(error)
  return code === busy || code === locked
}

function primaryCodeOf(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : 0
  return typeof code === 'number' ? code & primaryCodeMask : 0
}
