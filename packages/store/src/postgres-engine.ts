import type { Socket } from 'node:net'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { answerMsMax, lockTimeoutMs, readConnectionsMax, statementTimeoutMs, type Engine } from './engine.ts'
import type { Database } from './tables.ts'
import { WriteTurns } from './write-turns.ts'

/** One transaction writes at a time in each server (gatherer.ts); the second connection serves start and verification. */
const writeConnectionsMax = 2
/** Any fixed number: what servers that migrate at once wait for. */
const migrationLockNumber = 7_420_001
/** Shared by the writing connections of every server that serves, for as long as they are open. */
const servingLockNumber = 7_420_002
/** A server that has just ended may still be held for connected: its lock is waited for, and where it stays, nothing fails. */
const waitForServing = `do $$ declare before text := current_setting('lock_timeout'); begin
  set local lock_timeout = '2s';
  perform pg_advisory_xact_lock(${servingLockNumber});
  perform set_config('lock_timeout', before, true);
exception when lock_not_available then null; end $$`

const int8 = 20

type PostgresOptions = {
  readonly serving: boolean
  /** Default: `answerMsMax`. */
  readonly answerMs?: number
}

/** PostgreSQL at `url`. A commit is on disk before it is answered: asked for and asserted at each connection. */
export function openPostgres(url: string, { serving, answerMs = answerMsMax }: PostgresOptions): Engine {
  const reading = pool(url, { max: readConnectionsMax, query_timeout: answerMs, onConnect: settle })
  const writing = pool(url, {
    max: writeConnectionsMax,
    query_timeout: answerMs,
    // A server that has nothing to write for a while still serves: its connection stays, and with it the lock.
    ...(serving ? { idleTimeoutMillis: 0, onConnect: settleServing } : { onConnect: settle }),
  })
  const unhurried = pool(url, { max: 1, onConnect: settleUnhurried })
  const database = (connections: pg.Pool) =>
    new Kysely<Database>({ dialect: new PostgresDialect({ pool: connections }) })
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
    reading: database(reading),
    writing: database(writing),
    unhurried: database(unhurried),
    turns: new WriteTurns(),
    isCollision,
    isUnavailable,
    async close() {
      await Promise.all([reading.end(), writing.end(), unhurried.end()])
    },
  }
}

/** A number of connections at most, each made ready by `onConnect` before anything else is asked of it. */
function pool(
  url: string,
  size: Pick<pg.PoolConfig, 'max' | 'idleTimeoutMillis' | 'query_timeout'> & {
    readonly onConnect: (client: pg.ClientBase) => Promise<void>
  },
): pg.Pool {
  const types = { getTypeParser: typeParser as typeof pg.types.getTypeParser }
  const { onConnect, ...limits } = size
  const connections = new pg.Pool({
    connectionString: url,
    ...limits,
    // The pool waits for the promise, and lets go of a connection that fails here; its type does not say so.
    onConnect: (client): unknown => {
      endWhereSilent(client as pg.Client)
      return onConnect(client)
    },
    connectionTimeoutMillis: lockTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: lockTimeoutMs,
    types,
  })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the program.
  connections.on('error', () => {})
  return connections
}

/**
 * A connection whose other end has gone without a word looks like one that takes long. It ends with the first query that is
 * not answered in time, because the next one would wait behind it; and closing waits for nobody.
 */
function endWhereSilent(client: pg.Client): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection
  const [ask, end] = [client.query.bind(client), client.end.bind(client)] as ((
    ...given: unknown[]
  ) => unknown)[]
  Object.assign(client, {
    query: (...given: unknown[]) => {
      const answered = ask!(...given)
      if (answered instanceof Promise)
        answered.catch((error: unknown) => {
          // While a query is under way this breaks the connection, and the pool takes it back no more.
          if (isSilence(error)) end!()
        })
      return answered
    },
    end: (...given: unknown[]) => {
      const ended = end!(...given)
      stream.destroySoon()
      return ended
    },
  })
  // What breaks while it is in use is told by the query that it fails; without a listener it would end the program.
  client.on('error', () => {})
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

const settings = {
  synchronous_commit: 'on',
  statement_timeout: String(statementTimeoutMs),
  lock_timeout: String(lockTimeoutMs),
  idle_in_transaction_session_timeout: String(statementTimeoutMs),
}

async function settle(client: pg.ClientBase): Promise<void> {
  await assure(client, settings)
}

/** For work that takes as long as it takes. */
async function settleUnhurried(client: pg.ClientBase): Promise<void> {
  await assure(client, { ...settings, statement_timeout: '0', lock_timeout: '0' })
}

async function settleServing(client: pg.ClientBase): Promise<void> {
  await assure(client, settings)
  await client.query(`select pg_advisory_lock_shared(${servingLockNumber})`)
}

async function assure(client: pg.ClientBase, wanted: { readonly [name: string]: string }): Promise<void> {
  for (const [name, value] of Object.entries(wanted))
    await client.query('select set_config($1, $2, false)', [name, value])
  for (const name of ['synchronous_commit', 'fsync']) {
    const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name])
    if (rows[0]?.value !== 'on')
      throw new Error(`PostgreSQL runs with ${name}=${rows[0]?.value}; on is needed`)
  }
}

/** unique_violation, serialization_failure, deadlock_detected, lock_not_available. */
const collisions = new Set(['23505', '40001', '40P01', '55P03'])

function isCollision(error: unknown): boolean {
  return collisions.has(codeOf(error))
}

/**
 * Classes 08 (connection), 28 (login), 53 (resources), 57 (operator), 58 (system), no such database, a standby that only reads,
 * and what the socket says of the way there.
 */
function isUnavailable(error: unknown): boolean {
  return /^(08|28|53|57P|58|3D000$|25006$)/.test(codeOf(error)) || isLost(error)
}

const brokenSockets = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** What the client itself says carries no code: of a connection that broke, that could not be made in time, that is silent. */
const lost =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const reaching = 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')
  return reaching || brokenSockets.has(codeOf(error)) || lost.test(error.message) || isSilence(error)
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
