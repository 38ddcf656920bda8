// The index text behaves like plain substring search over runs of Han, in a plain engine; in the real ones: apps/server/test/desk-search.test.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHits } from '../../src/search/find-hits.ts'
import { formatIndexText, formatToken } from '../../src/search/index-text.ts'
import { normaliseText } from '../../src/search/normal-text.ts'
import { parseQuery, type Query } from '../../src/search/parse-query.ts'
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

  test('every part of every run: as substring search, and marked where it stands', () => {
    for (const part of parts) {
      const expected = bySubstring(part)
      expect(expected.length, part).toBeGreaterThan(0)
      expect(byPlainEngine(part), part).toEqual(expected)
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
        expect(byPlainEngine(wanted)).toEqual(bySubstring(wanted))
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

  test('of a code and of a character', () => {
    expect(formatIndexText(tokenise('V0-H 天'))).toBe('wv0 j0019 wh g0hm1')
    expect(formatToken({ kind: 'word', text: 'quiz' })).toBe('wq0035uiz')
  })
})
