import { describe, expect, test } from 'vitest'
import { findHits } from '../../src/search/find-hits.ts'
import {
  parseQuery,
  phraseTokensMax,
  queryCharactersMax,
  queryPhrasesMax,
  type Query,
} from '../../src/search/parse-query.ts'

function query(text: string): Query {
  const parsed = parseQuery(text)
  if (parsed.kind !== 'query') throw new Error(JSON.stringify(parsed))
  return parsed
}
const marked = (text: string, wanted: string) =>
  findHits(text, query(wanted)).map(({ from, to }) => text.slice(from, to))

describe('queries', () => {
  test.each([
    ['激活', [['激活']], [false]],
    ['激活失败', [['激活', '活失', '失败']], [false]],
    ['天', [['天']], [true]],
    ['V0-H', [['v0', '-', 'h']], [false]],
    ['激活V0-H', [['激活', '活', 'v0', '-', 'h']], [false]],
    ['V0-H失', [['v0', '-', 'h', '失']], [true]],
    ['激活 失败', [['激活'], ['失败']], [false, false]],
    ['激活，失败', [['激活'], ['失败']], [false, false]],
    ['"激活，失败"', [['激活', '活', '失败']], [false]],
    ['“offline upgrade” path', [['offline', 'upgrade'], ['path']], [false, false]],
    ['activ* activ＊', [['activ'], ['activ']], [true, true]],
    ['activ *', [['activ']], [false]],
    ['V0-*', [['v0']], [false]],
    ['cas-03*', [['cas', '-', '03']], [true]],
    ['"open', [['open']], [false]],
    ['，。 "" - *', [], []],
  ])('%s', (text, phrases, prefixes) => {
    const parsed = query(text)
    expect(parsed.phrases.map(({ tokens }) => tokens.map((token) => token.text))).toEqual(phrases)
    expect(parsed.phrases.map(({ isPrefix }) => isPrefix)).toEqual(prefixes)
  })

  test('limits, at them and one past', () => {
    const kind = (text: string) => parseQuery(text).kind
    expect([kind(' '.repeat(queryCharactersMax)), kind(' '.repeat(queryCharactersMax + 1))]).toEqual([
      'query',
      'refused',
    ])
    expect([kind('a '.repeat(queryPhrasesMax)), kind('a '.repeat(queryPhrasesMax + 1))]).toEqual([
      'query',
      'refused',
    ])
    const run = (length: number) => '激'.repeat(length + 1)
    expect([kind(run(phraseTokensMax)), kind(run(phraseTokensMax + 1))]).toEqual(['query', 'refused'])
    expect(parseQuery('a '.repeat(17))).toMatchObject({ code: 'INPUT_INVALID' })
  })
})

describe('hits', () => {
  test.each([
    ['设备已激活，激活成功', '激活', ['激活', '激活']],
    ['设备已激活成功', '激', ['激']],
    ['到期日期', '期', ['期', '期']],
    ['升级到V0-H之后', 'v0-h', ['V0-H']],
    ['升级到Ｖ０－Ｈ之后', 'V0-H', ['Ｖ０－Ｈ']],
    ['升级到V0-H-2', 'V0-H', ['V0-H']],
    ['V0 H, V0H, XV0-H, V0-H2', 'V0-H', []],
    ['升级到 V0-H 之后', '升级到V0-H之后', ['升级到 V0-H 之后']],
    ['activation activates', 'activ*', ['activation', 'activates']],
    ['activation', 'activ', []],
    ['100MB and 100', '100', ['100']],
    ['写信给 a.lowe@harbour.example。', 'harbour.example', ['harbour.example']],
    ['150,000 days', '150,000', ['150', '000']],
    ['150,000 days', '"150,000"', ['150,000']],
    ['激活 失败', '激活失败', []],
    ['激活 失败', '"激活失败"', []],
    ['激活，失败', '"激活 失败"', ['激活，失败']],
    ['激活', '激活 失败', []],
    ['ﾊﾞｸﾞ報告', 'バグ', ['ﾊﾞｸﾞ']],
    ['㍿の', '株', ['㍿']],
    ['激活激活激活', '活激', ['活激活激']],
    ['激活，激活激活', '激活', ['激活', '激活激活']],
    ['激\u200b活', '激活', ['激\u200b活']],
  ])('%s: %s', (text, wanted, expected) => expect(marked(text, wanted)).toEqual(expected))
})
