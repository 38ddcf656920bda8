// Every question that the corpus suggests, asked of both engines: they give what reading the texts gives. spec: search §3
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { findHits, isThreadExport, parseQuery, parseThreadExport, type Query } from '@holdfast/desk'
import { decodeText } from '@holdfast/intake'
import { pageRowsMax, type SearchEntry, type SearchTerm } from '@holdfast/store'
import { termsOfQuery } from '../src/desk/terms-of-query.ts'
import { entryOfMessage } from '../src/desk/search-entries.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

const folder = new URL('../../../vectors/desk/', import.meta.url)

/** The text of every message of every thread, and some that try the edges. */
function listTexts(): readonly string[] {
  const threads = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  const texts = threads.flatMap((name) => {
    const decoded = decodeText(readFileSync(new URL(name, folder)))
    if (decoded.kind === 'refused' || !isThreadExport(decoded.text)) throw new Error(name)
    const thread = parseThreadExport(decoded.text)
    if (thread.kind === 'refused') throw new Error(name)
    return thread.messages.map(({ text }) => text)
  })
  const edges = [
    `it's D:\\backup\\v0-h`,
    'it_s D:_backup_v0-h',
    `${'\u{10400}'.repeat(60)}a`,
    `${'\u{10400}'.repeat(60)}b`,
  ]
  return [...texts, ...edges, `${'激活 '.repeat(300)}末尾 V0-H`]
}

const texts = listTexts()
/** Normal text of search §1, by the shortest program that says it. */
const normal = texts.map((text) =>
  text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2013\u2212]/g, '-')
    .replaceAll('\u2019', "'"),
)
const runs = [...new Set(normal.flatMap((text) => text.match(/\p{Script=Han}+/gu) ?? []))]
const partsOf = (length: number) => [
  ...new Set(
    runs.flatMap((run) =>
      [...run].flatMap((_, at, all) =>
        at + length <= all.length ? [all.slice(at, at + length).join('')] : [],
      ),
    ),
  ),
]
const codes = [
  ...new Set(
    normal.flatMap(
      (text) => text.match(/(?<![\p{L}\p{N}])[a-z0-9]+(?:[-._][a-z0-9]+){1,4}(?![\p{L}\p{N}])/gu) ?? [],
    ),
  ),
]

/** A code stands where no letter, digit or mark of the same word goes on; Han beside it does not matter. */
function holdsCode(text: string, code: string): boolean {
  for (let at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + code.length)]
    const isWord = (character: string | undefined) =>
      character !== undefined &&
      /[\p{L}\p{N}]/u.test(character) &&
      !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)
    if (!isWord([...before].at(-1)) && !isWord([...after][0])) return true
  }
  return false
}

function queryOf(text: string): Query {
  const query = parseQuery(text)
  if (query.kind === 'refused') throw new Error(text)
  return query
}

describe.each(engines)('search on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: `search-${engine}` })
    const entries = texts.map((text, at): SearchEntry => ({
      ...entryOfMessage(
        { id: `m${at}` as never, audience: 'customer', subject: '', text, orderedAt: at as Instant },
        '',
      ),
      message: null,
    }))
    await server.server.store.write({ kind: 'administrator', id: 'tests' }, (tx) =>
      tx.putSearchEntries(entries),
    )
  }, 120_000)
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  async function found(terms: readonly SearchTerm[]): Promise<readonly number[]> {
    const listed = await server.server.store.read.search(terms, {}, { after: null, limit: pageRowsMax })
    if (listed.kind === 'refused' || listed.next !== null) throw new Error('more than a page')
    return listed.items.map(({ subject }) => Number(subject.slice(1))).toSorted((a, b) => a - b)
  }
  const placesOf = (holds: (text: string) => boolean) =>
    normal.flatMap((text, at) => (holds(text) ? [at] : []))
  const ask = async (wanted: string) => await found(termsOfQuery(queryOf(wanted)))
  /** What differs, so that a failure names its questions. */
  async function differing(wanted: readonly string[], holds: (text: string, wanted: string) => boolean) {
    const wrong: string[] = []
    for (const each of wanted)
      if ((await ask(each)).join() !== placesOf((text) => holds(text, each)).join()) wrong.push(each)
    return wrong
  }

  test('the corpus is worth asking', () => {
    expect(partsOf(1).length).toBeGreaterThan(500)
    expect(partsOf(2).length).toBeGreaterThan(1_500)
    expect(partsOf(3).length).toBeGreaterThan(1_500)
    expect(codes).toEqual(expect.arrayContaining(['v0-h', 'v3-e']))
    expect(texts.length).toBeGreaterThan(100)
  })

  test.each([1, 2, 3])(
    'every substring of %i Han characters gives what reading gives',
    async (length) => {
      expect(await differing(partsOf(length), (text, wanted) => text.includes(wanted))).toEqual([])
    },
    300_000,
  )

  test('every code gives what reading gives', async () => {
    expect(await differing(codes, holdsCode)).toEqual([])
  }, 120_000)

  test('what is found is what is marked', async () => {
    const wanted = [
      ...codes,
      ...partsOf(3).filter((_, at) => at % 20 === 0),
      '激活 到期',
      '"激活，失败"',
      'V3*',
      '升级到V3-F',
      'F后',
      "it's",
      'activ*',
    ]
    for (const each of wanted) {
      const query = queryOf(each)
      const marked = texts.flatMap((text, at) => (findHits(text, query).length > 0 ? [at] : []))
      expect(await ask(each), each).toEqual(marked)
    }
  }, 120_000)

  test('signs, long words and long texts are told apart', async () => {
    const last = texts.length - 1
    expect(await ask(`it's`)).toContain(last - 4)
    expect(await ask(`it's`)).not.toContain(last - 3)
    expect(await ask('D:\\backup')).toEqual([last - 4])
    expect(await ask(`${'\u{10400}'.repeat(60)}b`)).toEqual([last - 1])
    expect(await ask('末尾')).toContain(last)
    expect(await ask('"激活 激活 末尾 V0-H"')).toEqual([last])
  })
})
