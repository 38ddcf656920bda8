// When cases are looked at: what sets the next look, that two servers share them, and what is told and kept.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import type { CaseOutlook } from '@holdfast/desk'
import type { CaseItemId, CaseMoveId } from '@holdfast/lease'
import type { CaseLook, WatchedCase } from '../src/desk/desk-interface.ts'
import { caseIdOf, makeCase, openDesk, openTwoDesks, tried, written } from './desk-fixtures.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { undoLostDecisions, withRows, type OpenedStore } from './fixtures.ts'

const quiet: CaseOutlook = { warnings: [], due: null, nextLook: null }
const add = (opened: OpenedStore, ...cases: readonly ReturnType<typeof makeCase>[]) =>
  written(opened, (tx, now) => tx.addCases(cases, now))
const claim = (opened: OpenedStore, limit = 10) => written(opened, (tx, now) => tx.claimLooks(now, limit))
const item = (name: string, dueAt: number | null) => ({
  ...{ id: 'itm_1' as CaseItemId, case: caseIdOf(name), kind: 'commitment', state: 'open', owner: null },
  ...{ dueAt: dueAt as Instant | null, message: null, body: {} },
})

/** Looks at everything whose look has come, and finds `outlook`. */
async function look(opened: OpenedStore, outlook: CaseOutlook = quiet): Promise<readonly WatchedCase[]> {
  return await written(opened, async (tx, now) => {
    const watched = await tx.claimLooks(now, 10)
    const looks = watched.map((one): CaseLook => ({ ...outlook, case: one.case, untold: outlook.warnings }))
    await tx.recordLooks(looks, now)
    return watched
  })
}
const namesOf = (watched: readonly WatchedCase[]) => watched.map(({ case: { number } }) => number)

