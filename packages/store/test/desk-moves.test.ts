import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseId, CaseMessageId, CaseMoveId } from '@holdfast/lease'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  caseIdOf,
  makeCase,
  makeEntry,
  makeMessage,
  messageIdOf,
  openDesk,
  tried,
  written,
} from './desk-fixtures.ts'
import type { OpenedStore } from './fixtures.ts'

const moveId = (name: string) => `mov_${name}` as CaseMoveId
const [a, b, c] = [caseIdOf('a'), caseIdOf('b'), caseIdOf('c')]
const ids = (...names: readonly string[]) => names.map(messageIdOf)

const move = (
  opened: OpenedStore,
  name: string,
  at: { from: CaseId; to: CaseId; messages: CaseMessageId[] },
) => tried(opened, (tx, now) => tx.moveMessages({ id: moveId(name), ...at }, now))
const merge = (opened: OpenedStore, name: string, from: CaseId, to: CaseId) =>
  tried(opened, (tx, now) => tx.mergeCases({ id: moveId(name), from, to }, now))
const undo = (opened: OpenedStore, name: string) => tried(opened, (tx, now) => tx.undoMove(moveId(name), now))

async function messagesOf({ store }: OpenedStore, place: CaseId): Promise<readonly string[]> {
  const listed = await store.read.listMessages({ case: place }, { limit: 50 })
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items.map(({ subject }) => subject.slice('About '.length))
}

/** Messages, items, proposals, links, watchers, version and redirection of each case. */
async function stateOf(opened: OpenedStore) {
  const { read } = opened.store
  const page = { limit: 50 }
  return await Promise.all(
    [a, b, c].map(async (id) => ({
      messages: await messagesOf(opened, id),
      items: await read.listItems(id, page),
      proposals: await read.listProposals({ case: id }, page),
      links: (await read.listCaseLinks(id)).map(({ kind, value, certainty }) => [kind, value, certainty]),
      watchers: await read.listWatchers(id),
      merged: (await read.findCase(id))?.mergedInto,
      hits: await read.search([{ kind: 'phrase', tokens: ['days'] }], { case: id }, page),
      participants: await read.listParticipants([{ case: id, address: 'ines.calder@harbour.example' }]),
    })),
  )
}

async function fill(opened: OpenedStore): Promise<void> {
  await written(opened, async (tx, now) => {
    const link = { kind: 'release', value: 'V0-H', certainty: 'confirmed', message: null } as const
    await tx.addCases(
      [
        makeCase('a', {
          links: [link, { ...link, kind: 'order', value: 'an order' }, { ...link, value: 'V0-G' }],
          watchers: ['x', 'y'],
        }),
        makeCase('b', {
          links: [
            { ...link, certainty: 'rejected' },
            { ...link, value: 'V0-G', certainty: 'proposed' },
          ],
          watchers: ['y'],
        }),
        makeCase('c'),
      ],
      now,
    )
    const places: [string, CaseId][] = [
      ['1', a],
      ['2', b],
      ['3', a],
      ['4', b],
      ['5', a],
    ]
    const messages = places.map(([name, place], at) => makeMessage(name, { case: place, place: at }))
    await tx.addMessages(messages, now)
    await tx.putSearchEntries(
      messages.map(({ id }) => makeEntry(id, 'fewer days than granted', { message: id })),
    )
    const item = {
      id: 'itm_1' as never,
      case: a,
      kind: 'call',
      state: 'held',
      owner: null,
      dueAt: null,
      message: null,
      body: {},
    }
    await tx.addItems([item], now)
    await tx.putSearchEntries([
      makeEntry('itm_1', 'some days', { kind: 'item', case: a, audience: 'internal' }),
    ])
    const proposal = { kind: 'problem', evidence: [], text: 'known' } as const
    await tx.addProposals(
      [
        { ...proposal, id: 'prp_1' as never, case: a, cause: 'one' },
        { ...proposal, id: 'prp_2' as never, case: a, cause: 'both' },
        { ...proposal, id: 'prp_3' as never, case: b, cause: 'both' },
      ],
      now,
    )
  })
}

