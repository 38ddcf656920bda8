import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import type { CaseId } from '@holdfast/lease'
import { linkCharsMax, type NewCase } from '../src/desk/desk-records.ts'
import type { CaseFilter } from '../src/desk/desk-interface.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { caseIdOf, makeCase, openDesk, openTwoDesks, tried, written } from './desk-fixtures.ts'
import { sell, type OpenedStore } from './fixtures.ts'

const add = (opened: OpenedStore, ...cases: readonly NewCase[]) =>
  written(opened, (tx, now) => tx.addCases(cases, now))

async function numbersOf(opened: OpenedStore, filter: CaseFilter, limit = 50): Promise<readonly string[]> {
  const numbers: string[] = []
  for (let after: string | null = null; ;) {
    const listed = await opened.store.read.listCases(filter, { after, limit })
    if (listed.kind === 'refused') throw new Error(listed.code)
    numbers.push(...listed.items.map(({ number }) => number))
    after = listed.next
    if (after === null) return numbers
  }
}

describe.each(engines)('cases on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  test('a case is found by id, number and token, as it was added', async () => {
    const opened = await openDesk(await books.target('found'))
    const sold = await sell(opened, '1')
    const made = makeCase('a', {
      customer: sold.customer.id,
      product: 'cmge',
      severity: 'high',
      owner: 'administrator:tok_1',
      queue: 'first',
      dueAt: 1_772_500_000 as Instant,
      imported: true,
      maySend: false,
      links: [{ kind: 'release', value: 'V0-H', certainty: 'proposed', message: null }],
      watchers: ['administrator:tok_2', 'administrator:tok_1'],
    })
    await add(opened, made)
    const { read } = opened.store
    const now = opened.clock.now()
    const { links: _, watchers: __, ...columns } = made
    const expected = { ...columns, mergedInto: null, version: 1, createdAt: now, changedAt: now }
    expect(await read.findCase(made.id)).toEqual(expected)
    expect(await read.findCaseByNumber('CAS-a')).toEqual(expected)
    expect(await read.findCaseByToken('T-a')).toEqual(expected)
    expect(await read.findCaseByNumber('CAS-b')).toBeNull()
    expect(await read.listWatchers(made.id)).toEqual(['administrator:tok_1', 'administrator:tok_2'])
    expect(await read.listCaseLinks(made.id)).toEqual([
      {
        kind: 'release',
        value: 'V0-H',
        certainty: 'proposed',
        message: null,
        actor: 'administrator:tok_1',
        at: now,
      },
    ])
    await opened.store.close()
  })

  test('a number or token that a case has is never given again', async () => {
    const opened = await openDesk(await books.target('taken'))
    await add(opened, makeCase('a'))
    for (const [name, wanted] of [
      ['number', { number: 'CAS-a' }],
      ['token', { token: 'T-a' }],
    ] as const)
      expect(await tried(opened, (tx, now) => tx.addCases([makeCase(name, wanted)], now))).toMatchObject({
        code: 'ALREADY_EXISTS',
      })
    const twice = [makeCase('b'), makeCase('c', { number: 'CAS-b' })]
    expect(await tried(opened, (tx, now) => tx.addCases(twice, now))).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    expect(await numbersOf(opened, {})).toEqual(['CAS-a'])
    await opened.store.close()
  })

  test('two servers draw running numbers without a gap and without a collision', async () => {
    const [one, two] = await openTwoDesks(await books.target('numbers'))
    const drawn = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        written(at % 2 === 0 ? one : two, async (tx, now) => {
          const first = await tx.drawRunningNumbers(2)
          const cases = [first, first + 1].map((number) => makeCase(`n${number}`, { number: String(number) }))
          await tx.addCases(cases, now)
          return [first, first + 1]
        }),
      ),
    )
    expect(drawn.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, at) => at + 1))
    // A transaction that writes nothing takes its number back with it.
    await expect(
      one.store.write({ kind: 'administrator', id: 'x' }, async (tx) => {
        await tx.drawRunningNumbers(1)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await written(two, (tx) => tx.drawRunningNumbers(1))).toBe(81)
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('the second editor is told what the first changed, and nothing is written', async () => {
    const opened = await openDesk(await books.target('editors'))
    const { id } = makeCase('a')
    await add(opened, makeCase('a'))
    opened.clock.advance({ hours: 1 })
    const first = await written(opened, (tx, now) =>
      tx.changeCase(id, 1, { owner: 'administrator:tok_2', severity: 'low' }, now),
    )
    expect(first).toMatchObject({ version: 2, owner: 'administrator:tok_2', changedAt: opened.clock.now() })
    await written(opened, (tx, now) => tx.changeCase(id, 2, { watchersAdded: ['administrator:tok_3'] }, now))
    const second = await tried(opened, (tx, now) => tx.changeCase(id, 1, { title: 'Another' }, now))
    expect(second).toEqual({
      kind: 'refused',
      code: 'EDIT_OUTDATED',
      facts: {
        subject: id,
        version: 3,
        expected: 1,
        changed: [
          'owner: none -> administrator:tok_2 (administrator:tok_1)',
          'severity: none -> low (administrator:tok_1)',
          'watchers: +administrator:tok_3 (administrator:tok_1)',
        ],
      },
    })
    expect((await opened.store.read.findCase(id))?.title).toBe('Activation fails at a')
    expect(await tried(opened, (tx, now) => tx.changeCase(caseIdOf('none'), 1, {}, now))).toMatchObject({
      code: 'NOT_FOUND',
    })
    await opened.store.close()
  })

  test('of two servers that edit at once, one is told', async () => {
    const [one, two] = await openTwoDesks(await books.target('both'))
    await add(one, makeCase('a'))
    const edit = (opened: OpenedStore, title: string) =>
      tried(opened, (tx, now) => tx.changeCase(caseIdOf('a'), 1, { title }, now))
    const outcomes = await Promise.all([edit(one, 'one'), edit(two, 'two')])
    expect(outcomes.filter((outcome) => 'code' in outcome && outcome.code === 'EDIT_OUTDATED')).toHaveLength(
      1,
    )
    expect((await two.store.read.findCase(caseIdOf('a')))?.version).toBe(2)
    await Promise.all([one.store.close(), two.store.close()])
  })

  test('states, links and events stand on the timeline in their order', async () => {
    const opened = await openDesk(await books.target('timeline'))
    const id = caseIdOf('a')
    await add(opened, makeCase('a'))
    opened.clock.advance({ hours: 3 })
    const at = opened.clock.now()
    const waiting = {
      kind: 'waiting',
      at,
      waitsOn: 'rnd',
      facts: { what: 'the archive', before: { kind: 'scoped' } },
    } as const
    const changed = await written(opened, (tx, now) => tx.changeCase(id, 1, { state: waiting }, now))
    expect(changed.state).toEqual(waiting)
    await written(opened, (tx, now) =>
      tx.recordCaseEvent(id, { kind: 'call', facts: { item: 'itm_1' } }, now),
    )
    const link = { kind: 'device', value: 'dev-7', certainty: 'proposed', message: null } as const
    await written(opened, (tx, now) => tx.changeCase(id, 2, { links: [link] }, now))
    await written(opened, (tx, now) =>
      tx.changeCase(id, 3, { links: [{ ...link, certainty: 'rejected' }] }, now),
    )
    const events = await opened.store.read.listCaseEvents(id, { limit: 10 })
    if (events.kind === 'refused') throw new Error(events.code)
    expect(events.items.map(({ place, kind, version, facts }) => [place, kind, version, facts])).toEqual([
      [1, 'state', 1, { to: 'received', imported: false }],
      [2, 'state', 2, { changed: ['state'], from: 'received', to: 'waiting', waitsOn: 'rnd' }],
      [3, 'call', 2, { item: 'itm_1' }],
      [4, 'change', 3, { changed: ['links'] }],
      [5, 'change', 4, { changed: ['links'] }],
    ])
    const links = await opened.store.read.listCaseLinks(id)
    expect(links.map(({ value, certainty }) => [value, certainty])).toEqual([['dev-7', 'rejected']])
    const linked = await opened.store.read.listCasesOfLink({ kind: 'device', value: 'dev-7' }, { limit: 5 })
    expect(linked).toMatchObject({ items: [{ id }], next: null })
    await opened.store.close()
  })

  test.each([
    ['at the limit', linkCharsMax, null],
    ['one past it', linkCharsMax + 1, 'INPUT_INVALID'],
  ])('a link %s', async (name, length, code) => {
    const opened = await openDesk(await books.target(`link_${length}`))
    await add(opened, makeCase('a'))
    const links = [
      { kind: 'serial', value: 'S'.repeat(length), certainty: 'proposed', message: null } as const,
    ]
    const outcome = await tried(opened, (tx, now) => tx.changeCase(caseIdOf('a'), 1, { links }, now))
    expect('code' in outcome ? outcome.code : null, name).toBe(code)
    await opened.store.close()
  })

  test('lists go by the newest change, with every filter and on every page', async () => {
    const opened = await openDesk(await books.target('lists'))
    for (let at = 0; at < 12; at++) {
      opened.clock.advance({ seconds: 60 })
      const state = { ...makeCase('x').state, kind: at % 2 === 0 ? 'received' : 'responded' } as const
      const name = String(at).padStart(2, '0')
      await add(
        opened,
        makeCase(name, { owner: at % 3 === 0 ? 'o' : null, queue: at < 6 ? 'q' : 'r', state }),
      )
    }
    opened.clock.advance({ seconds: 60 })
    await written(opened, (tx, now) => tx.changeCase(caseIdOf('03'), 1, { dueAt: 5 as Instant }, now))
    const all = ['03', '11', '10', '09', '08', '07', '06', '05', '04', '02', '01', '00'].map(
      (n) => `CAS-${n}`,
    )
    const only = (...names: readonly string[]) => all.filter((number) => names.includes(number.slice(4)))
    for (const limit of [1, 5, 12, 50]) expect(await numbersOf(opened, {}, limit)).toEqual(all)
    expect(await numbersOf(opened, { owner: 'o' }, 2)).toEqual(only('03', '09', '06', '00'))
    expect(await numbersOf(opened, { owner: 'o', state: 'received' }, 2)).toEqual(only('06', '00'))
    expect(await numbersOf(opened, { queue: 'q', state: 'responded' }, 2)).toEqual(only('03', '05', '01'))
    await opened.store.close()
  })

  test('items are changed on a known version', async () => {
    const opened = await openDesk(await books.target('items'))
    await add(opened, makeCase('a'))
    const item = {
      id: 'itm_1' as never,
      case: caseIdOf('a'),
      kind: 'request',
      state: 'asked',
      owner: 'o',
      dueAt: 1_772_400_000 as Instant,
      message: null,
      body: { question: 'Which term does the status command show?' },
    }
    await written(opened, (tx, now) =>
      tx.addItems([item, { ...item, id: 'itm_2' as never, dueAt: null }], now),
    )
    const { read } = opened.store
    expect(await read.listItemsOfOwner('o', { limit: 5 })).toMatchObject({ items: [{}, {}] })
    const answered = { state: 'answered', body: { ...item.body, answer: '800 days' }, closed: true }
    const changed = await written(opened, (tx, now) => tx.changeItem(item.id, 1, answered, now))
    expect(changed).toMatchObject({ version: 2, closedAt: opened.clock.now(), body: { answer: '800 days' } })
    expect(
      await tried(opened, (tx, now) => tx.changeItem(item.id, 1, { state: 'asked' }, now)),
    ).toMatchObject({
      code: 'EDIT_OUTDATED',
    })
    expect(await read.listItems(caseIdOf('a'), { limit: 5 })).toMatchObject({ items: [{}, {}] })
    await opened.store.close()
  })

  test('what a person rejected is not proposed again', async () => {
    const opened = await openDesk(await books.target('proposals'))
    await add(opened, makeCase('a'), makeCase('b'))
    const made = (id: string, place: CaseId) =>
      ({
        id: id as never,
        case: place,
        kind: 'contradiction',
        cause: 'hash-1',
        evidence: [{ message: 'cms_1', from: 0, to: 4 }],
        text: 'Two answers to one question',
      }) as const
    const propose = (id: string, place: CaseId) =>
      written(opened, (tx, now) => tx.addProposals([made(id, place), made(`${id}x`, place)], now))
    expect(await propose('prp_1', caseIdOf('a'))).toEqual(['prp_1'])
    const settled = { kind: 'rejected', reason: 'the same question, put twice' } as const
    const now = opened.clock.now()
    expect(await written(opened, (tx) => tx.settleProposal('prp_1' as never, settled, now))).toMatchObject({
      state: { kind: 'rejected', at: now, by: 'administrator:tok_1', reason: settled.reason },
    })
    expect(await propose('prp_2', caseIdOf('a'))).toEqual([])
    expect(await propose('prp_3', caseIdOf('b'))).toEqual(['prp_3'])
    const { read } = opened.store
    expect(await read.listProposals({ state: 'proposed' }, { limit: 5 })).toMatchObject({
      items: [{ id: 'prp_3' }],
    })
    expect(await read.listProposals({ case: caseIdOf('a') }, { limit: 5 })).toMatchObject({
      items: [{ id: 'prp_1' }],
    })
    expect((await opened.store.verifyAudit()).kind).toBe('whole')
    await opened.store.close()
  })
})
