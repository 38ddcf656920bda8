// From a thread's numbers to the fleet's explanation, and from parsed mails to a thread.
import { parseInstant, secondsPerDay as day, type Instant } from '@holdfast/capabilities'
import type { Found, ImportedMessage } from '@holdfast/desk'
import type { MailAttachment, ParsedMail } from '@holdfast/mail'
import { describe, expect, test } from 'vitest'
import { explainThread, localeOfThread } from '../src/bridges/explain-thread.ts'
import { threadOfMails } from '../src/bridges/thread-of-mails.ts'

const now = parseInstant('2025-04-01T00:00:00Z') as Instant

function foundOf(kind: 'term' | 'remaining', days: number, more: Partial<Found> = {}): Found {
  return { kind, value: days * day, text: `${days}天`, message: 1, from: 0, to: 4, ...more }
}

function messageOf(text: string): ImportedMessage {
  return {
    index: 1,
    from: { name: '', address: '' },
    side: 'unknown',
    sideCertainty: 'open',
    audience: 'unknown',
    audienceCertainty: 'open',
    because: [],
    sentAt: '',
    flags: [],
    attachments: [],
    absentAttachments: [],
    text,
  }
}

describe('explanations', () => {
  const zh = [messageOf('授权期限为150000天，升级后剩余 100/300/600/800 天。')]
  const term = foundOf('term', 150_000)
  const left = [100, 300, 600, 800].map((days) => foundOf('remaining', days, { message: 2 }))

  test('150,000 days and 100/300/600/800 left: 32-bit seconds, as a hypothesis, with what it went by', () => {
    const [proposal, ...others] = explainThread(now)([term, ...left], zh)
    expect(others).toEqual([])
    expect(proposal?.kind).toBe('explanation')
    expect(proposal?.text).toMatch(/^假设，尚待证实：/)
    expect(proposal?.text).toContain('32 位整数（单位：秒）')
    expect(proposal?.text).toContain('869 天 04:35:12')
    expect(proposal?.text).toContain('下一步：')
    expect(proposal?.evidence).toEqual([
      { message: 1, text: '150000天' },
      ...[100, 300, 600, 800].map((days) => ({ message: 2, text: `${days}天` })),
    ])
  })

  test('a vague number is an interval, and stands among the evidence', () => {
    const vague = foundOf('remaining', 800, { atLeast: true, text: '800+', message: 3 })
    const [proposal] = explainThread(now)(
      [term, vague, foundOf('remaining', 869), foundOf('remaining', 750, { about: true })],
      zh,
    )
    expect(proposal?.text).toContain('869 天 04:35:12')
    expect(proposal?.evidence).toContainEqual({ message: 3, text: '800+' })
  })

  test('where several terms are named, the one that explains most', () => {
    const others = [foundOf('term', 30), foundOf('term', 3_650)]
    const [proposal] = explainThread(now)([...others, term, ...left], zh)
    expect(proposal?.text).toContain('869 天 04:35:12')
    expect(proposal?.evidence[0]).toEqual({ message: 1, text: '150000天' })
  })

  test('another overflow: 60,000 days in 32-bit seconds', () => {
    const some = [200, 500, 1_200].map((days) => foundOf('remaining', days))
    const [proposal] = explainThread(now)(
      [foundOf('term', 60_000), ...some],
      [messageOf('60,000 days were granted.')],
    )
    expect(proposal?.text).toMatch(/^Hypothesis, to be confirmed: 60000 days were granted\./)
  })

  test.each([
    ['no term', left],
    ['no remaining time', [term]],
    ['what was granted is left', [foundOf('term', 180), foundOf('remaining', 179), foundOf('remaining', 90)]],
    ['nothing', []],
    ['values that are no lengths', [{ ...term, value: 'x' }, foundOf('remaining', -3)]],
  ])('nothing is proposed: %s', (_, found) => expect(explainThread(now)(found, zh)).toEqual([]))

  test('the language of the thread', () => {
    expect(localeOfThread(zh)).toBe('zh')
    expect(localeOfThread([messageOf('150,000 days 一')])).toBe('en')
    expect(localeOfThread([])).toBe('en')
  })
})

describe('mails as a thread', () => {
  const attachment = (name: string, role: MailAttachment['role']): MailAttachment => ({
    name,
    mediaType: 'application/octet-stream',
    role,
    contentId: null,
    bytes: new Uint8Array(),
    hash: '00',
  })
  const mailOf = (given: Partial<ParsedMail>): ParsedMail => ({
    kind: 'mail',
    hash: given.subject ?? '',
    messageId: null,
    inReplyTo: [],
    references: [],
    subject: '',
    from: [{ name: 'Ivo', address: 'ivo@vendor.example' }],
    sender: null,
    replyTo: [],
    to: [],
    cc: [],
    returnPath: null,
    deliveredTo: [],
    date: null,
    headers: [],
    text: '',
    html: null,
    attachments: [],
    automaton: { kind: 'person' },
    flags: [],
    ...given,
  })
  const dated = (written: string) => ({ written, moment: parseInstant(written), offsetMinutes: 0 })

  test('by moment, once each, undated last', () => {
    const mails = [
      mailOf({ subject: 'c' }),
      mailOf({ subject: 'b', date: dated('2025-03-04T00:00:00Z') }),
      mailOf({ subject: 'a', date: dated('2025-03-03T00:00:00Z') }),
      mailOf({ subject: 'b', date: dated('2025-03-04T00:00:00Z') }),
    ]
    const thread = threadOfMails(mails)
    expect(thread.subject).toBe('a')
    expect(thread.messages.map(({ index, subject, sentAt }) => [index, subject, sentAt])).toEqual([
      [1, 'a', '2025-03-03T00:00:00Z'],
      [2, 'b', '2025-03-04T00:00:00Z'],
      [3, 'c', ''],
    ])
  })

  test('what is kept of a mail', () => {
    const mail = mailOf({
      from: [],
      sender: { name: 'Desk', address: 'desk@vendor.example' },
      to: [{ name: '', address: 'a@x.example' }],
      cc: [{ name: 'B', address: 'b@x.example' }],
      text: '\r\n \r\nfirst\r\n\r\nlast\r\n\r\n',
      attachments: [
        attachment('log.zip', 'file'),
        attachment('smime.p7s', 'signature-smime'),
        attachment('', 'inline'),
      ],
      messageId: 'm1@vendor.example',
      inReplyTo: ['m0@vendor.example'],
    })
    expect(threadOfMails([mail]).messages[0]).toEqual({
      index: 1,
      from: { name: 'Desk', address: 'desk@vendor.example' },
      to: [
        { name: '', address: 'a@x.example' },
        { name: 'B', address: 'b@x.example' },
      ],
      sentAt: '',
      moment: null,
      offsetMinutes: null,
      subject: '',
      text: 'first\n\nlast',
      attachments: ['log.zip'],
      messageId: 'm1@vendor.example',
      inReplyTo: ['m0@vendor.example'],
      references: [],
    })
    expect(threadOfMails([])).toEqual({ kind: 'thread', subject: '', messages: [] })
  })
})
