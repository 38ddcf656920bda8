import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { auditChainStart, auditRowHash } from '../src/audit.ts'
import { openEngine, type StoreTarget } from '../src/open-engine.ts'
import type { NotedHead } from '../src/records.ts'
import type { AuditRow, Db } from '../src/tables.ts'
import { verifyAuditBooks } from '../src/verify-audit-books.ts'
import { verifyAudit } from '../src/verify-audit.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { administrator, openTestStore, requestFacts, sell, withRows } from './fixtures.ts'

test('the example of docs/spec/store-schema.md hashes as it says', () => {
  const chain = '000102030405060708090a0b0c0d0e0f'
  const previous = auditChainStart(chain)
  expect(Buffer.from(previous).toString('hex')).toBe(exampleStart)
  const hash = auditRowHash({
    chain,
    seq: 1,
    at: 1_772_353_800,
    actor: 'administrator:tok_1',
    action: 'licence-suspend',
    subject: 'licence:lic_1',
    detail: '{"from":"active","reason":"unpaid"}',
    previous,
  })
  expect(Buffer.from(hash).toString('hex')).toBe(exampleRow)
})
const exampleStart = '8083511903f880894c09da51a26fd1713db3116af3ed1b66617cc1ea4fdc3718'
const exampleRow = '5b2bd4d518904d3abe7fbae3433e7442c423fd930d0ac502687f2b8b8384b9d1'

/** One change of each column of row 5, and what the verdict must call it. */
const alterations: readonly (readonly [
  column: keyof AuditRow,
  change: (row: AuditRow) => Partial<AuditRow>,
  what: string,
])[] = [
  ['chain', (row) => ({ chain: flipText(row.chain) }), 'row-missing'],
  ['seq', () => ({ seq: 4_000 }), 'row-missing'],
  ['at', (row) => ({ at: row.at + 1 }), 'row-altered'],
  ['actor', (row) => ({ actor: flipText(row.actor) }), 'row-altered'],
  ['action', (row) => ({ action: flipText(row.action) }), 'row-altered'],
  ['subject', (row) => ({ subject: flipText(row.subject) }), 'row-altered'],
  ['detail', (row) => ({ detail: flipText(row.detail) }), 'row-altered'],
  ['previous', (row) => ({ previous: flipBytes(row.previous) }), 'previous-altered'],
  ['hash', (row) => ({ hash: flipBytes(row.hash) }), 'row-altered'],
]

function flipText(text: string): string {
  return `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)}`
}

function flipBytes(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 7 ? byte ^ 1 : byte))
}

/** The rows from `first` on with every hash computed anew, as somebody does who can rewrite the whole chain. */
function rehashed(rows: readonly AuditRow[], first: number, change: Partial<AuditRow>): AuditRow[] {
  const made: AuditRow[] = []
  for (const row of rows) {
    const previous = made.at(-1)?.hash ?? row.previous
    const next = { ...row, previous, ...(row.seq === first ? change : {}) }
    made.push({ ...next, hash: auditRowHash(next) })
  }
  return made
}

/** Books whose first answer waits until `meanwhile` is done: what happens while a long chain is walked. */
function held(db: Db, meanwhile: () => Promise<void>): Db {
  let first = true
  return db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (first) {
        first = false
        await meanwhile()
      }
      return result
    },
  })
}

