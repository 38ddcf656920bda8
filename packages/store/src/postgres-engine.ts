import { CompiledQuery, Kysely, PostgresDialect, type DatabaseConnection } from 'kysely'
import pg from 'pg'
import { lockTimeoutMs, readConnectionsMax, statementTimeoutMs, type Engine } from './engine.ts'
import type { Database } from './tables.ts'
import { WriteTurns } from './write-turns.ts'

/** One transaction writes at a time in each server (gatherer.ts); the second connection serves start and verification. */
const writeConnectionsMax = 2
/** Any fixed number: what servers that migrate at once wait for. */
const migrationLockNumber = 7_420_001
/** Shared by the writing connections of every server that serves, for as long as they are open. */
const servingLockNumber = 7_420_002
/** A server that has just ended may still be held for connected: its lock is waited for, and where it stays, nothing fails. */
const waitForServing = `do $$ begin
  set local lock_timeout = '2s';
  perform pg_advisory_xact_lock(${servingLockNumber});
  set local lock_timeout = '${lockTimeoutMs}';
exception when lock_not_available then null; end $$`

const int8 = 20

/** PostgreSQL at `url`. A commit is on disk before it is answered: asked for and asserted at each connection. */
export function openPostgres(url: string, serving: boolean): Engine {
  const reading = pool(url, { max: readConnectionsMax })
  // A server that has nothing to write for a while still serves: its connection stays, and with it the lock.
  const writing = pool(url, { max: writeConnectionsMax, ...(serving ? { idleTimeoutMillis: 0 } : {}) })
  const database = (connections: pg.Pool, onCreateConnection: typeof settle) =>
    new Kysely<Database>({ dialect: new PostgresDialect({ pool: connections, onCreateConnection }) })
  return {
    facts: {
      rowLocks: true,
      insertNew: 'insert',
      begin: 'begin isolation level read committed',
      migrationLock: `select pg_advisory_xact_lock(${migrationLockNumber})`,
      standAlone: [waitForServing, `select pg_try_advisory_xact_lock(${servingLockNumber}) as alone`],
      parametersMax: 65_000,
      types: { integer: 'bigint', text: 'text collate "C"', bytes: 'bytea' },
      tableEnd: '',
      search: {
        index: 'tsvector',
        schema: [
          'alter table search_entries add column tokens tsvector',
          'create index search_entries_by_tokens on search_entries using gin (tokens)',
        ],
      },
    },
    reading: database(reading, settle),
    writing: database(writing, serving ? settleServing : settle),
    turns: new WriteTurns(),
    isCollision,
    isUnavailable,
    async close() {
      await Promise.all([reading.end(), writing.end()])
    },
  }
}

function pool(url: string, size: Pick<pg.PoolConfig, 'max' | 'idleTimeoutMillis'>): pg.Pool {
  const types = { getTypeParser: typeParser as typeof pg.types.getTypeParser }
  const connections = new pg.Pool({
    connectionString: url,
    ...size,
    connectionTimeoutMillis: lockTimeoutMs,
    types,
  })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the program.
  connections.on('error', () => {})
  return connections
}

function typeParser(type: number, format?: 'text' | 'binary'): unknown {
  if (type === int8 && format !== 'binary') return parseInt8
  return pg.types.getTypeParser(type, format)
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`PostgreSQL gives ${text}, which is no safe integer`)
  return value
}

async function settle(connection: DatabaseConnection): Promise<void> {
  const settings = {
    synchronous_commit: 'on',
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockTimeoutMs),
    idle_in_transaction_session_timeout: String(statementTimeoutMs),
  }
  for (const [name, value] of Object.entries(settings))
    await connection.executeQuery(CompiledQuery.raw(`select set_config($1, $2, false)`, [name, value]))
  for (const [name, wanted] of [
    ['synchronous_commit', 'on'],
    ['fsync', 'on'],
  ] as const) {
    const { rows } = await connection.executeQuery<{ value: string }>(
      CompiledQuery.raw('select current_setting($1) as value', [name]),
    )
    if (rows[0]?.value !== wanted)
      throw new Error(`PostgreSQL runs with ${name}=${rows[0]?.value}; ${wanted} is needed`)
  }
}

async function settleServing(connection: DatabaseConnection): Promise<void> {
  await settle(connection)
  await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_lock_shared(${servingLockNumber})`))
}

/** unique_violation, serialization_failure, deadlock_detected, lock_not_available. */
const collisions = new Set(['23505', '40001', '40P01', '55P03'])

function isCollision(error: unknown): boolean {
  return collisions.has(codeOf(error))
}

/** Classes 08 (connection), 53 (resources), 57 (operator), 58 (system), and the socket's own errors (ECONNREFUSED ...). */
function isUnavailable(error: unknown): boolean {
  return /^(08|53|57P|58|E[A-Z]+$)/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
