import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchEntry, SearchFilter, SearchTerm } from '../src/desk/search-records.ts'
import {
  cutParts,
  partBytesMax,
  partOverlap,
  partTokensMax,
  tokenRepeatsMax,
} from '../src/desk/search-text.ts'
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
import { sell, type OpenedStore } from './fixtures.ts'

const phrase = (...tokens: readonly string[]): SearchTerm => ({ kind: 'phrase', tokens })
const prefix = (token: string): SearchTerm => ({ kind: 'prefix', token })
const put = (opened: OpenedStore, ...entries: readonly SearchEntry[]) =>
  written(opened, (tx) => tx.putSearchEntries(entries))

async function hitsOf(
  opened: OpenedStore,
  terms: readonly SearchTerm[],
  filter: SearchFilter = {},
  limit = 50,
): Promise<readonly string[]> {
  const subjects: string[] = []
  for (let after: string | null = null; ;) {
    const listed = await opened.store.read.search(terms, filter, { after, limit })
    if (listed.kind === 'refused') throw new Error(listed.code)
    subjects.push(...listed.items.map(({ subject }) => subject))
    after = listed.next
    if (after === null) return subjects
  }
}

/** `count` different tokens, `extra` put in at `at`. */
function manyTokens(count: number, at: number, extra: readonly string[]): string {
  const tokens = Array.from({ length: count }, (_, index) => `w${index}`)
  tokens.splice(at, 0, ...extra)
  return tokens.join(' ')
}

