import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { marksMax, normaliseText } from '../../src/search/normal-text.ts'
import { joinersMax, listTokens, tokenise, wordCharactersMax, type Token } from '../../src/search/tokenise.ts'
import { supportMails } from './support-mails.ts'

const texts = (text: string) => tokenise(text).map((token) => token.text)
const places = (text: string) => tokenise(text).map(({ from, to }) => text.slice(from, to))
const normalOf = (text: string) => Array.from(normaliseText(text), (character) => character.text).join('')

describe('tokens', () => {
  test.each([
    ['激活', ['激活', '活']],
    ['激活失败', ['激活', '活失', '失败', '败']],
    ['天', ['天']],
    ['激活，失败', ['激活', '活', '失败', '败']],
    ['升级到V0-H之后', ['升级', '级到', '到', 'v0', '-', 'h', '之后', '后']],
    ['800天', ['800', '天']],
    ['100/300天', ['100', '/', '300', '天']],
    ['150,000 days', ['150', '000', 'days']],
    ['10.0.19045', ['10', '.', '0', '.', '19045']],
    ['A.Lowe@harbour.example', ['a', '.', 'lowe', '@', 'harbour', '.', 'example']],
    ['http://a.example/x', ['http', ':', '/', '/', 'a', '.', 'example', '/', 'x']],
    ['wait -- no - dash', ['wait', 'no', 'dash']],
    ['-v0- -h-', ['v0', 'h']],
    ['激活-失败 a-激 激-a', ['激活', '活', '失败', '败', 'a', '激', '激', 'a']],
    ["don’t don't", ['don', "'", 't', 'don', "'", 't']],
    ['V0‑H V0–H V0－Ｈ', ['v0', '-', 'h', 'v0', '-', 'h', 'v0', '-', 'h']],
    ['ﾗｲｾﾝｽ', ['ライ', 'イセ', 'セン', 'ンス', 'ス']],
    ['ﾊﾞｸﾞ', ['バグ', 'グ']],
    ['キーの', ['キー', 'ーの', 'の']],
    ['활성화 버튼', ['활성', '성화', '화', '버튼', '튼']],
    ['인증', ['인증', '증']],
    ['𠮷田', ['𠮷田', '田']],
    ['激\u200b活 soft\u00adware', ['激活', '活', 'software']],
    ['①②③ №５ ㎏ ﬁle', ['123', 'no5', 'kg', 'file']],
    ['ΟΔΟΣ οδος', ['οδοσ', 'οδοσ']],
    ['\ud800 \udc00激', ['激']],
    ['', []],
    ['，。！ -- 👍', []],
  ])('%s', (text, expected) => expect(texts(text)).toEqual(expected))

  test('have their places in the text as written', () => {
    expect(places('ﾊﾞｸﾞ Ｖ０－Ｈ')).toEqual(['ﾊﾞｸﾞ', 'ｸﾞ', 'Ｖ０', '－', 'Ｈ'])
    expect(places('㍿の')).toEqual(['㍿', '㍿', '㍿', '㍿の', 'の'])
    expect(places('激\u200b活')).toEqual(['激\u200b活', '活'])
    expect(places('cafe\u0301!')).toEqual(['cafe\u0301'])
  })

  test('limits: a word, signs in a row, marks on a letter', () => {
    expect(texts('a'.repeat(wordCharactersMax))).toHaveLength(1)
    expect(texts('a'.repeat(wordCharactersMax + 1)).map((word) => word.length)).toEqual([
      wordCharactersMax,
      1,
    ])
    expect(texts(`a${'-'.repeat(joinersMax)}b`)).toHaveLength(joinersMax + 2)
    expect(texts(`a${'-'.repeat(joinersMax + 1)}b`)).toEqual(['a', 'b'])
    const marked = (marks: number) => Array.from(normaliseText(`q${'\u0323'.repeat(marks)}`), ({ to }) => to)
    expect(new Set(marked(marksMax)).size).toBe(1)
    expect(new Set(marked(marksMax + 1)).size).toBe(2)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.constantFrom(...supportMails.join('')), { maxLength: 60 }).map((all) => all.join('')),
  fc
    .array(
      fc.constantFrom(
        'ﾊ',
        'ﾞ',
        '\u1112',
        '\u1161',
        '\u11ab',
        'ㅎ',
        'ㅏ',
        '\u0301',
        '\u3099',
        'か',
        'İ',
        'Σ',
        '-',
        '\u200d',
        'e',
        '\ud83d',
      ),
      { maxLength: 30 },
    )
    .map((all) => all.join('')),
)

describe('any text', () => {
  test('is normal as a whole what it is piece by piece', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = text
          .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
          .normalize('NFKC')
          .replaceAll('Σ', 'σ')
          .toLowerCase()
          .normalize('NFKC')
          .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
          .replaceAll('ς', 'σ')
          .replaceAll(/[\u2010-\u2013\u2212]/g, '-')
          .replaceAll('’', "'")
        expect(normalOf(text)).toBe(whole)
      }),
      { numRuns: 5_000 },
    )
  })

  test('gives tokens whose places are in order and give the token again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let before: Token | null = null
        for (const token of tokenise(text)) {
          expect(token.from).toBeLessThan(token.to)
          expect(token.from).toBeGreaterThanOrEqual(before?.from ?? 0)
          expect(token.to).toBeLessThanOrEqual(text.length)
          expect(normalOf(text.slice(token.from, token.to))).toContain(token.text)
          before = token
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('is the same when it was normal already', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(texts(normalOf(text))).toEqual(texts(text))
      }),
      { numRuns: 5_000 },
    )
  })
})

test.each([
  ['Chinese without a stop', '激'],
  ['letters without a stop', 'a'],
  ['words', 'ab '],
  ['signs', '-'],
  ['signs between letters', 'a-'],
  ['marks', '\u0301'],
  ['marks on letters', 'a\u0301\u0323'],
  ['one character that is many', '\ufdfa'],
  ['halves of characters', '\ud800'],
])('128 KB of %s is read at once, token by token', (_, piece) => {
  const text = piece.repeat(Math.ceil(131_072 / piece.length))
  let end = 0
  for (const token of listTokens(text)) end = token.to
  expect(end).toBe(/[\p{L}\p{Script=Han}]/u.test(piece) ? text.trimEnd().replace(/-$/, '').length : 0)
})
