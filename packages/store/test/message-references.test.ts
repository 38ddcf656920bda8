// What messages refer to, and how many rows one Message-ID may cost.
import type { KyselyPlugin, RawNode } from 'kysely'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keptReferencesMax } from '@holdfast/desk'
import { listNewestOfKeys, listReferrers, messagesOfKeyMax } from '../src/desk/message-references.ts'
import { keyCharsMax } from '../src/desk/stored-text.ts'
import type { StoreTarget } from '../src/open-engine.ts'
import type { Db } from '../src/tables.ts'
import {
  caseIdOf,
  makeCase,
  makeMessage,
  makePerson,
  messageIdOf,
  openDesk,
  personIdOf,
  written,
} from './desk-fixtures.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { undoLostDecisions, withRows, type OpenedStore } from './fixtures.ts'

const nothingAsked = { messageIds: [], numbers: [], tokens: [], addresses: [], domains: [], identities: [] }
const original = 'original@mail.example.test'

/** Names of the messages that refer to the id, in their order. */
async function referrersOf({ store }: OpenedStore, id = original) {
  const { referrers } = await store.read.gatherThreading({ ...nothingAsked, referredIds: [id] })
  return (referrers.get(id) ?? []).map((message) => [message.id, message.case])
}

/** As many messages as are asked for, with ids that grow. */
function makeMany(count: number, wanted: Partial<ReturnType<typeof makeMessage>>) {
  return Array.from({ length: count }, (_, at) => {
    const id = `${messageIdOf('many').slice(0, -5)}${String(at).padStart(5, '0')}` as ReturnType<
      typeof messageIdOf
    >
    return makeMessage(`many ${at}`, { case: caseIdOf('a'), ...wanted, id })
  })
}

describe.each(engines)('references on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  const openWith = async (name: string) => {
    const target = await books.target(name)
    const opened = await openDesk(target)
    await written(opened, (tx, now) => tx.addCases([makeCase('a'), makeCase('b')], now))
    return { target, opened }
  }
  const add = (opened: OpenedStore, ...messages: readonly ReturnType<typeof makeMessage>[]) =>
    written(opened, (tx, now) => tx.addMessages(messages, now))

  test('a message is found by what it refers to, and merged cases lead on', async () => {
    const { opened } = await openWith('found')
    const long = `${'i'.repeat(keyCharsMax)}@mail.example.test`
    const m = makeMessage('m', { case: caseIdOf('a'), inReplyTo: [original, 'm@mail.example.test'] })
    const n = makeMessage('n', { case: caseIdOf('b'), references: [long, original, original] })
    await add(opened, m, n)
    const found = await referrersOf(opened)
    expect(new Set(found)).toEqual(
      new Set([
        [m.id, caseIdOf('a')],
        [n.id, caseIdOf('b')],
      ]),
    )
    expect(await referrersOf(opened, long)).toEqual([[n.id, caseIdOf('b')]])
    expect(await referrersOf(opened, 'm@mail.example.test')).toEqual([])
    await written(opened, (tx, now) =>
      tx.mergeCases({ id: 'mov_1' as never, from: caseIdOf('a'), to: caseIdOf('b') }, now),
    )
    expect((await referrersOf(opened)).map(([, place]) => place)).toEqual([caseIdOf('b'), caseIdOf('b')])
    await opened.store.close()
  })

  test('what the books had is not kept, a held message refers to nothing until a person lets it through', async () => {
    const { opened, target } = await openWith('held')
    await add(opened, makeMessage('known', { case: caseIdOf('a') }))
    const answers = { inReplyTo: ['known@mail.example.test', original] }
    const held = makeMessage('m', { case: caseIdOf('a'), held: 'pending-sender', ...answers })
    await add(opened, held)
    const rows = await withRows(target, (db) => db.selectFrom('message_references').selectAll().execute())
    expect(rows).toEqual([{ reference_key: original, message: held.id }])
    expect(await referrersOf(opened)).toEqual([])
    await written(opened, (tx, now) => tx.changeMessage(held.id, { held: null }, now))
    expect(await referrersOf(opened)).toEqual([[held.id, caseIdOf('a')]])
    await opened.store.close()
  })

  test('of a long list the nearest are kept', async () => {
    const { opened } = await openWith('long_list')
    const references = Array.from({ length: keptReferencesMax }, (_, at) => `r${at}@mail.example.test`)
    await add(
      opened,
      makeMessage('m', { case: caseIdOf('a'), references: [original, ...references.slice(1)] }),
    )
    expect(await referrersOf(opened)).toHaveLength(1)
    await add(opened, makeMessage('n', { case: caseIdOf('b'), references: [original, ...references] }))
    expect(await referrersOf(opened)).toEqual([[messageIdOf('m'), caseIdOf('a')]])
    expect(await referrersOf(opened, references[0])).toEqual([[messageIdOf('n'), caseIdOf('b')]])
    await opened.store.close()
  })

  test('books from before are brought forward: what is missing is kept, of messages that are not erased', async () => {
    const { opened, target } = await openWith('backfill')
    const references = Array.from({ length: keptReferencesMax + 1 }, (_, at) => `r${at}@mail.example.test`)
    const long = `${'i'.repeat(keyCharsMax)}@mail.example.test`
    await add(
      opened,
      makeMessage('m', { case: caseIdOf('a'), inReplyTo: [long, long], references }),
      makeMessage('n', { case: caseIdOf('a'), inReplyTo: ['m@mail.example.test', 'n@mail.example.test'] }),
      makeMessage('o', { case: caseIdOf('a'), inReplyTo: [original], held: 'pending-sender' }),
      makeMessage('p', { case: caseIdOf('a'), inReplyTo: [original] }),
      makeMessage('q', { case: caseIdOf('a') }),
    )
    await opened.store.close()
    const listRows = () =>
      withRows(target, (db) =>
        db.selectFrom('message_references').selectAll().orderBy('reference_key').orderBy('message').execute(),
      )
    const before = await listRows()
    expect(before).toHaveLength(keptReferencesMax + 2)
    await withRows(target, async (db) => {
      await db.schema.dropTable('message_references').execute()
      // This step and all behind it, as books from before lack them.
      await undoLostDecisions(db)
      await db.schema.dropTable('case_deadlines').execute()
      await db.deleteFrom('migrations').where('number', '>=', 6).execute()
      await db.updateTable('case_messages').set({ erased_at: 1 }).where('id', '=', messageIdOf('p')).execute()
    })
    await (await openDesk(target)).store.close()
    expect(await listRows()).toEqual(before.filter(({ message }) => message !== messageIdOf('p')))
  })

  test('erasing a person removes what the messages referred to', async () => {
    const { opened, target } = await openWith('erased')
    await written(opened, (tx, now) => tx.addPersons([makePerson('p')], now))
    const people = [
      { role: 'from', person: personIdOf('p'), name: 'p', address: 'p@harbour.example' },
    ] as const
    await add(
      opened,
      makeMessage('m', { case: caseIdOf('a'), people, inReplyTo: [original] }),
      makeMessage('n', { case: caseIdOf('b'), inReplyTo: [original] }),
    )
    const nothing = { messages: [], items: [], proposals: [], cases: [] }
    await written(opened, (tx, now) => tx.erasePerson(personIdOf('p'), nothing, now))
    const rows = await withRows(target, (db) => db.selectFrom('message_references').selectAll().execute())
    expect(rows).toEqual([{ reference_key: original, message: messageIdOf('n') }])
    await opened.store.close()
  })

  test('of one key so many messages are found and no more: the newest under an id, the oldest that refer to it', async () => {
    const { opened } = await openWith('window')
    const many = makeMany(messagesOfKeyMax + 1, {
      messageId: 'same@mail.example.test',
      inReplyTo: [original],
    })
    await add(opened, ...many.slice(0, -1))
    const idsOf = async () => {
      const keys = { ...nothingAsked, messageIds: ['same@mail.example.test'] }
      const { messages } = await opened.store.read.gatherThreading(keys)
      return messages.get('same@mail.example.test')?.map(({ id }) => id)
    }
    const ids = many.map(({ id }) => id)
    const referring = async () => (await referrersOf(opened)).map(([id]) => id)
    expect([await idsOf(), await referring()]).toEqual([ids.slice(0, -1), ids.slice(0, -1)])
    await add(opened, ...many.slice(-1))
    expect([await idsOf(), await referring()]).toEqual([ids.slice(1), ids.slice(0, -1)])
    await opened.store.close()
  })

  test('a look-up of a key of thousands of messages reads no more rows than those that count', async () => {
    const { opened, target } = await openWith('flood')
    const key = 'same@mail.example.test'
    await add(opened, ...makeMany(3_000, { messageId: key, inReplyTo: [original] }))
    await opened.store.close()
    await withRows(target, async (db) => {
      if (engine === 'postgres') await sql`analyze`.execute(db)
      for (const ask of [
        (asked: Db) => listNewestOfKeys(asked, 'message_key', [key, 'other']),
        (asked: Db) => listReferrers(asked, [original, 'other']),
      ])
        expect(await readsOf(target, db, ask)).toBeLessThanOrEqual(messagesOfKeyMax)
    })
  })
})

