// The index text behaves like plain substring search over runs of Han, in a plain engine and in FTS5.
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { findHits } from '../../src/search/find-hits.ts'
import {
  formatIndexText,
  formatMatch,
  formatMatchPhrase,
  formatToken,
  formatTsquery,
  listIndexTexts,
  pieceCharactersMax,
  pieceRepeatsMax,
  pieceTokensMax,
} from '../../src/search/index-text.ts'
import { normaliseText } from '../../src/search/normal-text.ts'
import { parseQuery, phraseTokensMax, type Query } from '../../src/search/parse-query.ts'
import { tokenise, wordCharactersMax } from '../../src/search/tokenise.ts'
import { supportMails } from './support-mails.ts'

function query(text: string): Query {
  const parsed = parseQuery(text)
  if (parsed.kind !== 'query') throw new Error(JSON.stringify(parsed))
  return parsed
}

const normal = supportMails.map((text) =>
  Array.from(normaliseText(text), (character) => character.text).join(''),
)
const runForm = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc]+/gu
const runs = normal.flatMap((text) => text.match(runForm) ?? [])
const characters = [...new Set(runs.join(''))]

const bySubstring = (wanted: string) => normal.flatMap((text, at) => (text.includes(wanted) ? [at] : []))
const byHits = (wanted: string) =>
  supportMails.flatMap((text, at) => (findHits(text, query(wanted)).length > 0 ? [at] : []))

// The simplest engine there is: index texts between blanks, phrases as they stand.
const indexed = supportMails.map((text) => ` ${formatIndexText(tokenise(text))} `)
const byPlainEngine = (wanted: string) => {
  const needles = query(wanted).phrases.map(
    ({ tokens, isPrefix }) => ` ${formatIndexText(tokens)}${isPrefix ? '' : ' '}`,
  )
  return indexed.flatMap((text, at) => (needles.every((needle) => text.includes(needle)) ? [at] : []))
}

const database = new DatabaseSync(':memory:')
database.exec("CREATE VIRTUAL TABLE texts USING fts5(body, prefix = '5')")
const insert = database.prepare('INSERT INTO texts (rowid, body) VALUES (?, ?)')
for (const [at, text] of supportMails.entries()) insert.run(at, formatIndexText(tokenise(text)))
const select = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid')
const byFts5 = (wanted: string) => select.all(formatMatch(query(wanted))).map((row) => Number(row['rowid']))
afterAll(() => database.close())

/** Every part of a run, from one character to eight. */
const parts = [
  ...new Set(
    runs.flatMap((run) => {
      const all = [...run]
      return all.flatMap((_, at) => [1, 2, 3, 4, 8].map((length) => all.slice(at, at + length).join('')))
    }),
  ),
]

