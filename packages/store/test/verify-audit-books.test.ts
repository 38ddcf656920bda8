// The audit is verified without a trace: what is not there is not made, what is older is not brought forward.
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { schemaVersion } from '../src/migrate.ts'
import type { StoreTarget } from '../src/open-engine.ts'
import type { Db } from '../src/tables.ts'
import { runSql } from '../src/testing.ts'
import { verifyAuditBooks } from '../src/verify-audit-books.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { openTestStore, sell, withRows } from './fixtures.ts'

const missing = { kind: 'unverified', reason: 'books-missing' }

describe.each(engines)('the audit of books on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })

  async function sold(name: string): Promise<StoreTarget> {
    const target = await books.target(name)
    const opened = await openTestStore(target)
    await sell(opened, '1')
    await opened.store.close()
    return target
  }
  const run = (target: StoreTarget, ...texts: string[]) =>
    withRows(target, async (db) => {
      for (const text of texts) await sql.raw(text).execute(db)
    })
  const tablesOf = (target: StoreTarget) =>
    withRows(target, async (db) => (await db.introspection.getTables()).map(({ name }) => name))
  const versionOf = (db: Db) => db.selectFrom('migrations').select('number').orderBy('number').execute()

  test('is read where nothing can be written, and leaves every byte as it was', async () => {
    const target = await sold('untouched')
    if (target.kind === 'postgres') {
      const name = new URL(target.url).pathname.slice(1)
      await runSql(target.url, `alter database ${name} set default_transaction_read_only = on`)
    }
    const bytesOf = () => (target.kind === 'sqlite' ? readFileSync(target.file) : null)
    const before = bytesOf()
    expect(await verifyAuditBooks(target, { server: 'server-1' })).toMatchObject({ kind: 'whole' })
    expect(bytesOf()).toEqual(before)
  })

  test('is refused where there are no books, and none are made', async () => {
    const target = await books.target('empty')
    expect(await verifyAuditBooks(target)).toEqual(missing)
    expect(target.kind === 'sqlite' && existsSync(target.file)).toBe(false)
    expect(await tablesOf(target)).toEqual([])
    // Another program's books: it counts its migrations too.
    await run(target, 'create table migrations (id integer, migration text)')
    expect(await verifyAuditBooks(target)).toEqual(missing)
    expect(await tablesOf(target)).toEqual(['migrations'])
  })

  test('is refused where the tables were dropped, with their names', async () => {
    const target = await sold('dropped')
    await run(target, 'drop table audit')
    const absent = await verifyAuditBooks(target)
    expect(absent).toEqual({ kind: 'unverified', reason: 'books-incomplete', tables: ['audit'] })
    await run(target, 'drop table servers', 'delete from migrations')
    expect(await verifyAuditBooks(target)).toEqual(missing)
    await run(target, 'drop table migrations')
    expect(await verifyAuditBooks(target)).toEqual(missing)
    expect(await tablesOf(target)).not.toContain('audit')
  })

  test('is refused where the books are older or newer than this program, and they stay so', async () => {
    const target = await sold('version')
    const known = schemaVersion
    await run(target, `insert into migrations values (${known + 1}, 'later', 0)`)
    await expect(verifyAuditBooks(target)).rejects.toMatchObject({
      ...{ name: 'BooksNewer', version: known + 1, versionMax: known },
    })
    await run(target, `delete from migrations where number >= ${known}`)
    const older = { kind: 'unverified', reason: 'books-older', version: known - 1, versionMax: known }
    expect(await verifyAuditBooks(target)).toEqual(older)
    expect(await withRows(target, versionOf)).toHaveLength(known - 1)
  })

  test('names a server that should have its row and has none, and registers nobody', async () => {
    const target = await sold('stranger')
    const unknown = { kind: 'broken', server: 'server-2', what: 'server-unknown' }
    expect(await verifyAuditBooks(target, { server: 'server-2' })).toEqual(unknown)
    expect(await verifyAuditBooks(target, { server: 'server-2' })).toEqual(unknown)
    // Emptied, and nothing left that could be wrong.
    await run(target, 'delete from audit', 'delete from servers')
    expect(await verifyAuditBooks(target, { server: 'server-1' })).toMatchObject({ what: 'server-unknown' })
  })
})

test('a backup that SQLite made stays in the mode that it has', async () => {
  const books = await openBooksForTests('sqlite')
  const target = await books.target('backup')
  if (target.kind !== 'sqlite') throw new Error('no file')
  const opened = await openTestStore(target)
  await sell(opened, '1')
  const copy = `${target.file}.copy`
  const database = new DatabaseSync(target.file)
  database.exec(`vacuum into '${copy}'`)
  database.close()
  const before = readFileSync(copy)
  expect(await verifyAuditBooks({ kind: 'sqlite', file: copy })).toMatchObject({ kind: 'whole' })
  expect(readFileSync(copy)).toEqual(before)
  expect(existsSync(`${copy}-wal`)).toBe(false)
  // Beside the server that goes on.
  expect(await verifyAuditBooks(target)).toMatchObject({ kind: 'whole' })
  await opened.store.close()
  await books.stop()
})
