import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  headLengthMax,
  messageLengthMax,
  threadLengthMax,
  threadMessagesMax,
} from '../../src/import/import-limits.ts'
import { isThreadExport, parseThreadExport } from '../../src/import/parse-thread-export.ts'
import type { SourceThread } from '../../src/import/source-thread.ts'
import { exportOf } from './fixtures.ts'

function threadOf(text: string): SourceThread {
  const thread = parseThreadExport(text)
  if (thread.kind === 'refused') throw new Error(JSON.stringify(thread))
  return thread
}

const plain = `邮件主题：回复: [案例号: C-1] % 甲院 % 激活 % 已归档 TK:001
====第1封邮件====

发件人：林远航
发送时间：2025-03-03T11:40:12.1234567+00:00
邮件内容:
第一行

第三行
====第2封邮件====

发件人："苏 敏" <su.min@vendor.example>
发送时间：2025-03-03T12:03:00+08:00
邮件内容:同一行的文字
第二行
`

describe('forms of an export', () => {
  const expected = [
    ['林远航', '', '2025-03-03T11:40:12.1234567+00:00', '第一行\n\n第三行'],
    ['苏 敏', 'su.min@vendor.example', '2025-03-03T12:03:00+08:00', '同一行的文字\n第二行'],
  ]
  const variants: readonly (readonly [string, string])[] = [
    ['as written', plain],
    ['with a byte order mark', `\uFEFF${plain}`],
    ['CRLF', plain.replaceAll('\n', '\r\n')],
    ['CR', plain.replaceAll('\n', '\r')],
    ['ASCII colons', plain.replace(/(邮件主题|发件人|发送时间|邮件内容)：/g, '$1: ')],
    ['full-width colons', plain.replaceAll('邮件内容:', '邮件内容：')],
    ['without blank lines', plain.replaceAll('邮件====\n\n', '邮件====\n')],
    [
      'with more blank lines',
      plain.replaceAll('邮件====\n', '邮件====\n\n \n').replaceAll('\n发送', '\n\n发送'),
    ],
    [
      'blank lines around the text',
      plain.replace('内容:\n', '内容:\n\n\t\n').replace('第三行\n', '第三行\n\n\n'),
    ],
    ['three signs', plain.replaceAll('====', '===')],
    ['many signs and blanks', plain.replaceAll('====', ' ========== ')],
    ['full-width signs and digits', plain.replaceAll('====', '＝＝＝＝').replace('第1封', '第１封')],
    ['blanks inside', plain.replace('第1封邮件', ' 第 1 封 邮件 ')],
    ['numbers with gaps', plain.replace('第2封', '第7封')],
    ['numbers that repeat', plain.replace('第2封', '第1封')],
    ['a blank line in front', `\n${plain}`],
  ]
  test.each(variants)('%s', (_, text) => {
    expect(isThreadExport(text)).toBe(true)
    const { subject, messages } = threadOf(text)
    expect(subject).toBe('回复: [案例号: C-1] % 甲院 % 激活 % 已归档 TK:001')
    expect(messages.map(({ from, sentAt, text: words }) => [from.name, from.address, sentAt, words])).toEqual(
      expected,
    )
    expect(messages.map(({ index }) => index)).toEqual([1, 2])
  })

  test('a mail without text, and heads without sender or time', () => {
    const text =
      '邮件主题：x\n====第1封邮件====\n发件人：甲\n发送时间：\n邮件内容:\n====第2封邮件====\n邮件内容:\n\n====第3封邮件====\n发件人：乙\n'
    expect(
      threadOf(text).messages.map(({ from, sentAt, text: words }) => [from.name, sentAt, words]),
    ).toEqual([
      ['甲', '', ''],
      ['', '', ''],
      ['乙', '', ''],
    ])
  })

  test('recipients are read where the head has them', () => {
    const text =
      '邮件主题：x\n====第1封邮件====\n发件人：甲\n收件人：乙 <b@vendor.example>; c@vendor.example\n抄送：丁 [mailto:d@vendor.example]\n邮件内容:\n好'
    expect(threadOf(text).messages[0]?.to).toEqual([
      { name: '乙', address: 'b@vendor.example' },
      { name: '', address: 'c@vendor.example' },
      { name: '丁', address: 'd@vendor.example' },
    ])
    expect(threadOf(plain).messages[0]?.to).toBeNull()
  })
})