describe.each(engines)('audit chain on %s', (engine) => {
  let books: BooksForTests
  let target: StoreTarget
  let chain: string
  let rows: AuditRow[]
  beforeAll(async () => {
    books = await openBooksForTests(engine)
    target = await books.target('audit')
    const opened = await openTestStore(target)
    const sold = await sell(opened, '1')
    for (let device = 0; device < 20; device++)
      await opened.store.exchanges.activate(requestFacts(`device-${device}`, sold))
    chain = (await opened.store.read.listAuditHeads())[0]!.chain
    await opened.store.close()
    rows = await withRows(target, (db) => db.selectFrom('audit').selectAll().orderBy('seq').execute())
  })
  afterAll(async () => {
    await books.stop()
  })

  /** Changes rows behind the store's back, looks at the verdict, and puts everything back. */
  async function verdictAfter(change: () => Promise<unknown>, noted: readonly NotedHead[] = []) {
    const servers = await withRows(target, (db) => db.selectFrom('servers').selectAll().execute())
    await change()
    const verdict = await verifyAuditBooks(target, { noted })
    await withRows(target, async (db) => {
      await db.deleteFrom('audit').execute()
      await db.insertInto('audit').values(rows).execute()
      await db.deleteFrom('servers').execute()
      await db.insertInto('servers').values(servers).execute()
    })
    return verdict
  }

  test('what nobody touched is whole, counted, and says how far it is', async () => {
    const { store } = await openTestStore(target)
    const progress: number[] = []
    const verdict = await store.verifyAudit((count) => progress.push(count))
    expect(verdict).toMatchObject({
      kind: 'whole',
      rows: rows.length,
      heads: [{ chain, sequence: rows.length }],
    })
    expect(progress.at(-1)).toBe(rows.length)
    await store.close()
  })

  test.each(alterations)('a flipped %s names the row', async (_column, change, what) => {
    const row = rows[4]!
    const verdict = await verdictAfter(() =>
      withRows(target, (db) => db.updateTable('audit').set(change(row)).where('seq', '=', row.seq).execute()),
    )
    expect(verdict).toEqual({ kind: 'broken', chain, sequence: 5, what })
  })

  test('a row that was taken out is named, and so is the first one cut off at the end', async () => {
    const without = (condition: ReturnType<typeof sql<boolean>>) =>
      verdictAfter(() => withRows(target, (db) => db.deleteFrom('audit').where(condition).execute()))
    expect(await without(sql`seq = 9`)).toEqual({ kind: 'broken', chain, sequence: 9, what: 'row-missing' })
    expect(await without(sql`seq > 20`)).toEqual({
      kind: 'broken',
      chain,
      sequence: 21,
      what: 'tail-missing',
    })
    expect(await without(sql`seq > 0`)).toEqual({ kind: 'broken', chain, sequence: 1, what: 'tail-missing' })
  })

  test('a row written behind the head, a row of a foreign chain and an altered head are named', async () => {
    const last = rows.at(-1)!
    const next = { ...last, seq: last.seq + 1, previous: last.hash }
    const forged = { ...next, hash: auditRowHash(next) }
    const added = await verdictAfter(() =>
      withRows(target, (db) => db.insertInto('audit').values(forged).execute()),
    )
    expect(added).toEqual({ kind: 'broken', chain, sequence: forged.seq, what: 'tail-unknown' })
    const foreign = await verdictAfter(() =>
      withRows(target, (db) =>
        db
          .insertInto('audit')
          .values({ ...forged, chain: 'elsewhere', seq: 1 })
          .execute(),
      ),
    )
    expect(foreign).toEqual({ kind: 'broken', chain: 'elsewhere', sequence: 1, what: 'tail-unknown' })
    const head = await verdictAfter(() =>
      withRows(target, (db) =>
        db
          .updateTable('servers')
          .set({ hash: flipBytes(last.hash) })
          .execute(),
      ),
    )
    expect(head).toEqual({ kind: 'broken', chain, sequence: last.seq, what: 'head-altered' })
  })

  test('a row rewritten with a right hash of its own breaks at the next one', async () => {
    const forged = { ...rows[4]!, detail: '{}' }
    const hash = auditRowHash(forged)
    const verdict = await verdictAfter(() =>
      withRows(target, (db) =>
        db.updateTable('audit').set({ detail: '{}', hash }).where('seq', '=', 5).execute(),
      ),
    )
    expect(verdict).toEqual({ kind: 'broken', chain, sequence: 6, what: 'previous-altered' })
  })

  test('rows that are written while it verifies do not break it', async () => {
    const opened = await openTestStore(await books.target('growing'))
    const sold = await sell(opened, '1', { seats: 1_000 })
    const writing = Array.from({ length: 60 }, (_, device) =>
      opened.store.exchanges.activate(requestFacts(`d-${device}`, sold)),
    )
    const verdicts = await Promise.all([opened.store.verifyAudit(), opened.store.verifyAudit()])
    for (const verdict of verdicts) expect(verdict.kind).toBe('whole')
    await Promise.all(writing)
    expect(await opened.store.verifyAudit()).toMatchObject({
      kind: 'whole',
      heads: [{ sequence: (await opened.store.read.counts()).auditRows }],
    })
    await opened.store.close()
  })

  test('a server that registers and writes while it verifies does not break it', async () => {
    const joined = await books.target('joined')
    const opened = await openTestStore(joined)
    await sell(opened, '1')
    const engine = openEngine(joined)
    const join = async () => {
      const other = await openTestStore(joined, { serverId: 'server-2' })
      await sell(other, '2')
      await other.store.close()
    }
    const verdict = await verifyAudit(held(engine.reading, join))
    expect(verdict).toMatchObject({ kind: 'whole', heads: [{ server: 'server-1' }] })
    expect(await verifyAudit(engine.reading)).toMatchObject({ kind: 'whole', heads: [{}, {}] })
    await engine.close()
    await opened.store.close()
  })

  test('a head that is altered while it verifies is held against the row that was written with it', async () => {
    const moving = await books.target('moving')
    const opened = await openTestStore(moving)
    await sell(opened, '1')
    const [head] = await opened.store.read.listAuditHeads()
    const engine = openEngine(moving)
    const alter = async () => {
      await sell(opened, '2')
      await engine.writing.updateTable('servers').set({ hash: head!.hash }).execute()
    }
    const verdict = await verifyAudit(held(engine.reading, alter))
    const written = (await opened.store.read.counts()).auditRows
    expect(written).toBeGreaterThan(head!.sequence)
    const { chain: altered } = head!
    expect(verdict).toEqual({ kind: 'broken', chain: altered, sequence: written, what: 'head-altered' })
    await engine.close()
    await opened.store.close()
  })

  describe('heads noted elsewhere', () => {
    const server = 'server-1'
    const headOf = ({ seq, hash }: AuditRow): NotedHead => ({ server, sequence: seq, hash })
    const cutAt = (last: AuditRow) => () =>
      withRows(target, async (db) => {
        await db.deleteFrom('audit').where('seq', '>', last.seq).execute()
        await db.updateTable('servers').set({ seq: last.seq, hash: last.hash }).execute()
      })

    test('of any age are found again, that of an empty chain too', async () => {
      const empty = { server, sequence: 0, hash: auditChainStart(chain) }
      const noted = [headOf(rows.at(-1)!), headOf(rows[4]!), empty]
      expect(await verifyAuditBooks(target, { noted })).toMatchObject({ kind: 'whole', rows: rows.length })
      const wrong = { ...empty, hash: flipBytes(empty.hash) }
      expect(await verifyAuditBooks(target, { noted: [...noted, wrong] })).toEqual({
        ...{ kind: 'broken', server, sequence: 0, what: 'noted-hash-differs' },
      })
    })

    test('name the first row of a tail that was cut off together with the head', async () => {
      const cut = cutAt(rows[9]!)
      expect(await verdictAfter(cut)).toMatchObject({ kind: 'whole', rows: 10 })
      expect(await verdictAfter(cut, [headOf(rows[9]!)])).toMatchObject({ kind: 'whole' })
      expect(await verdictAfter(cut, [headOf(rows[15]!), headOf(rows[10]!)])).toEqual({
        ...{ kind: 'broken', server, sequence: 11, what: 'noted-row-missing' },
      })
    })

    test('name the row from which a chain was computed anew', async () => {
      const anew = rehashed(rows, 5, { detail: '{}' })
      const { seq, hash } = anew.at(-1)!
      const rewrite = () =>
        withRows(target, async (db) => {
          await db.deleteFrom('audit').execute()
          await db.insertInto('audit').values(anew).execute()
          await db.updateTable('servers').set({ seq, hash }).execute()
        })
      expect(await verdictAfter(rewrite)).toMatchObject({ kind: 'whole', rows: rows.length })
      expect(await verdictAfter(rewrite, [headOf(rows[3]!)])).toMatchObject({ kind: 'whole' })
      expect(await verdictAfter(rewrite, [headOf(rows[12]!), headOf(rows[4]!)])).toEqual({
        ...{ kind: 'broken', server, sequence: 5, what: 'noted-hash-differs' },
      })
    })

    test('name a server that the books do not know', async () => {
      const noted = [{ ...headOf(rows[0]!), server: 'server-9' }]
      expect(await verifyAuditBooks(target, { noted })).toEqual({
        ...{ kind: 'broken', server: 'server-9', sequence: 1, what: 'noted-row-missing' },
      })
    })
  })

  test('a detail that is too long is refused before it is written', async () => {
    const opened = await openTestStore(await books.target('long'))
    const note = (length: number) =>
      opened.store.write(administrator, (tx) =>
        tx.note(
          { action: 'note', subject: 'order:ord_1', detail: { text: 'x'.repeat(length) } },
          opened.clock.now(),
        ),
      )
    await note(65_536 - '{"text":""}'.length)
    await expect(note(65_537 - '{"text":""}'.length)).rejects.toThrow('too long')
    expect((await opened.store.read.counts()).auditRows).toBe(1)
    await opened.store.close()
  })
})
