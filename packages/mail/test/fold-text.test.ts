import { describe, expect, test } from 'vitest'
import { foldText, ownText } from '../src/fold-text.ts'

const spansOf = (text: string) =>
  foldText(text).spans.map(
    ({ kind, because, from, to }) =>
      `${kind} ${because}: ${text.slice(from, to).trim().split('\n')[0] ?? ''}`,
  )

/** Text, then what the sender wrote, then the first line of each span. */
const rules: readonly (readonly [name: string, text: string, own: string, spans: readonly string[]])[] = [
  ['nothing quoted', '您好，\n请协助。', '您好，\n请协助。', []],
  ['marks', 'Yes.\n\n> Did it work?\n> Really?\n', 'Yes.', ['quotation marks: > Did it work?']],
  [
    'answers between marks',
    '> One?\nYes.\n> Two?\n\n> Three?\nNo.',
    'Yes.\n\nNo.',
    ['quotation marks: > One?', 'quotation marks: > Two?'],
  ],
  [
    'English words before marks, an answer below',
    'On Tue, 5 Jan 2021 at 11:40, Li Ming <li@customer.example> wrote:\n> Did it work?\n\nIt did.',
    'It did.',
    ['quotation attribution: On Tue, 5 Jan 2021 at 11:40, Li Ming <li@customer.example> wrote:'],
  ],
  [
    'words broken over lines',
    'Fine.\n\nOn Tue, Jan 5, 2021 at 11:40 AM Li Ming <li@customer.example>\nwrote:\n\n> Did it work?',
    'Fine.',
    ['quotation attribution: On Tue, Jan 5, 2021 at 11:40 AM Li Ming <li@customer.example>'],
  ],
  [
    'words before text without marks',
    'Fine.\n\nOn 5 Jan 2021, Li Ming wrote:\n\nDid it work?\nRegards',
    'Fine.',
    ['quotation attribution: On 5 Jan 2021, Li Ming wrote:'],
  ],
  [
    'NetEase, Chinese',
    '已经解决。\n\n在 2021-01-05 11:40:00，"李明" <li@customer.example> 写道：\n>请问进展如何？\n',
    '已经解决。',
    ['quotation attribution: 在 2021-01-05 11:40:00，"李明" <li@customer.example> 写道：'],
  ],
  [
    'NetEase, English words',
    'At 2021-01-05 11:40:00, "Li Ming" <li@customer.example> wrote:\n>Did it work?\n',
    '',
    ['quotation attribution: At 2021-01-05 11:40:00, "Li Ming" <li@customer.example> wrote:'],
  ],
  [
    'Apple, Chinese',
    '好的。\n\n2021年1月5日 11:40，李明 <li@customer.example> 写道：\n\n请问进展如何？',
    '好的。',
    ['quotation attribution: 2021年1月5日 11:40，李明 <li@customer.example> 写道：'],
  ],
  [
    'Gmail, Chinese',
    '好的。\n\n李明 <li@customer.example> 于2021年1月5日周二 11:40写道：\n\n> 请问进展如何？',
    '好的。',
    ['quotation attribution: 李明 <li@customer.example> 于2021年1月5日周二 11:40写道：'],
  ],
  [
    'Outlook, Chinese',
    '见下。\n\n发件人: 李明 <li@customer.example>\n发送时间: 2021年1月5日 11:40\n收件人: support@vendor.example\n主题: 激活\n\n请问进展如何？',
    '见下。',
    ['quotation headers: 发件人: 李明 <li@customer.example>'],
  ],
  [
    'Outlook, English, with its line',
    'See below.\n\n________________________________\nFrom: Li Ming <li@customer.example>\nSent: Tuesday, January 5, 2021 11:40\nTo: support@vendor.example\nSubject: Licence\n\nDid it work?',
    'See below.',
    ['quotation headers: ________________________________'],
  ],
  [
    'headers in bold',
    'See below.\n*From:* Li Ming\n*Date:* Tuesday\n*To:* support\n*Subject:* Licence\nDid it work?',
    'See below.',
    ['quotation headers: *From:* Li Ming'],
  ],
  [
    'Foxmail',
    '收到。\n\nwang@vendor.example\n \n发件人： 李明\n发送时间： 2021-01-05 11:40\n收件人： 王\n主题： 激活\n请问进展如何？',
    '收到。\n\nwang@vendor.example',
    ['quotation headers: 发件人： 李明'],
  ],
  [
    'QQ',
    '收到。\n\n\n------------------\u00a0原始邮件\u00a0------------------\n发件人:\u00a0"李明"<li@customer.example>;\n主题:\u00a0激活\n\n请问？',
    '收到。',
    ['quotation separator: ------------------\u00a0原始邮件\u00a0------------------'],
  ],
  [
    'original mail, Chinese',
    '收到。\n-----原始邮件-----\n发件人：李明\n内容',
    '收到。',
    ['quotation separator: -----原始邮件-----'],
  ],
  [
    'original message',
    'Ok.\n-----Original Message-----\nFrom: Li\ntext',
    'Ok.',
    ['quotation separator: -----Original Message-----'],
  ],
  [
    'forwarded',
    'FYI\n---------- Forwarded message ---------\nFrom: Li\ntext',
    'FYI',
    ['quotation separator: ---------- Forwarded message ---------'],
  ],
  [
    'forwarded, Chinese',
    '请看。\n-------- 转发邮件信息 --------\n发件人：李明\n内容',
    '请看。',
    ['quotation separator: -------- 转发邮件信息 --------'],
  ],
  ['signature of dashes', 'Done.\n-- \nLi Ming\nExample Ltd', 'Done.', ['signature dashes: -- ']],
  [
    'signature above a quotation',
    'Done.\n--\nLi Ming\n\n-----原始邮件-----\n内容',
    'Done.',
    ['signature dashes: --', 'quotation separator: -----原始邮件-----'],
  ],
  ['phone, Chinese', '可以了。\n\n发自我的iPhone', '可以了。', ['signature mailer: 发自我的iPhone']],
  [
    'phone of another maker',
    '可以了。\n\n发自我的华为手机\n\n-----原始邮件-----\nx',
    '可以了。',
    ['signature mailer: 发自我的华为手机', 'quotation separator: -----原始邮件-----'],
  ],
  ['phone, English', 'Works.\n\nSent from my iPhone', 'Works.', ['signature mailer: Sent from my iPhone']],
  [
    'Outlook on phones',
    'Works.\nGet Outlook for Android',
    'Works.',
    ['signature mailer: Get Outlook for Android'],
  ],
  [
    'card of NetEase',
    '可以了。\n\n| |\n李明\n|\n|\n邮箱：li@customer.example\n|\n签名由 网易邮箱大师 定制',
    '可以了。',
    ['signature mailer: | |'],
  ],
  [
    'a sentence about writing',
    'Anna wrote: it works.\nHe wrote:\nno date, no quotation',
    'Anna wrote: it works.\nHe wrote:\nno date, no quotation',
    [],
  ],
  ['one label is no header block', '发件人: 是谁？\n请确认。', '发件人: 是谁？\n请确认。', []],
  ['dashes within a sentence', 'a -- b\n---\nc', 'a -- b\n---\nc', []],
]

