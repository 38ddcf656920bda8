// Sides and audiences over whole threads: one sender has one side, surnames tell nobody apart, recipients decide.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCorrespondence } from '../../src/import/read-correspondence.ts'
import type { Correspondent, SourceMessage } from '../../src/import/source-thread.ts'
import { messageOf, threadOf } from './fixtures.ts'

const name = (text: string): Correspondent => ({ name: text, address: '' })
const subject = '[案例号: C-1] % 青禾医院 % 剩余天数异常 % 首次响应 TRK:0047120'

function judge(mails: readonly Partial<SourceMessage>[], of = subject): string[] {
  return readCorrespondence(threadOf(mails.map(messageOf), of)).map(
    ({ side, audience }) => `${side} ${audience}`,
  )
}

const se = name('林远航')
const sa = name('苏敏')
const rd = name('郑凯')
const pm = name('黄珊')
const issue = '研发同事：\n请协助确认，客户反馈剩余天数只有100/300天，不接受重装。\n\n林远航\n技术支持工程师'
const response =
  '王老师，您好：\n刚才电话沟通，感谢您的来电。问题范围：部分终端激活异常。如您不同意，请告知。\n\n林远航\n技术支持工程师'

test('a thread of staff alone: every mail has its side and audience', () => {
  const mails: readonly (readonly [Correspondent, string, string])[] = [
    [se, issue, 'vendor internal'],
    [sa, '这是已知问题，目前已报 100 多台。客户不接受弹窗。', 'vendor internal'],
    [se, response, 'vendor customer'],
    [rd, '溢出如何判断？命令显示的期限是多少？请提供诊断压缩包。', 'vendor internal'],
    [sa, '郑凯：\n总是如此，无需判断。日志没有必要收集。', 'vendor internal'],
    [rd, '请填写上游的表单，见附件。', 'vendor internal'],
    [sa, '黄珊：\n请协助出具说明，内容为系统故障、软件为正版。', 'vendor internal'],
    [pm, '说明函初稿见附件，请法务审核。\n\n黄珊\n产品经理', 'vendor internal'],
    [sa, '没有补充，可以。', 'vendor internal'],
    [pm, '尊敬的青禾医院：\n贵单位采购的 90 套软件均为正版，特此说明。', 'vendor customer'],
    [
      se,
      '王老师您好，\n根据电话沟通，经您同意，本案例归档。\n总结：客户重新输入序列号，激活成功。',
      'vendor customer',
    ],
    [
      pm,
      '林工，现在重新输入序列号可以了？\n\n发件人：林远航\n发送时间：2025年4月2日\n总结：激活成功。',
      'vendor internal',
    ],
  ]
  expect(judge(mails.map(([from, text]) => ({ from, text })))).toEqual(
    mails.map(([, , expected]) => expected),
  )
})

test('the same sender has one side, even where single mails are bare', () => {
  expect(
    judge([
      { from: rd, text: '好的。' },
      { from: rd, text: '请研发同事确认，客户不同意重装。' },
    ]),
  ).toEqual(['vendor internal', 'vendor internal'])
})

describe('nobody is taken for another', () => {
  const staff = { name: '王立', address: '' }
  const customer = { name: '王芳', address: '' }
  test('two people of one surname keep their own sides', () => {
    const mails = [
      { from: se, text: response },
      {
        from: customer,
        text: '林工您好，我们医院去年购买了 90 套，现在我们的电脑一直弹窗。\n\n王芳\n青禾医院信息科',
      },
      { from: staff, text: '客户现场已确认，请研发跟进。' },
    ]
    expect(judge(mails)).toEqual(['vendor customer', 'customer customer', 'vendor internal'])
  })
  test('a surname that a colleague bears does not make a polite mail one to the customer', () => {
    const mails = [
      { from: staff, text: '请研发同事跟进，客户很着急。' },
      { from: sa, text: '王工您好，\n麻烦您看一下附件，有问题请随时联系我，感谢您的支持。' },
    ]
    expect(judge(mails)[1]).toBe('unknown internal')
  })
  test('one name with two addresses is two people', () => {
    const mails = [
      { from: { name: '王芳', address: 'wf@vendor.example' }, text: '请研发跟进，客户不接受。' },
      {
        from: { name: '王芳', address: 'wf@qinghe.example' },
        text: '我们医院购买了 90 套，请贵司尽快解决。',
      },
      { from: { name: '王芳', address: '' }, text: '收到。' },
    ]
    expect(judge(mails).map((said) => said.split(' ')[0])).toEqual(['vendor', 'customer', 'unknown'])
  })
})

