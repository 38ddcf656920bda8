// What commands print: tables whose columns meet, and support codes that say what was meant.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import type { PlanItemWire } from '@holdfast/contract'
import { formatSupportCode, refusalNumbers, supportFact, type RefusalCode } from '@holdfast/lease'
import { holdfastAlone } from './holdfast-of.ts'
import { itemsText } from '../src/cli/plan-text.ts'
import { displayWidth, formatFacts, formatTable } from '../src/cli/table.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { runHoldfast } from '../src/cli/run.ts'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'

describe('tables', () => {
  const rows = [
    ['港务局', 3, 'front-desk-7'],
    ['Harbour Office of Westmark', 12_000, '前台 7 号'],
    ['ﾊｰﾊﾞｰ（株）', null, 'e\u0301tage'],
  ]
  const lines = formatTable(['客户', '席位', 'Device'], rows).split('\n')

  test('columns begin at the same place, however wide the characters are', () => {
    const starts = (cells: readonly (readonly string[])[], column: number) =>
      cells.map((row, at) => displayWidth(lines[at]!.slice(0, lines[at]!.indexOf(row[column]!))))
    const cells = [['客户', '席位', 'Device'], ...rows.map((row) => row.map((cell) => String(cell ?? '')))]
    expect(new Set(starts(cells, 2)).size).toBe(1)
    expect(new Set(starts(cells.slice(0, 3), 1)).size).toBe(1)
  })

  test.each([
    ['abc', 3],
    ['港务局', 6],
    ['（株）', 6],
    ['ﾊｰ', 2],
    ['e\u0301', 1],
    ['한글', 4],
    ['𠀋', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  test('names and values under each other, without a control character of anybody', () => {
    const facts = formatFacts([
      ['客户', 'Harbour\u001b[31m'],
      ['Order', null],
    ])
    expect(facts.split('\n')).toEqual(['客户   Harbour [31m', 'Order  -'])
  })
})

describe('support codes', () => {
  async function explain(code: string, locale: string) {
    const said = { out: '', err: '' }
    const sink = (name: 'out' | 'err') =>
      ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
    const status = await runHoldfast(['support-code', code, '--lang', locale], {
      environment: readEnvironment({}),
      clock: new ManualClock('2026-03-01T08:30:00Z'),
      entropy: new SeededEntropy('commands'),
      stdout: sink('out'),
      stderr: sink('err'),
    })
    return { status, ...said }
  }

  test.each(Object.keys(refusalNumbers) as RefusalCode[])('%s comes back from its code', async (code) => {
    const now = instant('2026-03-01T08:30:00Z')
    const text = formatSupportCode({ code, product: 'cmge', now, fact: 7 })
    for (const locale of ['en', 'zh']) {
      const { status, out } = await explain(text, locale)
      expect(status).toBe(0)
      expect(out).toContain(code)
      expect(out).toContain('2026-03-01')
      expect(/\p{Script=Han}/u.test(out)).toBe(locale === 'zh')
    }
  })

  test('a code with a slip of the finger is refused, and the group is named', async () => {
    const fact = supportFact({ kind: 'refused', code: 'SEATS_EXHAUSTED', facts: { seatsMax: 5 } })
    const now = instant('2026-03-01T08:30:00Z')
    const text = formatSupportCode({ code: 'SEATS_EXHAUSTED', product: 'cmge', now, fact })
    expect((await explain(text, 'en')).out).toMatch(/seatsMax\s+5/)
    const slipped = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
    const refused = await explain(slipped, 'en')
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/SUPPORT_CODE_MALFORMED/)
    expect(refused.err).toContain('3')
  })
})

describe('a plan', () => {
  const item = (name: string | null, device: string): PlanItemWire => ({
    position: 1,
    kind: 'own',
    device,
    name,
    serial: null,
    scheme: null,
    need: 'term-differs',
    remedy: 'renew',
    seatGivenBack: null,
    end: null,
    expectedEnd: null,
    state: { kind: 'proposed' },
  })

  test('devices of the same name are told apart by their ids', () => {
    const say = ({ en }: { en: string }) => en
    const items = [
      item('desk', 'a'.repeat(64)),
      item('desk', 'b'.repeat(64)),
      item('bar', 'c'),
      item(null, 'd'),
    ]
    const text = itemsText({ say, locale: 'en' }, items)
    expect(text.split('\n').map((line) => line.split('  ')[0])).toEqual([
      '',
      '',
      'Device',
      'desk (aaaaaaaa)',
      'desk (bbbbbbbb)',
      'bar',
      'd',
    ])
  })
})

describe('what stands before a command, and what is misused', () => {
  test.each([
    [['--lang', 'zh', 'model', 'list'], /模型/],
    [['--lang=zh', '--json', 'model', 'list'], /^\{/],
    [['--json', '--lang', 'en', 'model', 'list'], /^\{/],
  ])('%j', async (argv, out) => {
    const after = await holdfastAlone(...argv.slice(-2), ...argv.slice(0, -2))
    expect(await holdfastAlone(...argv)).toEqual(after)
    expect(after).toMatchObject({ status: 0, out: expect.stringMatching(out) as string, err: '' })
  })

  test.each([
    [['read', '--nonsense'], "unknown option '--nonsense'", '未知选项“--nonsense”'],
    [['nonsense'], "unknown command 'nonsense'", '未知命令“nonsense”'],
    [['read'], "missing required argument 'file'", '缺少必需的参数“file”'],
    [['finding', 'close', '1'], "required option '--reason <text>' not specified", '缺少必需的选项'],
  ])('%j is misused in both languages', async (argv, en, zh) => {
    for (const [lang, words] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      const { status, out, err } = await holdfastAlone(...argv, '--lang', lang)
      expect([status, out]).toEqual([2, ''])
      expect(err).toContain(`holdfast: ${words}`)
    }
  })

  test('help has its headings in Chinese', async () => {
    const { out } = await holdfastAlone('forecast', '--help', '--lang', 'zh')
    expect(out).toMatch(/^用法：/)
    expect(out).not.toMatch(/Usage|Options|Arguments/)
    expect((await holdfastAlone('--help', '--lang', 'zh')).out).toContain('退出状态：')
  })
})
