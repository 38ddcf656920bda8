// Several people edit one case: who comes second is told what changed, from what to what and by whom. spec: case §4
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changesToldMax } from '@holdfast/desk'
import type { CaseChange } from '../src/desk/desk-records.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { caseIdOf, makeCase, openDesk, tried, written } from './desk-fixtures.ts'

const id = caseIdOf('a')

describe.each(engines)('edits on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  async function open(name: string) {
    const opened = await openDesk(await books.target(name))
    await written(opened, (tx, now) => tx.addCases([makeCase('a', { watchers: ['per_1'] })], now))
    const edit = (version: number, change: CaseChange) =>
      tried(opened, (tx, now) => tx.changeCase(id, version, change, now))
    return { ...opened, edit }
  }

  test('old and new value of every field are told, but of the title that it changed', async () => {
    const { edit, store } = await open('told')
    await edit(1, { severity: 'high', owner: 'administrator:tok_2', maySend: false })
    await edit(2, { title: 'Canary words of a person', watchersAdded: ['per_2'], watchersRemoved: ['per_1'] })
    const by = '(administrator:tok_1)'
    expect(await edit(1, { queue: 'second' })).toEqual({
      kind: 'refused',
      code: 'EDIT_OUTDATED',
      facts: {
        subject: id,
        version: 3,
        expected: 1,
        changed: [
          `maySend: yes -> no ${by}`,
          `owner: none -> administrator:tok_2 ${by}`,
          `severity: none -> high ${by}`,
          `title ${by}`,
          `watchers: +per_2 -per_1 ${by}`,
        ],
      },
    })
    expect(await edit(2, { queue: 'second' })).toMatchObject({
      facts: { changed: [`title ${by}`, `watchers: +per_2 -per_1 ${by}`] },
    })
    const events = await store.read.listCaseEvents(id, { limit: 50 })
    if (events.kind === 'refused') throw new Error(events.code)
    expect(JSON.stringify(events.items.map(({ facts }) => facts))).not.toContain('Canary')
    await store.close()
  })

  test('what is so already is taken, on any version, and makes none', async () => {
    const { edit, store } = await open('same')
    await edit(1, { severity: 'high', watchersAdded: ['per_2'] })
    const same = { severity: 'high', owner: null, maySend: true, watchersAdded: ['per_1', 'per_2'] }
    for (const version of [1, 2]) expect(await edit(version, same)).toMatchObject({ version: 2 })
    // One that changes something beside it is held to the version.
    expect(await edit(1, { ...same, queue: 'second' })).toMatchObject({ code: 'EDIT_OUTDATED' })
    expect(await store.read.listCaseEvents(id, { limit: 50 })).toMatchObject({ items: [{}, {}] })
    await store.close()
  })

  test('what a mail proposes changes no link that is there, and a decision that stands makes no version', async () => {
    const { edit, store } = await open('links')
    const link = { kind: 'order', value: 'PO-7', certainty: 'proposed', message: null } as const
    const shown = async () =>
      (await store.read.listCaseLinks(id)).map(({ value, certainty }) => [value, certainty])
    expect(await edit(1, { links: [link] })).toMatchObject({ version: 2 })
    const rejected = { ...link, certainty: 'rejected' } as const
    expect(await edit(2, { links: [rejected] })).toMatchObject({ version: 3 })
    for (const again of [link, rejected]) {
      expect(await edit(1, { links: [again] })).toMatchObject({ version: 3 })
      expect(await shown()).toEqual([['PO-7', 'rejected']])
    }
    // Of several only those that are new stand in the timeline.
    expect(await edit(3, { links: [link, { ...link, value: 'PO-8' }] })).toMatchObject({ version: 4 })
    const events = await store.read.listCaseEvents(id, { limit: 9 })
    expect(events).toMatchObject({ items: [{}, {}, {}, { words: { links: [{ value: 'PO-8' }] } }] })
    expect(await edit(3, { links: [{ ...link, certainty: 'confirmed' }] })).toMatchObject({
      code: 'EDIT_OUTDATED',
    })
    await store.close()
  })

  test('of very many changes the newest are told', async () => {
    const { edit, store } = await open('many')
    for (let at = 1; at <= changesToldMax + 1; at++) await edit(at, { queue: `q${at}` })
    const refused = await edit(1, { owner: 'me' })
    const changed = (refused as unknown as { facts: { changed: string[] } }).facts.changed
    expect(changed).toHaveLength(changesToldMax)
    expect(changed[0]).toMatch(/^queue: q1 -> q2 /)
    expect(changed.at(-1)).toMatch(/^queue: q20 -> q21 /)
    await store.close()
  })
})
