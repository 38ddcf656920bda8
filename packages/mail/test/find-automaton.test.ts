import { describe, expect, test } from 'vitest'
import { bouncedRecipientsMax } from '../src/find-bounce.ts'
import { parseMail } from '../src/parse-mail.ts'
import type { Automaton } from '../src/parsed-mail.ts'

const own = { addresses: ['support@vendor.example'], headers: ['x-vendor-desk'] }

async function judge(headers: readonly string[], body = 'Hello'): Promise<Automaton> {
  const base: { [name: string]: string } = {
    From: 'Li <li@customer.example>',
    Subject: 'Licence',
    To: 'support@vendor.example',
  }
  for (const line of headers) {
    const name = line.slice(0, line.indexOf(':'))
    if (name in base) delete base[name]
  }
  const lines = [...Object.entries(base).map(([name, value]) => `${name}: ${value}`), ...headers]
  const mail = await parseMail(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`), { own })
  if (mail.kind === 'refused') throw new Error(mail.code)
  return mail.automaton
}

const rules: readonly (readonly [
  name: string,
  headers: readonly string[],
  kind: Automaton['kind'],
  body?: string,
])[] = [
  ['a person', [], 'person'],
  ['a person with a path', ['Return-Path: <li@customer.example>'], 'person'],
  ['a person answers an automatic reply', ['Subject: Re: Automatic reply: Licence'], 'person'],
  [
    'a person answers one in Chinese',
    ['Subject: =?utf-8?B?5Zue5aSNOiDoh6rliqjlm57lpI06IOiuuOWPr+ivgQ==?='],
    'person',
  ],
  ['a person writes of leave', [], 'person', 'I am on leave next week, please hurry.'],
  [
    'a person writes that a mail was returned',
    ['Subject: failure notice in our log'],
    'person',
    'could not be delivered',
  ],
  ['Auto-Submitted no', ['Auto-Submitted: no'], 'person'],
  ['Auto-Submitted auto-replied', ['Auto-Submitted: auto-replied'], 'auto-reply'],
  ['with a parameter', ['Auto-Submitted: auto-replied; owner-email="a@customer.example"'], 'auto-reply'],
  ['Auto-Submitted auto-generated', ['Auto-Submitted: auto-generated'], 'machine'],
  ['Auto-Submitted auto-notified', ['Auto-Submitted: auto-notified'], 'machine'],
  ['X-Autoreply', ['X-Autoreply: yes'], 'auto-reply'],
  ['X-Autorespond', ['X-Autorespond: Licence'], 'auto-reply'],
  ['Precedence auto_reply', ['Precedence: auto_reply'], 'auto-reply'],
  ['Precedence bulk', ['Precedence: bulk'], 'machine'],
  ['Precedence list', ['Precedence: list'], 'list'],
  ['X-Auto-Response-Suppress', ['X-Auto-Response-Suppress: All'], 'machine'],
  ['null path', ['Return-Path: <>'], 'machine'],
  ['List-Id', ['List-Id: <news.vendor.example>'], 'list'],
  ['List-Unsubscribe', ['List-Unsubscribe: <mailto:u@vendor.example>'], 'list'],
  ['no-reply', ['From: No Reply <no-reply@customer.example>'], 'machine'],
  ['noreply with a name', ['From: crm-noreply@customer.example'], 'machine'],
  ['cron', ['From: root@customer.example', 'X-Cron-Env: <SHELL=/bin/sh>'], 'machine'],
  ['subject, English', ['Subject: Automatic reply: Licence'], 'auto-reply'],
  ['subject, Chinese', ['Subject: =?gb2312?B?19S2r7vYuLQ6IMrVtb0=?='], 'auto-reply'],
  ['out of office by its subject', ['Subject: Out of Office: Licence'], 'out-of-office'],
  [
    'out of office by its words',
    ['Auto-Submitted: auto-replied'],
    'out-of-office',
    'I will be back on Monday, I am out of the office.',
  ],
  [
    'out of office by its words, Chinese',
    ['Auto-Submitted: auto-replied', 'Content-Type: text/plain; charset=utf-8'],
    'out-of-office',
    '您好，我正在休假，1月11日返回办公室。',
  ],
  [
    'read receipt',
    ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b'],
    'machine',
    '--b\r\n\r\nread\r\n--b--',
  ],
  [
    'our own by its address',
    ['From: Support <Support@vendor.example>', 'Auto-Submitted: auto-replied'],
    'own',
  ],
  ['our own by its header', ['X-Vendor-Desk: 1', 'Return-Path: <>'], 'own'],
]

describe('who wrote it', () => {
  test.each(rules.map(([name, headers, kind, body]) => ({ name, headers, kind, body })))(
    '$name',
    async ({ headers, kind, body }) => {
      const found = await judge(headers, body)
      expect(found.kind).toBe(kind)
      expect(found.kind === 'person' || found.because.length > 0).toBe(true)
    },
  )

  test('every reason is told', async () => {
    expect(
      await judge(['Auto-Submitted: auto-replied', 'Return-Path: <>', 'Subject: Automatic reply: x']),
    ).toEqual({
      kind: 'auto-reply',
      because: ['auto-submitted: auto-replied', 'return-path: <>', 'subject: Automatic reply'],
    })
  })
})

function report(groups: readonly string[], back = 'text/rfc822-headers'): string {
  return [
    '--b',
    'Content-Type: text/plain',
    '',
    'Your mail was not delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.example',
    '',
    groups.join('\r\n\r\n'),
    '--b',
    `Content-Type: ${back}`,
    '',
    'From: support@vendor.example',
    'Message-ID:',
    ' <sent-7@vendor.example>',
    'Subject: x',
    '',
    'text',
    '--b--',
  ].join('\r\n')
}
const reportHead = [
  'From: MAILER-DAEMON@mx.customer.example',
  'Return-Path: <>',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
]
const failed = 'Final-Recipient: rfc822; Li@customer.example\r\nAction: failed\r\nStatus: 5.1.1'
const delayed = 'Final-Recipient: rfc822; wang@customer.example\r\nAction: delayed\r\nStatus: 4.4.1'

describe('bounces of RFC 3464', () => {
  test.each(['text/rfc822-headers', 'message/rfc822'])('for good, with %s', async (back) => {
    expect(await judge(reportHead, report([failed], back))).toEqual({
      kind: 'bounce',
      because: ['part: message/delivery-status', 'action: failed', 'status: 5.1.1'],
      about: 'sent-7@vendor.example',
      recipients: ['li@customer.example'],
      isFinal: true,
    })
  })

  test('for now', async () => {
    expect(await judge(reportHead, report([delayed]))).toMatchObject({
      recipients: ['wang@customer.example'],
      isFinal: false,
    })
  })

  test('failed with a status that may pass', async () => {
    const group = 'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 4.2.2'
    expect(await judge(reportHead, report([group]))).toMatchObject({ isFinal: false })
  })

  test('one failed, one delayed, one delivered', async () => {
    const delivered = 'Final-Recipient: rfc822; ok@customer.example\r\nAction: delivered\r\nStatus: 2.0.0'
    expect(await judge(reportHead, report([failed, delayed, delivered]))).toMatchObject({
      recipients: ['li@customer.example', 'wang@customer.example'],
      isFinal: true,
    })
  })

  test('all delivered is no bounce', async () => {
    const delivered = 'Final-Recipient: rfc822; ok@customer.example\r\nAction: delivered\r\nStatus: 2.0.0'
    expect(await judge(reportHead, report([delivered]))).toMatchObject({ kind: 'machine' })
  })

  test.each([bouncedRecipientsMax, bouncedRecipientsMax + 1])('%i recipients', async (count) => {
    const groups = Array.from(
      { length: count },
      (_, index) => `Final-Recipient: rfc822; a${index}@b.example\r\nAction: failed`,
    )
    const found = await judge(reportHead, report(groups))
    expect(found.kind === 'bounce' && found.recipients.length).toBe(bouncedRecipientsMax)
  })
})

describe('bounces of their own form', () => {
  const forms: readonly (readonly [string, readonly string[], string, object])[] = [
    [
      'qmail',
      ['From: MAILER-DAEMON@mx.customer.example', 'Subject: failure notice', 'Return-Path: <>'],
      'Hi. This is the mail program at mx.customer.example.\nI was unable to deliver your message to the following addresses.\n\n<li@customer.example>:\nSorry, no mailbox here by that name. (5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <sent-7@vendor.example>\nFrom: other@vendor.example\n',
      { about: 'sent-7@vendor.example', recipients: ['li@customer.example'], isFinal: true },
    ],
    [
      'exim',
      [
        'From: Mail Delivery System <Mailer-Daemon@mx.customer.example>',
        'Subject: Mail delivery failed: returning message to sender',
        'X-Failed-Recipients: li@customer.example, wang@customer.example',
      ],
      'A message that you sent could not be delivered to one or more of its recipients.',
      { recipients: ['li@customer.example', 'wang@customer.example'], isFinal: true },
    ],
    [
      'Exchange, Chinese',
      [
        'From: postmaster@customer.example',
        'Subject: =?utf-8?B?5pyq6YCB6L6+OiDorrjlj6/or4E=?=',
        'Content-Type: text/plain; charset=utf-8',
        'In-Reply-To: <sent-7@vendor.example>',
      ],
      '未能将邮件传递给以下收件人或组：\nli@customer.example\n该电子邮件地址不存在。 550 5.1.10 RESOLVER.ADR.RecipientNotFound',
      { about: 'sent-7@vendor.example', recipients: ['li@customer.example'], isFinal: true },
    ],
    [
      'QQ',
      [
        'From: PostMaster <PostMaster@mail.example>',
        'Subject: =?utf-8?B?57O757uf6YCA5L+hL1N5c3RlbXMgYm91bmNl?=',
        'Content-Type: text/plain; charset=gbk',
      ],
      '',
      { isFinal: true },
    ],
    [
      'NetEase',
      [
        'From: postmaster@mail.example',
        'Subject: =?gb2312?B?z7XNs83L0MU=?=',
        'Content-Type: text/plain; charset=utf-8',
      ],
      '抱歉，您的邮件被退回来了……\n收件人（li@customer.example）邮箱已满。\n550 5.2.2',
      { recipients: ['li@customer.example'], isFinal: true },
    ],
    [
      'Postfix, delayed',
      [
        'From: MAILER-DAEMON@mx.vendor.example',
        'Subject: Delayed Mail (still being retried)',
        'Return-Path: <>',
      ],
      'THIS IS A WARNING ONLY. Your message could not be delivered for more than 4 hour(s). It will be retried until it is 5 days old.\n\n<li@customer.example>: connect timed out 4.4.1',
      { recipients: ['li@customer.example'], isFinal: false },
    ],
  ]
  test.each(forms)('%s', async (_, headers, body, want) => {
    expect(await judge(headers, body)).toMatchObject({ kind: 'bounce', ...want })
  })
})