describe('recipients', () => {
  const ivo = { name: 'Ivo', address: 'ivo@vendor.example' }
  const jonas = { name: 'Jonas', address: 'jonas@lanternbank.example' }
  const list = { name: '', address: 'rd-list@vendor.example' }
  const upstream = { name: '', address: 'cases@maker.example' }
  const bank = '[Case No.: C-2] % Lantern Bank % Term % planned'
  const text = 'Technical facts follow.\n\nRegards\nIvo\nSupport Engineer'
  const audienceTo = (to: readonly Correspondent[], words = text) =>
    readCorrespondence(threadOf([messageOf({ from: ivo, to, text: words })], bank))[0]
  test.each([
    ['colleagues alone', [list], text, 'internal', 'certain'],
    ['the customer', [jonas], text, 'customer', 'certain'],
    ['the customer among colleagues', [list, jonas], text, 'customer', 'certain'],
    ['strangers', [upstream], text, 'unknown', 'open'],
    [
      'strangers whom the words greet as the maker',
      [upstream],
      `Dear upstream support team,\n${text}`,
      'upstream',
      'certain',
    ],
    [
      'strangers, in words for colleagues',
      [upstream],
      `Hi all, the customer refuses.\n${text}`,
      'unknown',
      'open',
    ],
    [
      'colleagues, in words for the customer',
      [list],
      `Dear Mr. B, as just discussed, if you disagree tell me.\n${text}`,
      'internal',
      'certain',
    ],
    ['nobody named, as in an export', [], text, 'unknown', 'open'],
  ])('%s', (_, to, words, audience, certainty) => {
    const judged = audienceTo(to, words)
    expect([judged?.audience, judged?.audienceCertainty]).toEqual([audience, certainty])
  })
  test('a domain has the side of those who write from it', () => {
    const mails = [
      { from: ivo, to: [list], text: 'Hi R&D, the customer does not accept this.' },
      { from: { name: 'Una', address: 'una@vendor.example' }, to: [list], text: 'Fine.' },
      { from: { name: 'Max', address: 'max@mail.lanternbank.example' }, to: [ivo], text: 'Any news?' },
    ]
    expect(judge(mails, bank)).toEqual(['vendor internal', 'vendor internal', 'customer customer'])
  })
  test('a mailbox that everybody can have tells no side', () => {
    const mails = [
      { from: { name: 'Ivo', address: 'ivo@gmail.com' }, text: 'Hi R&D, the customer refuses.' },
      { from: { name: 'Max', address: 'max@gmail.com' }, text: 'Any news?' },
    ]
    expect(judge(mails, bank)[1]).toMatch(/^unknown /)
  })
})

test('what is quoted is not the words of who quotes', () => {
  const quoted = `好的，谢谢。\n\n-----原始邮件-----\n发件人：某人\n发送时间：2025-03-03\n${response}`
  expect(judge([{ from: name('某甲'), text: quoted }])).toEqual(['unknown unknown'])
  const marked = `好的。\n${response.replace(/^/gm, '> ')}`
  expect(judge([{ from: name('某甲'), text: marked }])).toEqual(['unknown unknown'])
})

test('an inner mark in front of any mail to the customer keeps it inside', () => {
  const marks = [
    '内部沟通，请勿转发客户。',
    '草稿如下，请审核：',
    'Internal only.',
    'Draft for the customer:',
  ]
  const words = [
    '感谢您的来电',
    '尊敬的客户',
    '贵单位',
    '如您不同意请告知',
    '特此说明',
    'Dear Mr. B',
    'your devices',
    'as just discussed',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...marks),
      fc.array(fc.constantFrom(...words), { maxLength: 12 }),
      (mark, rest) => {
        expect(judge([{ text: [mark, ...rest].join('\n') }])[0]).toMatch(/ internal$/)
      },
    ),
  )
})

test('whatever the texts, each judgement names words that stand there', () => {
  const word = fc.constantFrom(
    '客户',
    '您好',
    '研发',
    '\n',
    '> ',
    '发件人：',
    'Dear ',
    'all',
    '王工',
    '林远航',
    '公司',
    ' ',
    '@',
    '--',
    '谢谢',
  )
  const mail = fc.record({
    from: fc.record({
      name: fc.constantFrom('林远航', '王芳', '', 'R&D'),
      address: fc.constantFrom('', 'a@x.example', 'b@y.example'),
    }),
    text: fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 60 }).map((words) => words.join('')),
    ),
    to: fc.constantFrom(null, [], [{ name: '', address: 'a@x.example' }]),
  })
  fc.assert(
    fc.property(fc.array(mail, { maxLength: 6 }), (mails) => {
      const thread = threadOf(mails.map(messageOf), subject)
      const judged = readCorrespondence(thread)
      expect(judged).toHaveLength(mails.length)
      for (const { because } of judged)
        for (const span of because)
          expect(thread.messages[span.message - 1]?.text.slice(span.from, span.to)).toBe(span.text)
    }),
    { numRuns: 300 },
  )
})