/** Rows that the greediest step of the statement reads of a table; on SQLite, whose plan does not count, 0 where each step is bounded. */
async function readsOf(target: StoreTarget, db: Db, ask: (db: Db) => Promise<unknown>): Promise<number> {
  const told: unknown[] = []
  const explain = target.kind === 'sqlite' ? 'explain query plan ' : 'explain (analyze, format json) '
  await ask(db.withPlugin(explainer(explain, told)))
  if (target.kind === 'postgres') return Math.max(...told.flatMap((row) => readsOfPlan(row)))
  const steps = told.map((row) => (row as { readonly detail: string }).detail)
  expect(steps.filter((step) => /^SEARCH [mx] /.test(step))).toHaveLength(1)
  return steps.some((step) => /^SCAN (x|case_messages)|TEMP B-TREE/.test(step)) ? Infinity : 0
}

type Plan = {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** Rows that each step of a plan of PostgreSQL read of a table, those that a filter removed among them. */
function readsOfPlan(row: unknown): readonly number[] {
  const [{ Plan: whole }] = (row as { readonly 'QUERY PLAN': readonly [{ readonly Plan: Plan }] })[
    'QUERY PLAN'
  ]
  const reads: number[] = []
  const walk = (step: Plan) => {
    const rows = (step['Actual Rows'] ?? 0) + (step['Rows Removed by Filter'] ?? 0)
    if (step['Relation Name'] !== undefined) reads.push(rows * (step['Actual Loops'] ?? 1))
    for (const inner of step.Plans ?? []) walk(inner)
  }
  walk(whole)
  return reads
}

function explainer(prefix: string, told: unknown[]): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      const { sqlFragments, ...raw } = node as RawNode
      const [first = '', ...rest] = sqlFragments
      return { ...raw, sqlFragments: [`${prefix}${first}`, ...rest] }
    },
    transformResult: ({ result }) => {
      told.push(...result.rows)
      return Promise.resolve({ ...result, rows: [] })
    },
  }
}
