// Any text is read, in time that grows with its length, and every position leads to its words.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import { sentenceLengthMax } from '../../src/found/sentences.ts'
import { listedNumbersMax } from '../../src/found/number-runs.ts'
import { proposeFrom } from '../../src/found/propose-from.ts'
import type { Found, FoundKind } from '../../src/import/imported-case.ts'
import { messageOf, threadOf } from './found-rows.ts'

const runs = { seed: 20_210_301, numRuns: 2_000 }

/** Pieces that rules know, so that chance meets them. */
const pieces = [
  '过期后',
  '无法',
  '可以',
  '激活',
  '能否',
  '请',
  '提供',
  '日志',
  '我们会',
  '稍后',
  '电话',
  '沟通',
  '剩余',
  '授权',
  '150,000',
  '天',
  '一百多',
  '台',
  '套',
  '100/300',
  '万',
  'V0-G',
  'V0H',
  '→',
  'SN：',
  'A1B2C-D3E4F-G5H6J',
  'PK:',
  'A1B2C-D3E4F-G5H6J-K7L8M-N9P0Q',
  '010-5555 0142',
  '+86',
  '139 0000 0000',
  'a@b.example',
  '[mailto:',
  ']',
  'https://x.example/a',
  '(',
  ')',
  'slmgr.vbs',
  ' /dlv',
  '问题单号',
  '4711',
  '？',
  '。',
  '，',
  '\n',
  '\r\n',
  '> ',
  '发件人:',
  '发送时间:',
  '主题:',
  '1. ',
  '、',
  ' ',
  'after expiry ',
  'cannot ',
  'be activated ',
  'please ',
  "I'll ",
  'send ',
  'over ',
  'devices',
  ' days left',
  '\u0000',
  '\ud83d\ude00',
  '\ud83d',
  '\u3000',
  'ａ１',
] as const
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { maxLength: 40 })
    .map((parts) => parts.join('')),
)

function expectSound(texts: readonly string[], found: readonly Found[]): void {
  const ends = new Map<FoundKind, readonly [message: number, to: number]>()
  let last: readonly [number, number] = [0, 0]
  for (const { kind, text, value, message, from, to } of found) {
    expect(texts[message - 1]?.slice(from, to)).toBe(text)
    expect(text).not.toBe('')
    expect(message > last[0] || (message === last[0] && from >= last[1]), 'in order').toBe(true)
    last = [message, from]
    const [of, end] = ends.get(kind) ?? [0, 0]
    expect(message > of || from >= end, `${kind} overlaps`).toBe(true)
    ends.set(kind, [message, to])
    const counts = kind === 'term' || kind === 'remaining' || kind === 'quantity'
    expect(counts ? Number.isSafeInteger(value) : typeof value === 'string', kind).toBe(true)
  }
}

describe('any text', () => {
  test('gives items that lead to their words, in order, and of one kind none upon another', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 3 }), (texts) => {
        const messages = threadOf(...texts)
        const found = findItems(messages)
        expectSound(texts, found)
        for (const { evidence } of proposeFrom(messages, found))
          for (const { message, text } of evidence) expect(texts[message - 1]).toContain(text)
      }),
      runs,
    )
  })

  test('gives the same items alone and behind other messages, but for spellings of releases', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const alone = findItems(threadOf(text))
        const behind = findItems(threadOf('您好', text)).filter(({ message }) => message === 2)
        expect(behind.map((item) => ({ ...item, message: 1 }))).toEqual(alone)
      }),
      { ...runs, numRuns: 300 },
    )
  })
})

describe('limits', () => {
  test('a sentence of the longest length is one, a longer one is cut', () => {
    const long = (length: number): string => `请提供${'日'.repeat(length - 3)}`
    const questions = (text: string): string[] =>
      findItems([messageOf(text)]).flatMap((item) => (item.kind === 'question' ? [item.text] : []))
    expect(questions(long(sentenceLengthMax))).toEqual([long(sentenceLengthMax)])
    expect(questions(long(sentenceLengthMax + 1))).toEqual([long(sentenceLengthMax)])
  })

  test('a list of the most numbers is one list, a longer one leaves its first numbers without a unit', () => {
    const list = (count: number): number =>
      findItems([messageOf(`剩余${Array.from({ length: count }, (_, at) => 100 + at).join('/')}天`)]).filter(
        ({ kind }) => kind === 'remaining',
      ).length
    expect(list(listedNumbersMax)).toBe(listedNumbersMax)
    expect(list(listedNumbersMax + 1)).toBeLessThan(listedNumbersMax)
  })
})

test.each([
  'a',
  '1',
  '1,',
  '100、',
  '百',
  'A1-',
  'V0-',
  '#1',
  'SN:',
  '我们会',
  '过期后',
  '无法',
  'after expiry ',
  'http://',
  'a@',
  '>\n',
  '(',
  '?',
  '电话，',
  'one hundred and ',
  '剩余1天',
  '剩余1/2天、',
  '过期后无法激活。过期后可以激活。',
  '稍后提供说明。',
  '已知问题。100台设备出现。',
  '1天(',
  'From:\n',
  'net use aa ',
  '-',
  ' ',
  '\n',
])('a long text of nothing but %j is read', (piece) => {
  const text = piece.repeat(Math.ceil(60_000 / piece.length))
  const messages = threadOf(text, text)
  const found = findItems(messages)
  expectSound([text, text], found)
  expect(proposeFrom(messages, found).length).toBeLessThanOrEqual(found.length + 1)
})