describe('what a mail quotes stays its text', () => {
  test('labels', () => {
    const quoted = '请看：\n发件人：某人\n发送时间：2025-01-01T00:00:00Z\n邮件内容:\n旧文'
    expect(threadOf(exportOf('x', [{ text: quoted }, {}])).messages.map(({ text }) => text)).toEqual([
      quoted,
      '您好',
    ])
  })
  test('a separator without a head', () => {
    const quoted = '导出的文件里有这样一行\n====第1封邮件====\n请忽略'
    expect(threadOf(exportOf('x', [{}, { text: quoted }, {}])).messages.map(({ text }) => text)).toEqual([
      '您好',
      quoted,
      '您好',
    ])
  })
  test('separators behind quotation marks', () => {
    const quoted = '> ====第1封邮件====\n> 发件人：某人\n> 邮件内容:\n> 旧文'
    expect(threadOf(exportOf('x', [{ text: quoted }])).messages).toHaveLength(1)
  })
  test('an earlier mail pasted whole, and a thread of others', () => {
    const mails = [{ text: '一' }, { from: '乙', sentAt: '2025-03-03T11:00:00Z', text: '二' }]
    const pasted = exportOf('x', mails).slice('邮件主题：x\n'.length).trimEnd()
    const foreign =
      '====第1封邮件====\n发件人：丙\n发送时间：2024-01-01T00:00:00Z\n邮件内容:\n旧一\n====第2封邮件====\n发件人：丁\n发送时间：2024-01-02T00:00:00Z\n邮件内容:\n旧二'
    const thread = threadOf(
      exportOf('x', [...mails, { text: `转发：\n${pasted}` }, { text: `另：\n${foreign}` }, { text: '五' }]),
    )
    expect(thread.messages.map(({ text }) => text.split('\n')[0])).toEqual([
      '一',
      '二',
      '转发：',
      '另：',
      '五',
    ])
    expect(thread.messages[3]?.text).toContain('旧二')
  })
})

describe('limits and refusals', () => {
  const codeOf = (text: string) => {
    const read = parseThreadExport(text)
    return read.kind === 'refused' ? { code: read.code, ...read.facts } : read.messages.length
  }
  test.each([
    ['no subject', plain.replace('邮件主题', '主题'), { code: 'THREAD_UNREADABLE', because: 'subject' }],
    [
      'a subject below the first separator',
      '====第1封邮件====\n发件人：甲\n邮件主题：x',
      { code: 'THREAD_UNREADABLE', because: 'subject' },
    ],
    ['no mail', '邮件主题：x\n正文', { code: 'THREAD_UNREADABLE', because: 'messages' }],
  ])('%s', (_, text, expected) => expect(codeOf(text)).toEqual(expected))

  const large = (limit: string, max: number) => ({ code: 'THREAD_TOO_LARGE', limit, max })
  test('messages', () => {
    const mails = Array.from({ length: threadMessagesMax }, (_, at) => ({ from: `甲${at}` }))
    expect(codeOf(exportOf('x', mails))).toBe(threadMessagesMax)
    expect(codeOf(exportOf('x', [...mails, {}]))).toEqual(large('messages', threadMessagesMax))
  })
  test('one message', () => {
    expect(codeOf(exportOf('x', [{ text: 'a'.repeat(messageLengthMax) }]))).toBe(1)
    expect(codeOf(exportOf('x', [{ text: 'a'.repeat(messageLengthMax + 1) }]))).toEqual(
      large('message', messageLengthMax),
    )
  })
  test('the whole', () => {
    const head = exportOf('x', [{ text: 'a' }])
    expect(codeOf(head.padEnd(threadLengthMax, ' '))).toBe(1)
    expect(codeOf(head.padEnd(threadLengthMax + 1, ' '))).toEqual(large('length', threadLengthMax))
  })
  test('subject, sender and time', () => {
    const full = 'a'.repeat(headLengthMax)
    expect(codeOf(exportOf(full, [{ from: full, sentAt: full }]))).toBe(1)
    expect(codeOf(exportOf(`${full}a`, [{}]))).toEqual(large('head', headLengthMax))
    expect(codeOf(exportOf('x', [{ from: `${full}a` }]))).toEqual(large('head', headLengthMax))
    expect(codeOf(exportOf('x', [{ sentAt: `${full}a` }]))).toEqual(large('head', headLengthMax))
  })
})

test('whatever the text, it is a thread whose texts stood in it, or a refusal', () => {
  const piece = fc.constantFrom(
    '邮件主题：x',
    '====第1封邮件====',
    '===第2封邮件===',
    '====第３封邮件====',
    '发件人：甲',
    '发送时间：2025-01-01T00:00:00Z',
    '邮件内容:',
    '邮件内容：好',
    '> 旧',
    '',
    ' ',
    '=====',
    '第1封邮件',
    '\r',
    '正文',
    '\uFEFF',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string()), { maxLength: 40 }),
      (lines) => {
        const text = lines.join('\n')
        const read = parseThreadExport(text)
        if (read.kind === 'refused') return
        const flat = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
        for (const message of read.messages) expect(flat).toContain(message.text)
      },
    ),
    { numRuns: 500 },
  )
})
