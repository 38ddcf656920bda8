// Mails that nobody wrote by hand, as mail systems and programs write them. RFC 3834, RFC 3464
import type { Instant } from '@holdfast/capabilities'
import type { Chance } from './chance.ts'
import { deskAddress } from './compose-human-mail.ts'
import {
  formatMail,
  formatMailDate,
  headerText,
  multipart,
  textPart,
  type Header,
  type MailEncoding,
  type Part,
} from './mail-bytes.ts'
import { composeLetter, findPerson, findTopic, type Language } from './mail-words.ts'

export type AutomatonMail = {
  readonly kind: 'bounce' | 'out-of-office' | 'auto-reply' | 'list'
  readonly at: Instant
  /** The id that In-Reply-To names, or null. */
  readonly answers: string | null
}

type Words = { readonly subject: string; readonly body: string }

const words: { readonly [kind in AutomatonMail['kind']]: { readonly [language in Language]: Words } } = {
  bounce: {
    zh: {
      subject: '系统退信',
      body: '您发送的邮件未能送达以下收件人，邮箱不存在。\r\n本邮件由系统自动发出。\r\n',
    },
    en: {
      subject: 'Undelivered Mail Returned to Sender',
      body: 'This is the mail system at host mx.example.\r\n\r\nYour message could not be delivered to one or more recipients.\r\n',
    },
  },
  'out-of-office': {
    zh: { subject: '自动回复：', body: '您好，我正在休假，返回办公室后会尽快回复您的邮件。\r\n' },
    en: { subject: 'Automatic reply: ', body: 'I am out of the office and will be back on Monday.\r\n' },
  },
  'auto-reply': {
    zh: { subject: '自动回复：', body: '您的邮件已经收到，我们会安排人员查看。请不要直接回复本邮件。\r\n' },
    en: {
      subject: 'Auto reply: ',
      body: 'Your mail has arrived and will be read. Please do not answer this one.\r\n',
    },
  },
  list: {
    zh: { subject: '[管理员邮件列表] ', body: '本周讨论摘要：\r\n' },
    en: { subject: '[admins] ', body: 'Digest of this week:\r\n' },
  },
}

const encodings: { readonly [language in Language]: readonly MailEncoding[] } = {
  zh: ['utf-8-base64', 'gb2312-raw', 'gbk-base64'],
  en: ['ascii'],
}

export function composeAutomaton(
  chance: Chance,
  mail: AutomatonMail,
): { raw: Buffer; encoding: MailEncoding } {
  const language: Language = chance.below(2) === 0 ? 'zh' : 'en'
  const encoding = chance.pick(encodings[language])
  const { subject, body } = words[mail.kind][language]
  const person = findPerson(chance, language)
  const host = person.address.split('@')[1] ?? ''
  const isBounce = mail.kind === 'bounce'
  const from = isBounce
    ? `MAILER-DAEMON@mx.${host}`
    : mail.kind === 'list'
      ? `admins@lists.example`
      : person.address
  const headers: Header[] = [
    ['Return-Path', mail.kind === 'list' ? '<admins-owner@lists.example>' : '<>'],
    [
      'Received',
      `from mx.${host} (mx.${host} [203.0.113.${chance.between(1, 254)}])\r\n\tby mx.vendor.example with ESMTP id ${chance.hex(8)}\r\n\tfor <${deskAddress}>; ${formatMailDate(mail.at, 0)}`,
    ],
    ['Date', formatMailDate(mail.at, language === 'zh' ? 8 : 0)],
    ['From', from],
    ['To', deskAddress],
    ['Subject', headerText(isBounce ? subject : subject + findTopic(chance, language), encoding)],
    ['Message-ID', `<${chance.hex(12)}@${host}>`],
    ...signsOf(mail),
    ['MIME-Version', '1.0'],
  ]
  const letter = composeLetter(chance, person, isBounce ? 200 : chance.between(300, 900))
  const text = textPart(`${body}\r\n${letter}`, encoding)
  const part = isBounce ? reportOf(chance, text, host) : text
  return { raw: formatMail(headers, part), encoding }
}

function signsOf({ kind, answers }: AutomatonMail): Header[] {
  const replied: Header[] = answers === null ? [] : [['In-Reply-To', `<${answers}>`]]
  switch (kind) {
    case 'bounce':
      return [['Auto-Submitted', 'auto-replied']]
    case 'out-of-office':
    case 'auto-reply':
      return [...replied, ['Auto-Submitted', 'auto-replied'], ['X-Auto-Response-Suppress', 'All']]
    case 'list':
      return [
        ['List-Id', 'Administrators <admins.lists.example>'],
        ['List-Unsubscribe', '<mailto:admins-leave@lists.example>'],
        ['Precedence', 'list'],
      ]
  }
}

/** A report of RFC 3464 about a mail that the desk never sent under this id. */
function reportOf(chance: Chance, text: Part, host: string): Part {
  const recipient = `person${chance.between(1, 99)}@${host}`
  const status = [
    `Reporting-MTA: dns; mx.${host}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
    '',
  ].join('\r\n')
  const back = [
    `From: ${deskAddress}`,
    `To: ${recipient}`,
    'Subject: about your request',
    `Message-ID: <${chance.hex(12)}@vendor.example>`,
    '',
  ].join('\r\n')
  return multipart(
    'report; report-type=delivery-status',
    [
      text,
      { headers: ['Content-Type: message/delivery-status'], body: Buffer.from(status) },
      { headers: ['Content-Type: text/rfc822-headers'], body: Buffer.from(back) },
    ],
    chance,
  )
}