describe('what is quoted and signed', () => {
  test.each(rules)('%s', (_, text, own, spans) => {
    expect(ownText(foldText(text))).toBe(own)
    expect(spansOf(text)).toEqual(spans)
  })

  test('nothing is cut', () => {
    for (const [, text] of rules) expect(foldText(text).text).toBe(text)
  })
})

describe('long texts take time in proportion', () => {
  const hostile: { readonly [name: string]: string } = {
    'blank lines after a mark': `>\n${'\n'.repeat(2_000_000)}`,
    'marks and blank lines': '>\n\n\n\n'.repeat(400_000),
    'words that never end': 'On 2021-01-05 a@b\n'.repeat(150_000),
    'from lines': 'From: a\n'.repeat(300_000),
    'one line of dashes': '-'.repeat(3_000_000),
    'lines of dashes': `${'-'.repeat(80)}\n`.repeat(40_000),
    'mailer lines': '发自我的iPhone\n'.repeat(200_000),
    bars: '|\n'.repeat(1_000_000),
    'written:': '写道：\n'.repeat(500_000),
    'one long line': 'On 1:11 '.repeat(400_000),
  }
  test.each(Object.keys(hostile))('%s', (name) => {
    const text = hostile[name] ?? ''
    const folded = foldText(text)
    for (const [index, span] of folded.spans.entries()) {
      expect(span.to).toBeGreaterThan(span.from)
      expect(span.from).toBeGreaterThanOrEqual(folded.spans[index - 1]?.to ?? 0)
    }
    expect(ownText(folded).length).toBeLessThanOrEqual(text.length)
  })
})
