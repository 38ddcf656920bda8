// PostgreSQL that falls silent, breaks, or is held up: an answer within a limit, and service again behind it.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres } from '../src/postgres-engine.ts'
import { migrate, schemaVersion } from '../src/migrate.ts'
import { standsAlone } from '../src/stands-alone.ts'
import { transaction, unhurriedTransaction } from '../src/transaction.ts'
import type { Engine } from '../src/engine.ts'
import { openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { openTestStore, requestFacts, sell } from './fixtures.ts'
import { startProxy } from '../src/testing-proxy.ts'

const answerMs = 400

let books: BooksForTests
beforeAll(async () => {
  books = await openBooksForTests('postgres')
})
afterAll(() => books.stop())

async function urlOf(name: string): Promise<string> {
  const target = await books.target(name)
  if (target.kind !== 'postgres') throw new Error('not PostgreSQL')
  return target.url
}

const ask = (engine: Engine) =>
  transaction(engine, async (db) => {
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
    return rows[0]?.one
  })

/** Until so many connections of the database wait for a lock. */
async function untilWaiting({ reading }: Engine, count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(reading)
    if (rows[0]?.waiting === count) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('a network that falls silent', () => {
  test('fails what is asked within the limit, serves again on a new connection, and lets the engine close', async () => {
    const proxy = await startProxy(await urlOf('silent'))
    const engine = openPostgres(proxy.url, { serving: true, answerMs })
    expect(await ask(engine)).toBe(1)
    proxy.silence()
    const failed = await ask(engine).catch((error: unknown) => error)
    expect(failed).toMatchObject({ message: 'Query read timeout' })
    expect(engine.isUnavailable(failed)).toBe(true)
    expect(engine.isCollision(failed)).toBe(false)
    expect(await ask(engine)).toBe(1)
    proxy.silence()
    proxy.passing = false
    await engine.close()
    await proxy.stop()
  })

  test('connections that cannot be made ready take no place from those that can', async () => {
    const url = await urlOf('unready')
    const holder = openPostgres(url, { serving: false })
    await sql`select pg_advisory_lock(7420002)`.execute(holder.writing)
    const engine = openPostgres(url, { serving: true, answerMs })
    // More often than a pool has connections.
    for (let round = 0; round < 4; round++) await expect(ask(engine)).rejects.toThrow('Query read timeout')
    await sql`select pg_advisory_unlock_all()`.execute(holder.writing)
    expect(await ask(engine)).toBe(1)
    await Promise.all([engine.close(), holder.close()])
  })

  test('a connection that breaks in the middle of a statement ends neither the program nor the engine', async () => {
    const url = await urlOf('broken')
    const proxy = await startProxy(url)
    const engine = openPostgres(proxy.url, { serving: true, answerMs: 30_000 })
    const watcher = openPostgres(url, { serving: false })
    await sql`select pg_advisory_lock(1)`.execute(watcher.writing)
    const held = transaction(engine, (db) => sql`select pg_advisory_xact_lock(1)`.execute(db)).catch(
      (error: unknown) => error,
    )
    await untilWaiting(watcher, 1)
    proxy.cut()
    const failed = await held
    expect(failed).toBeInstanceOf(Error)
    expect(engine.isUnavailable(failed)).toBe(true)
    expect(await ask(engine)).toBe(1)
    await Promise.all([engine.close(), watcher.close()])
    await proxy.stop()
  })
})

describe('books that are to be brought forward', () => {
  test('are not, while another server serves them; and are, once it has ended', async () => {
    const target = await books.target('forward')
    const opened = await openTestStore(target, { serving: true })
    const next = openPostgres((target as { url: string }).url, { serving: false })
    const now = opened.clock.now()
    await migrate(next, now)
    await next.writing.deleteFrom('migrations').where('number', '=', schemaVersion).execute()
    await sell(opened, '1')
    await expect(migrate(next, now)).rejects.toThrow('another server serves them')
    await opened.store.close()
    await next.writing
      .insertInto('migrations')
      .values({ number: schemaVersion, name: 'again', applied_at: now })
      .execute()
    await migrate(next, now)
    await next.close()
  })

  test('wait for a server that brings them forward longer than any statement may take', async () => {
    const target = await books.target('patient')
    const engine = openPostgres((target as { url: string }).url, { serving: true, answerMs })
    // Behind the question whether it stands alone, too, which waits for an answer within a limit.
    const limits = await unhurriedTransaction(engine, async (db) => {
      expect(await standsAlone(db, engine.facts)).toBe(true)
      const { rows } = await sql<{ setting: string }>`
        select setting from pg_settings where name in ('statement_timeout', 'lock_timeout')`.execute(db)
      return rows.map(({ setting }) => setting)
    })
    expect(limits).toEqual(['0', '0'])
    const lock = (db: Engine['reading']) => sql`select pg_advisory_lock(2)`.execute(db)
    const holder = openPostgres((target as { url: string }).url, { serving: false })
    await lock(holder.writing)
    const patient = lock(engine.unhurried)
    await untilWaiting(holder, 1)
    // Which takes as long as the other has waited, and more.
    await expect(transaction(engine, lock)).rejects.toThrow('Query read timeout')
    await sql`select pg_advisory_unlock_all()`.execute(holder.writing)
    await patient
    await holder.close()
    await engine.close()
  })
})

describe('two servers and a device without a row', () => {
  test('the server that waited for the last seat finds the device that the other gave it to', async () => {
    const target = await books.target('last-seat')
    const one = await openTestStore(target, { serverId: 'server-1' })
    const two = await openTestStore(target, { serverId: 'server-2', clock: one.clock })
    const holder = openPostgres((target as { url: string }).url, { serving: false })
    for (let round = 0; round < 5; round++) {
      const sold = await sell(one, String(round), { seats: 1 })
      const facts = requestFacts(`device-${round}`, sold)
      const answers = await holder.writing.connection().execute(async (db) => {
        await sql`begin`.execute(db)
        await sql`select serial from serials for update`.execute(db)
        const both = [one.store.exchanges.activate(facts)]
        await untilWaiting(holder, 1)
        both.push(two.store.exchanges.activate(facts))
        await untilWaiting(holder, 2)
        await sql`rollback`.execute(db)
        return await Promise.all(both)
      })
      expect(answers).toMatchObject([{ kind: 'granted' }, { kind: 'granted' }])
      const ids = answers.flatMap((answer) => (answer.kind === 'granted' ? [answer.lease.id] : []))
      expect(new Set(ids).size).toBe(1)
    }
    await Promise.all([one.store.close(), two.store.close(), holder.close()])
  })
})