describe('runs of Han, Kana and Hangul', () => {
  test('the corpus is worth asking', () => {
    expect(characters.length).toBeGreaterThan(300)
    expect(parts.length).toBeGreaterThan(1_500)
  })

  test('every character, and every pair of characters whether it occurs or not: as substring search', () => {
    const isWrong = (wanted: string) => byPlainEngine(wanted).join() !== bySubstring(wanted).join()
    for (const first of characters)
      expect([first, ...characters.map((second) => first + second)].filter(isWrong)).toEqual([])
  })

  test('every part of every run: as substring search, in FTS5 too, and marked where it stands', () => {
    for (const part of parts) {
      const expected = bySubstring(part)
      expect(expected.length, part).toBeGreaterThan(0)
      expect(byPlainEngine(part), part).toEqual(expected)
      expect(byFts5(part), part).toEqual(expected)
      expect(byHits(part), part).toEqual(expected)
    }
  })

  test('three and four characters that only look as if: as substring search', () => {
    const someRun = fc
      .array(fc.constantFrom(...characters), { minLength: 3, maxLength: 4 })
      .map((all) => all.join(''))
    const spliced = fc
      .tuple(fc.constantFrom(...parts), fc.constantFrom(...parts))
      .map(([one, other]) => (one + other).slice(0, 12))
    fc.assert(
      fc.property(fc.oneof(someRun, spliced), (wanted) => {
        fc.pre(!/[\ud800-\udbff]$/.test(wanted))
        expect(byFts5(wanted)).toEqual(bySubstring(wanted))
        expect(byHits(wanted)).toEqual(bySubstring(wanted))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('words and codes', () => {
  test.each([
    ['V0-H', [0, 3, 12, 14, 21]],
    ['v0-g', [3, 14]],
    ['V0', [0, 3, 12, 14, 21]],
    ['v', []],
    ['CAS-03604-S0V3Q4', [7]],
    ['cas-03611', [15]],
    ['anna.lowe@harbour.example', [13]],
    ['harbour.example', [13]],
    ['010-5550-0136', [13]],
    ['800', [2]],
    ['800*', [2, 21]],
    ['800MB', [21]],
    ['activ*', [12, 14]],
    ['activated', [12]],
    ['activation_client', [14]],
    ['150,000', [12]],
    ['0xc004f074', [14]],
    ['10.0.19045', [12]],
    ['2026-03-04', [20]],
    ['14:30', [20]],
    ['D:\\backup\\v0-h', [21]],
    ['café', [19]],
    ['cafe', []],
    ['naïve résumé', [19]],
    ['οδοσ istanbul', []],
    ['i̇stanbul ΟΔΟΣ', [19]],
    ['激活 V0-H', [0, 3]],
    ['升级到V0-H之后', [0]],
    ['离线升级路径V0-G', [3]],
    ['設備', []],
    ['授權 序號', [17]],
  ])('%s', (wanted, expected) => {
    expect(byPlainEngine(wanted)).toEqual(expected)
    expect(byHits(wanted)).toEqual(expected)
    expect(byFts5(wanted)).toEqual(expected)
  })
})

describe('token text', () => {
  test('is what every engine takes for one word, and begins as its token begins', () => {
    const anyWord = fc.string({ unit: 'binary', maxLength: 30 })
    const kind = fc.constantFrom('word', 'joiner', 'gram', 'last')
    fc.assert(
      fc.property(anyWord, anyWord, kind, (one, other, kind) => {
        const written = formatToken({ kind, text: one })
        expect(written).toMatch(/^[wjg][a-z0-9]*$/)
        expect(formatToken({ kind, text: one + other }).startsWith(written)).toBe(true)
        expect(formatToken({ kind, text: other }) === written).toBe(one === other)
      }),
    )
  })

  test('of the longest word stays within 2,046 bytes', () => {
    const written = formatToken({ kind: 'word', text: '\u{10ffff}'.repeat(wordCharactersMax) })
    expect(written.length).toBe(501)
    expect(formatToken({ kind: 'gram', text: '激活' })).toBe('g0m2o0lkr')
  })

  test('as queries', () => {
    expect(formatMatch(query('V0-H 天'))).toBe('"wv0 j0019 wh" AND "g0hm1" *')
    expect(formatTsquery(query('V0-H 天'))).toBe('(wv0 <-> j0019 <-> wh) & (g0hm1:*)')
    expect([formatMatch(query('，')), formatTsquery(query('，'))]).toEqual(['', ''])
    expect(formatToken({ kind: 'word', text: 'quiz' })).toBe('wq0035uiz')
  })
})

describe('long texts', () => {
  const piecesOf = (text: string) => [...listIndexTexts(text)].map((piece) => piece.split(' '))

  test('are one piece up to the limits, and two beyond them', () => {
    const words = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`).join(' ')
    expect(piecesOf(words(pieceTokensMax))).toHaveLength(1)
    expect(piecesOf(words(pieceTokensMax + 1)).map((piece) => piece.length)).toEqual([
      pieceTokensMax,
      phraseTokensMax,
    ])
    expect(piecesOf('a '.repeat(pieceRepeatsMax))).toHaveLength(1)
    expect(piecesOf('a '.repeat(pieceRepeatsMax + 1)).map((piece) => piece.length)).toEqual([255, 128])
    expect(piecesOf('')).toEqual([])
    const long = (count: number) =>
      Array.from({ length: count }, (_, at) => `${'\u{10400}'.repeat(96)}${1000 + at}`).join(' ')
    const written = formatToken({ kind: 'word', text: `${'\u{10428}'.repeat(96)}1000` }).length + 1
    const fits = Math.floor((pieceCharactersMax + 1) / written)
    expect(piecesOf(long(fits))).toHaveLength(1)
    expect(piecesOf(long(fits + 1))).toHaveLength(2)
  })

  test('hold every phrase as a whole in one piece, and no token more often than PostgreSQL counts', () => {
    const text = supportMails.join('\n').repeat(12)
    const pieces = [...listIndexTexts(text)].map((piece) => ` ${piece} `)
    const tokens = tokenise(text).map(formatToken)
    for (let at = 0; at + phraseTokensMax <= tokens.length; at += 7) {
      const phrase = ` ${tokens.slice(at, at + phraseTokensMax).join(' ')} `
      expect(pieces.some((piece) => piece.includes(phrase))).toBe(true)
    }
    for (const piece of pieces) {
      const counts = Map.groupBy(piece.trim().split(' '), (token) => token)
      expect(Math.max(...counts.values().map(({ length }) => length))).toBeLessThanOrEqual(pieceRepeatsMax)
    }
    expect(pieces.length).toBeGreaterThan(1)
  })

  test('that repeat one word for ever still move on', () => {
    const pieces = piecesOf('a '.repeat(20_000))
    expect(pieces.length).toBeLessThan(20_000 / (pieceRepeatsMax - phraseTokensMax + 1) + 2)
  })

  test('each phrase may stand in another piece', () => {
    const [one, other] = query('激活 V0-H').phrases
    expect([one, other].map((phrase) => phrase && formatMatchPhrase(phrase))).toEqual([
      `"${formatToken({ kind: 'gram', text: '激活' })}"`,
      '"wv0 j0019 wh"',
    ])
  })
})
