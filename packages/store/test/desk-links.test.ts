// What mails propose as links of cases: once, within a limit, never over what a person decided. spec: desk-books §3
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCaseMoveId } from '@holdfast/lease'
import { caseLinksMax, type ProposedLink } from '../src/desk/desk-records.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import { caseIdOf, makeCase, openDesk, written } from './desk-fixtures.ts'
import { SeededEntropy } from '@holdfast/capabilities/testing'

const [a, b] = [caseIdOf('a'), caseIdOf('b')]
const order = (value: string, place = a): ProposedLink => ({
  case: place,
  link: { kind: 'order', value, message: null },
})

describe.each(engines)('proposed links on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())

  async function open(name: string) {
    const opened = await openDesk(await books.target(name))
    await written(opened, (tx, now) => tx.addCases([makeCase('a'), makeCase('b')], now))
    const propose = (...links: readonly ProposedLink[]) =>
      written(opened, async (tx, now) => {
        await tx.proposeLinks(links, now)
        return { kind: 'done' as const }
      })
    const linksOf = async (id = a) =>
      (await opened.store.read.listCaseLinks(id)).map(({ value, certainty }) => [value, certainty])
    return { ...opened, opened, propose, linksOf }
  }

  test('each once; a decision and the version of the case stay', async () => {
    const { opened, propose, linksOf, store } = await open('once')
    await propose(order('PO-1'), order('PO-2'), order('PO-1'), order('PO-1', b))
    const rejected = { kind: 'order', value: 'PO-1', certainty: 'rejected', message: null } as const
    await written(opened, (tx, now) => tx.changeCase(a, 1, { links: [rejected] }, now))
    await propose(order('PO-1'), order('PO-3'), order('PO-9', caseIdOf('nobody')))
    expect(await linksOf()).toEqual([
      ['PO-1', 'rejected'],
      ['PO-2', 'proposed'],
      ['PO-3', 'proposed'],
    ])
    expect(await linksOf(b)).toEqual([['PO-1', 'proposed']])
    expect(await store.read.findCase(a)).toMatchObject({ version: 2 })
    expect(await store.read.findCase(b)).toMatchObject({ version: 1 })
    await store.close()
  })

  test('a case has at most so many, and not one more', async () => {
    const { propose, linksOf, store } = await open('many')
    const many = Array.from({ length: caseLinksMax - 1 }, (_, at) =>
      order(`PO-${String(at).padStart(3, '0')}`),
    )
    await propose(...many)
    await propose(order('X-1'), order('X-2'), order('X-1', b))
    await propose(order('X-3'))
    const links = await linksOf()
    expect(links).toHaveLength(caseLinksMax)
    expect(links.at(-1)).toEqual(['X-1', 'proposed'])
    expect(await linksOf(b)).toEqual([['X-1', 'proposed']])
    await store.close()
  })

  test('a case that was merged away leads on', async () => {
    const { opened, propose, linksOf, store } = await open('merged')
    const id = makeCaseMoveId(opened.clock.now(), new SeededEntropy('merge'))
    await written(opened, (tx, now) => tx.mergeCases({ id, from: a, to: b }, now))
    await propose(order('PO-1'))
    expect([await linksOf(), await linksOf(b)]).toEqual([[], [['PO-1', 'proposed']]])
    await store.close()
  })
})