describe.each(engines)('deadlines on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  test('a case is looked at when it is made, when its state or an entry changes, and when its moment comes', async () => {
    const opened = await openDesk(await books.target('looks'))
    const { clock, store } = opened
    await add(opened, makeCase('a'), makeCase('old', { imported: true, maySend: false }))
    expect(namesOf(await look(opened))).toEqual(['CAS-a'])
    expect(await store.read.findNextLook()).toBeNull()
    // What is no state, no moment and no entry with one changes no deadline.
    await written(opened, (tx, now) => tx.changeCase(caseIdOf('a'), 1, { owner: 'Mara' }, now))
    await written(opened, (tx, now) => tx.addItems([{ ...item('a', null), id: 'itm_0' as CaseItemId }], now))
    expect(await claim(opened)).toEqual([])
    const due = (clock.now() + 500) as Instant
    await written(opened, (tx, now) => tx.addItems([item('a', due)], now))
    const state = { kind: 'responded', at: clock.now(), waitsOn: null, facts: {} } as const
    await written(opened, (tx, now) => tx.changeCase(caseIdOf('a'), 2, { state }, now))
    const [watched] = await look(opened, { ...quiet, due, nextLook: due })
    expect(watched).toMatchObject({
      case: { number: 'CAS-a' },
      ...{ states: [{ facts: { to: 'received' } }, { facts: { to: 'responded' } }] },
      ...{ items: [{ id: 'itm_1', dueAt: due }], told: [] },
    })
    expect(await store.read.listCaseDeadlines({ limit: 5 })).toMatchObject({
      items: [{ case: { number: 'CAS-a' }, due, warnings: [] }],
    })
    expect(await store.read.findNextLook()).toBe(due)
    expect(await claim(opened)).toEqual([])
    clock.advance({ seconds: 500 })
    expect(namesOf(await claim(opened))).toEqual(['CAS-a'])
    await look(opened)
    await written(opened, (tx, now) => tx.changeItem('itm_1' as CaseItemId, 1, { closed: true }, now))
    expect(await look(opened)).toMatchObject([{ items: [] }])
    await store.close()
  })

  test('a warning is kept, and told to timeline, audit and webhooks in one transaction', async () => {
    const opened = await openDesk(await books.target('told'))
    await add(opened, makeCase('a'))
    const due = opened.clock.now()
    const warnings = [
      { kind: 'promise-broken', of: 'resolution', due },
      { kind: 'promise-near', of: 'first-response', due: null },
    ] as const
    await look(opened, { warnings, due, nextLook: null })
    await written(opened, (tx, now) => tx.lookAgain(now))
    const [watched] = await claim(opened)
    expect(watched?.told).toEqual(warnings)
    const { read } = opened.store
    expect(await read.listCaseEvents(caseIdOf('a'), { limit: 5 })).toMatchObject({
      items: [
        { kind: 'state' },
        {
          kind: 'warning',
          facts: { warnings: [{ kind: 'promise-broken', of: 'resolution' }, { due: null }] },
        },
      ],
    })
    const audit = await read.listAudit({ subject: `case:${caseIdOf('a')}` }, { limit: 9 })
    expect(audit).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ action: 'case-warn' })]),
    })
    // The timeline goes on behind it.
    await written(opened, (tx, now) => tx.recordCaseEvent(caseIdOf('a'), { kind: 'x', facts: {} }, now))
    await opened.store.close()
  })

  test('what was merged away is looked at with what it was merged into, and again when that is undone', async () => {
    const opened = await openDesk(await books.target('merged'))
    await add(opened, makeCase('a'), makeCase('b'))
    await look(opened)
    const move = { id: 'mov_1' as CaseMoveId, from: caseIdOf('a'), to: caseIdOf('b') }
    await written(opened, (tx, now) => tx.mergeCases(move, now))
    const merged = await look(opened)
    expect(namesOf(merged).toSorted()).toEqual(['CAS-a', 'CAS-b'])
    expect(merged.filter(({ case: { mergedInto } }) => mergedInto !== null)).toHaveLength(1)
    await written(opened, (tx, now) => tx.undoMove(move.id, now))
    expect(namesOf(await look(opened)).toSorted()).toEqual(['CAS-a', 'CAS-b'])
    await opened.store.close()
  })

  test('of many each server takes some, and none is told twice', async () => {
    const [one, two] = await openTwoDesks(await books.target('two'))
    const names = Array.from({ length: 40 }, (_, at) => `n${at}`)
    await add(one, ...names.map((name) => makeCase(name)))
    const due = one.clock.now()
    const warnings = [{ kind: 'look-again', of: 'case', due }] as const
    const run = async (opened: OpenedStore) => {
      const seen: string[] = []
      for (;;) {
        const watched = await look(opened, { warnings, due, nextLook: null })
        if (watched.length === 0 && (await opened.store.read.findNextLook()) === null) return seen
        seen.push(...namesOf(watched))
      }
    }
    const [mine, others] = await Promise.all([run(one), run(two)])
    expect([...mine, ...others].toSorted()).toEqual(names.map((name) => `CAS-${name}`).toSorted())
    await one.store.close()
    await two.store.close()
  })

  test('books from before tell nothing of what is late already, and of cases that are history there is no row', async () => {
    const target = await books.target('before')
    const opened = await openDesk(target)
    await add(opened, makeCase('a'), makeCase('b'), makeCase('old', { imported: true, maySend: false }))
    const move = { id: 'mov_1' as CaseMoveId, from: caseIdOf('b'), to: caseIdOf('a') }
    await written(opened, (tx, now) => tx.mergeCases(move, now))
    await opened.store.close()
    await withRows(target, async (db) => {
      await undoLostDecisions(db)
      await db.schema.dropTable('case_deadlines').execute()
      await db.deleteFrom('migrations').where('number', '>=', 7).execute()
    })
    const again = await openDesk(target)
    expect(await look(again)).toMatchObject([{ case: { number: 'CAS-a' }, told: null }])
    await written(again, (tx, now) => tx.addItems([item('a', now)], now))
    expect(await look(again)).toMatchObject([{ told: [] }])
    await again.store.close()
  })

  test('a transaction that ends badly tells nothing and leaves the look to come', async () => {
    const opened = await openDesk(await books.target('broken'))
    await add(opened, makeCase('a'))
    const due = opened.clock.now()
    const failing = tried(opened, async (tx, now) => {
      const [watched] = await tx.claimLooks(now, 10)
      if (watched === undefined) throw new Error('nothing to look at')
      const warnings = [{ kind: 'look-again', of: 'case', due }] as const
      await tx.recordLooks([{ ...quiet, warnings, untold: warnings, case: watched.case }], now)
      throw new Error('the server died')
    })
    await expect(failing).rejects.toThrow('the server died')
    expect(await look(opened)).toMatchObject([{ told: [] }])
    await opened.store.close()
  })
})