describe.each(engines)('moves, merges and splits on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())
  const open = async (name: string) => {
    const opened = await openDesk(await books.target(name))
    await fill(opened)
    return opened
  }

  test('messages move into their order, and back', async () => {
    const opened = await open('move')
    const before = await stateOf(opened)
    const moved = await move(opened, '1', { from: a, to: b, messages: ids('3', '5') })
    expect(moved).toMatchObject({ kind: 'move', from: a, to: b, actor: 'administrator:tok_1', undone: null })
    expect([await messagesOf(opened, a), await messagesOf(opened, b)]).toEqual([['1'], ['2', '3', '4', '5']])
    const message = await opened.store.read.findMessage(messageIdOf('3'))
    expect([message?.case, message?.firstCase]).toEqual([b, a])
    expect(await undo(opened, '1')).toMatchObject({ undone: { by: 'administrator:tok_1' } })
    expect(await stateOf(opened)).toEqual(before)
    expect(await undo(opened, '1')).toMatchObject({ undone: {} })
    expect(await opened.store.read.listCaseMoves(a)).toMatchObject([{ id: moveId('1'), undone: {} }])
    await opened.store.close()
  })

  test('a message that is not in the case, or a case that nobody has, moves nothing', async () => {
    const opened = await open('missing')
    const before = await stateOf(opened)
    expect(await move(opened, '1', { from: a, to: b, messages: ids('1', '2') })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await move(opened, '1', { from: a, to: caseIdOf('none'), messages: ids('1') })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await merge(opened, '1', a, a)).toMatchObject({ code: 'INPUT_INVALID' })
    expect(await undo(opened, '1')).toMatchObject({ code: 'NOT_FOUND' })
    expect(await stateOf(opened)).toEqual(before)
    await opened.store.close()
  })

  test('a merge takes everything along, leads on, and leaves no trace when it is undone', async () => {
    const opened = await open('merge')
    const before = await stateOf(opened)
    expect(await merge(opened, '1', a, b)).toMatchObject({ kind: 'merge' })
    const [gone, whole] = await stateOf(opened)
    expect(gone).toMatchObject({ messages: [], merged: b, watchers: ['x', 'y'], participants: [] })
    expect(whole).toMatchObject({
      messages: ['1', '2', '3', '4', '5'],
      items: { items: [{ id: 'itm_1' }] },
      watchers: ['x', 'y'],
      links: [
        ['order', 'an order', 'confirmed'],
        // A person's word takes the place of a proposal, and not of another person's word.
        ['release', 'V0-G', 'confirmed'],
        ['release', 'V0-H', 'rejected'],
      ],
    })
    expect(whole?.hits).toMatchObject({ items: Array.from({ length: 6 }, () => ({ case: b })) })
    // The proposal whose cause the other case has already stays behind.
    expect(whole?.proposals).toMatchObject({ items: [{ id: 'prp_1' }, { id: 'prp_3' }] })
    expect(gone?.proposals).toMatchObject({ items: [{ id: 'prp_2' }] })
    const listed = await opened.store.read.listCases({}, { limit: 5 })
    expect(listed).toMatchObject({ items: [{}, {}] })
    for (const refused of [
      await merge(opened, '2', a, c),
      await merge(opened, '2', c, a),
      await move(opened, '2', { from: b, to: a, messages: ids('1') }),
      await tried(opened, (tx, now) => tx.changeCase(a, 2, { title: 'x' }, now)),
    ])
      expect(refused).toMatchObject({ code: 'CASE_MERGED', facts: { into: b } })
    await undo(opened, '1')
    expect(await stateOf(opened)).toEqual(before)
    await opened.store.close()
  })

  test('what a person said of a link after the merge stays when it is undone', async () => {
    const opened = await open('said')
    await merge(opened, '1', a, b)
    const rejected = { kind: 'release', value: 'V0-G', certainty: 'rejected', message: null } as const
    const version = (await opened.store.read.findCase(b))?.version ?? 0
    await written(opened, (tx, now) => tx.changeCase(b, version, { links: [rejected] }, now))
    await undo(opened, '1')
    expect((await stateOf(opened))[1]?.links).toContainEqual(['release', 'V0-G', 'rejected'])
    await opened.store.close()
  })

  test('what came after the merge stays where it was put', async () => {
    const opened = await open('after')
    await merge(opened, '1', a, b)
    await written(opened, (tx, now) => tx.addMessages([makeMessage('6', { case: a, place: 9 })], now))
    await undo(opened, '1')
    expect([await messagesOf(opened, a), await messagesOf(opened, b)]).toEqual([
      ['1', '3', '5'],
      ['2', '4', '6'],
    ])
    await opened.store.close()
  })

  test('a split is a new case, and its number stays taken when it is undone', async () => {
    const opened = await open('split')
    const split = { id: moveId('1'), from: a, to: makeCase('d'), messages: ids('5') }
    expect(await tried(opened, (tx, now) => tx.splitCase(split, now))).toMatchObject({
      kind: 'split',
      to: caseIdOf('d'),
    })
    expect(await messagesOf(opened, caseIdOf('d'))).toEqual(['5'])
    await undo(opened, '1')
    expect(await messagesOf(opened, a)).toEqual(['1', '3', '5'])
    expect(await opened.store.read.findCaseByNumber('CAS-d')).toMatchObject({ mergedInto: a })
    const again = [makeCase('e', { number: 'CAS-d' })]
    expect(await tried(opened, (tx, now) => tx.addCases(again, now))).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    await opened.store.close()
  })

  test('steps are undone from the last one back; the one in the way is named', async () => {
    const opened = await open('chain')
    const before = await stateOf(opened)
    await move(opened, '1', { from: a, to: b, messages: ids('3') })
    await merge(opened, '2', b, c)
    await move(opened, '3', { from: c, to: a, messages: ids('4', '3') })
    expect(await undo(opened, '2')).toMatchObject({
      code: 'MOVE_OVERTAKEN',
      facts: { move: moveId('2'), by: moveId('3') },
    })
    expect(await undo(opened, '1')).toMatchObject({ code: 'MOVE_OVERTAKEN' })
    await undo(opened, '3')
    expect(await undo(opened, '1')).toMatchObject({ code: 'MOVE_OVERTAKEN', facts: { by: moveId('2') } })
    await undo(opened, '2')
    await undo(opened, '1')
    expect(await stateOf(opened)).toEqual(before)
    expect((await opened.store.verifyAudit()).kind).toBe('whole')
    await opened.store.close()
  })

  test('an empty merge is undone after the other case, too, was merged and set free', async () => {
    const opened = await open('empty')
    await merge(opened, '1', c, b)
    await merge(opened, '2', b, a)
    expect(await undo(opened, '1')).toMatchObject({ code: 'MOVE_OVERTAKEN', facts: { by: moveId('2') } })
    await undo(opened, '2')
    expect(await undo(opened, '1')).toMatchObject({ undone: {} })
    expect((await opened.store.read.findCase(c))?.mergedInto).toBeNull()
    await opened.store.close()
  })
})