describe.each(engines)('search on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(() => books.stop())
  const open = async (name: string) => openDesk(await books.target(name))

  test('phrases, beginnings and several terms, over words of both languages and codes', async () => {
    const opened = await open('terms')
    await put(
      opened,
      makeEntry('1', '激活 活失 失败 败 v0-h v0 h'),
      makeEntry('2', '重新 新激 激活 活 after expiry'),
      makeEntry('3', 'activation fails after expiry 败'),
      makeEntry('4', `it's a \\ "quoted" back\`tick o_clock : & | ! ( ) <-> * ^ $1`),
    )
    const rows: readonly (readonly [readonly SearchTerm[], readonly string[]])[] = [
      [[phrase('激活')], ['2', '1']],
      [[phrase('激活', '活失', '失败')], ['1']],
      [[phrase('激活', '失败')], []],
      [[prefix('激')], ['2', '1']],
      [[prefix('败')], ['3', '1']],
      [[phrase('v0-h')], ['1']],
      [[prefix('v0')], ['1']],
      [[phrase('v0', 'h')], ['1']],
      [[phrase('after', 'expiry')], ['3', '2']],
      [[phrase('expiry', 'after')], []],
      [[phrase('after'), prefix('败')], ['3']],
      [[phrase('fail')], []],
      [[prefix('fail')], ['3']],
      [[phrase(`it's`)], ['4']],
      [[phrase('"quoted"')], ['4']],
      [[phrase('\\')], ['4']],
      [[phrase('back`tick', 'o_clock')], ['4']],
      [[phrase(':', '&', '|', '!', '(', ')', '<->', '*', '^', '$1')], ['4']],
      [[phrase('nothing')], []],
    ]
    for (const [terms, subjects] of rows)
      expect(await hitsOf(opened, terms), JSON.stringify(terms)).toEqual(subjects)
    const { read } = opened.store
    for (const terms of [[], [phrase()], [prefix('')], [phrase('')]])
      expect(await read.search(terms, {}, { limit: 5 })).toMatchObject({
        code: 'INPUT_INVALID',
        facts: { path: 'terms' },
      })
    for (const after of ['x', '-1', '0', '1e3', '9'.repeat(17)])
      expect(await read.search([phrase('激活')], {}, { limit: 5, after })).toMatchObject({
        facts: { path: 'after' },
      })
    await opened.store.close()
  })

  test('what was changed or removed is no hit any more, and keeps its place', async () => {
    const opened = await open('changed')
    await put(opened, makeEntry('1', 'alpha beta'), makeEntry('2', 'alpha'), makeEntry('3', 'alpha gamma'))
    await put(opened, makeEntry('2', 'delta'), makeEntry('1', 'alpha epsilon', { title: 'another' }))
    expect(await hitsOf(opened, [phrase('alpha')])).toEqual(['3', '1'])
    expect(await hitsOf(opened, [phrase('beta')])).toEqual([])
    expect(await hitsOf(opened, [phrase('delta')])).toEqual(['2'])
    expect(await opened.store.read.search([phrase('epsilon')], {}, { limit: 5 })).toMatchObject({
      items: [{ title: 'another' }],
    })
    await written(opened, (tx) =>
      tx.removeSearchEntries([
        { kind: 'message', subject: '3' },
        { kind: 'case', subject: '1' },
      ]),
    )
    expect(await hitsOf(opened, [phrase('alpha')])).toEqual(['1'])
    // The same subject twice in one batch: the last counts. A transaction that fails changes no hit.
    await put(opened, makeEntry('4', 'old'), makeEntry('4', 'new'))
    expect([await hitsOf(opened, [phrase('old')]), await hitsOf(opened, [phrase('new')])]).toEqual([
      [],
      ['4'],
    ])
    await expect(
      written(opened, async (tx) => {
        await tx.putSearchEntries([makeEntry('1', 'zeta')])
        throw new Error('not after all')
      }),
    ).rejects.toThrow('not after all')
    expect([await hitsOf(opened, [phrase('zeta')]), await hitsOf(opened, [phrase('alpha')])]).toEqual([
      [],
      ['1'],
    ])
    await opened.store.close()
  })

  test('pages hold every hit once, also where texts have several parts', async () => {
    const opened = await open('pages')
    const long = `common ${manyTokens(partTokensMax * 2, 100, ['common'])} common`
    await put(
      opened,
      ...Array.from({ length: 7 }, (_, at) => makeEntry(String(at), at % 2 === 0 ? long : 'common words')),
    )
    const all = ['6', '5', '4', '3', '2', '1', '0']
    for (const limit of [1, 2, 3, 6, 7, 8])
      expect(await hitsOf(opened, [phrase('common')], {}, limit)).toEqual(all)
    // Another number of parts: the text moves to the front, and its old words are gone.
    await put(opened, makeEntry('2', 'common'))
    expect(await hitsOf(opened, [phrase('common')], {}, 2)).toEqual(['2', '6', '5', '4', '3', '1', '0'])
    expect(await hitsOf(opened, [phrase('w5000')])).toEqual(['6', '4', '0'])
    await opened.store.close()
  })

  test('a phrase is found wherever it stands in a long text, as often as its words repeat', async () => {
    const opened = await open('long')
    const words = ['needle', 'in', 'the', 'haystack']
    const places = [
      0,
      partTokensMax - 5,
      partTokensMax - 2,
      partTokensMax,
      partTokensMax + partOverlap,
      20_000,
    ]
    await put(opened, ...places.map((at) => makeEntry(`at ${at}`, manyTokens(20_000, at, words))))
    expect(await hitsOf(opened, [phrase(...words)])).toEqual(places.map((at) => `at ${at}`).toReversed())
    const repeated = `${'again '.repeat(tokenRepeatsMax * 3)}needle in`
    await put(opened, makeEntry('repeated', repeated))
    expect(await hitsOf(opened, [phrase('again', 'again', 'needle')])).toEqual(['repeated'])
    expect(await hitsOf(opened, [phrase('again', 'in')])).toEqual([])
    const bytes = `${Array.from({ length: 1_500 }, (_, at) => `${at}${'字'.repeat(150)}`).join(' ')} last words`
    await put(opened, makeEntry('bytes', bytes))
    expect(await hitsOf(opened, [phrase('last', 'words')])).toEqual(['bytes'])
    await opened.store.close()
  })

  test('case, audience and hold are those of the message as it is now', async () => {
    const opened = await open('walls')
    const sold = await sell(opened, '1')
    await written(opened, async (tx, now) => {
      await tx.addCases([makeCase('a', { customer: sold.customer.id, product: 'cmge' }), makeCase('b')], now)
      const messages = [
        makeMessage('1', { case: caseIdOf('a') }),
        makeMessage('2', { case: caseIdOf('a'), audience: 'internal' }),
        makeMessage('3', { case: caseIdOf('b'), held: 'pending-sender' }),
      ]
      await tx.addMessages(messages, now)
      // The entries' own words are not asked where there is a message.
      await tx.putSearchEntries(
        messages.map(({ id }) =>
          makeEntry(id, 'alpha', { message: id, audience: 'customer', case: caseIdOf('b') }),
        ),
      )
      await tx.putSearchEntries([
        makeEntry('cas', 'alpha', { kind: 'case', case: caseIdOf('b'), audience: 'internal' }),
      ])
    })
    const [one, two, three] = ['1', '2', '3'].map(messageIdOf)
    const find = (filter: SearchFilter) => hitsOf(opened, [phrase('alpha')], filter)
    expect(await find({})).toEqual(['cas', two, one])
    expect(await find({ withHeld: true })).toEqual(['cas', three, two, one])
    expect(await find({ audiences: ['customer'], withHeld: true })).toEqual([three, one])
    expect(await find({ audiences: ['internal', 'rnd'] })).toEqual(['cas', two])
    expect(await find({ audiences: [] })).toEqual([])
    expect(await find({ case: caseIdOf('a') })).toEqual([two, one])
    expect(await find({ kind: 'case' })).toEqual(['cas'])
    expect(await find({ customer: sold.customer.id, product: 'cmge' })).toEqual([two, one])
    expect(await find({ product: 'other' })).toEqual([])
    await written(opened, (tx, now) => tx.changeMessage(two!, { audience: 'customer' }, now))
    await written(opened, (tx, now) => tx.changeMessage(three!, { held: null }, now))
    await tried(opened, (tx, now) =>
      tx.moveMessages(
        { id: 'mov_1' as never, from: caseIdOf('a'), to: caseIdOf('b'), messages: [one!] },
        now,
      ),
    )
    expect(await find({ audiences: ['customer'] })).toEqual([three, two, one])
    expect(await find({ case: caseIdOf('b') })).toEqual(['cas', three, one])
    await opened.store.close()
  })
})

test('parts hold every token, keep every limit and overlap', () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ['nothing', '', 1],
    ['blanks', '   ', 1],
    ['tokens at the limit', manyTokens(partTokensMax, 0, []), 1],
    ['one past it', manyTokens(partTokensMax + 1, 0, []), 2],
    ['repeats at the limit', 'x '.repeat(tokenRepeatsMax), 1],
    ['one more', 'x '.repeat(tokenRepeatsMax + 1), 2],
    [
      'bytes at the limit',
      Array.from({ length: partBytesMax / 100 }, (_, at) => String(at).padEnd(99, 'x')).join(' '),
      1,
    ],
    [
      'bytes past it',
      Array.from({ length: partBytesMax / 100 + 1 }, (_, at) => String(at).padEnd(99, 'x')).join(' '),
      2,
    ],
  ]
  for (const [name, text, count] of rows) {
    const parts = cutParts(text)
    expect(parts.length, name).toBe(count)
    const tokens = text.split(' ').filter((token) => token !== '')
    expect(
      parts.flatMap((part, at) => (at === 0 ? part : part.slice(partOverlap))),
      name,
    ).toEqual(tokens)
  }
})
