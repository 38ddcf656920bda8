import { instant } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { composeMail, formatMailDate } from '../../src/doors/compose-mail.ts'
import {
  draftAttachmentsMax,
  draftBytesMax,
  draftIdCharactersMax,
  draftNameCharactersMax,
  draftRecipientsMax,
  draftReferencesMax,
  draftSubjectCharactersMax,
  type DraftAttachment,
  type MailDraft,
} from '../../src/doors/mail-draft.ts'

const draftOf = (set: Partial<MailDraft> = {}): MailDraft => ({
  messageId: 'm1.k7@desk.example',
  date: { moment: instant('2026-03-02T08:00:00Z'), offsetMinutes: 480 },
  from: { name: '支持台', address: 'support@desk.example' },
  to: [{ name: 'Kim', address: 'kim@customer.example' }],
  cc: [],
  replyTo: null,
  subject: 'Plan',
  text: 'Hello\n',
  html: null,
  attachments: [],
  inReplyTo: null,
  references: [],
  isAutomatic: false,
  ...set,
})
const fileOf = (set: Partial<DraftAttachment> = {}): DraftAttachment => ({
  name: 'log.txt',
  mediaType: 'text/plain',
  bytes: Buffer.from('line\n'),
  contentId: null,
  ...set,
})

async function composed(set: Partial<MailDraft> = {}): Promise<string> {
  const bytes = await composeMail(draftOf(set))
  if (!(bytes instanceof Uint8Array)) throw new Error(JSON.stringify(bytes))
  return Buffer.from(bytes).toString('latin1')
}
const headOf = (text: string) => text.slice(0, text.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
const headerOf = (text: string, name: string) =>
  headOf(text)
    .split('\r\n')
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))
    ?.slice(name.length + 2)
const read = async (set: Partial<MailDraft>) => PostalMime.parse(Buffer.from(await composed(set), 'latin1'))

const chinese =
  '关于离线激活后剩余时间显示异常的处理方案与后续步骤，请查收附件中的日志并在周五之前答复我们是否可以安排重新激活'

describe('what other programs read', () => {
  test('names, subject, text and attachment names in Chinese come back', async () => {
    const name = '现场日志（第二批）设备清单及剩余时间截图说明.txt'
    const mail = await read({
      to: [{ name: '王小明', address: 'wang@customer.example' }],
      subject: chinese,
      text: `${chinese}\n第二行\n`,
      attachments: [fileOf({ name })],
    })
    expect(mail.subject).toBe(chinese)
    expect(mail.to).toEqual([{ name: '王小明', address: 'wang@customer.example' }])
    expect(mail.text?.trimEnd()).toBe(`${chinese}\n第二行`)
    expect(mail.attachments[0]?.filename).toBe(name)
  })

  test('each encoded word is whole characters of UTF-8, and at most 75 long', async () => {
    const text = await composed({ subject: chinese, attachments: [fileOf({ name: `${chinese}.txt` })] })
    const words = [...text.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)]
    expect(words.length).toBeGreaterThan(5)
    for (const [word, encoding, payload = ''] of words) {
      expect(word.length).toBeLessThanOrEqual(75)
      const bytes =
        encoding?.toUpperCase() === 'B'
          ? Buffer.from(payload, 'base64')
          : Buffer.from(
              payload
                .replaceAll('_', ' ')
                .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
              'latin1',
            )
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow()
    }
  })

  // Older Outlook and Foxmail read the name of the Content-Type, newer programs RFC 2231 in Content-Disposition.
  test('an attachment carries its name in both forms', async () => {
    const text = await composed({ attachments: [fileOf({ name: '日志.txt' })] })
    expect(text).toMatch(/name="=\?UTF-8\?/i)
    expect(text).toMatch(/filename\*(?:0\*)?=utf-8''%E6%97%A5/i)
  })

  test('ids, threading, reply address and date', async () => {
    const text = await composed({
      inReplyTo: 'q2@customer.example',
      references: ['q1@customer.example', 'a1@desk.example'],
      replyTo: { name: '', address: 'support+k7m2qx@desk.example' },
    })
    expect(headerOf(text, 'Message-ID')).toBe('<m1.k7@desk.example>')
    expect(headerOf(text, 'In-Reply-To')).toBe('<q2@customer.example>')
    expect(headerOf(text, 'References')).toBe('<q1@customer.example> <a1@desk.example> <q2@customer.example>')
    expect(headerOf(text, 'Reply-To')).toBe('support+k7m2qx@desk.example')
    expect(headerOf(text, 'Date')).toBe('Mon, 02 Mar 2026 16:00:00 +0800')
    expect(headerOf(text, 'Auto-Submitted')).toBeUndefined()
  })

  test('a rule says that it is one', async () => {
    const text = await composed({ isAutomatic: true })
    expect(headerOf(text, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(text, 'X-Auto-Response-Suppress')).toBe('All')
    expect(headerOf(text, 'Precedence')).toBe('bulk')
    const answer = await composed({ isAutomatic: true, inReplyTo: 'q@customer.example' })
    expect(headerOf(answer, 'Auto-Submitted')).toBe('auto-replied')
  })

  test('a picture of the HTML lies beside it, files after both', async () => {
    const picture = fileOf({ name: 'a.png', mediaType: 'image/png', contentId: 'p1@desk.example' })
    const mail = await read({
      html: '<p>看<img src="cid:p1@desk.example"></p>',
      attachments: [picture, fileOf()],
    })
    expect(mail.html).toContain('看')
    expect(mail.attachments.map(({ contentId, filename }) => [filename, contentId])).toEqual([
      ['a.png', '<p1@desk.example>'],
      ['log.txt', undefined],
    ])
  })

  test('a mail as attachment travels as a file, its eight bits encoded', async () => {
    const inner = Buffer.from('Subject: raw\r\n\r\n中文\r\n')
    const mail = await read({
      attachments: [fileOf({ name: 'a.eml', mediaType: 'message/rfc822', bytes: inner })],
    })
    expect(mail.attachments[0]?.mimeType).toBe('application/octet-stream')
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).equals(inner)).toBe(true)
  })
})

test('an empty text and an empty file are sent as they are', async () => {
  const mail = await read({ text: '', html: '', attachments: [fileOf({ bytes: new Uint8Array() })] })
  expect(mail.text?.trim()).toBe('')
  const [file] = mail.attachments
  expect(file?.content).toEqual(new ArrayBuffer(0))
})

test('dates', () => {
  const at = instant('2026-01-01T00:30:00Z')
  expect(formatMailDate(at, 0)).toBe('Thu, 01 Jan 2026 00:30:00 +0000')
  expect(formatMailDate(at, -210)).toBe('Wed, 31 Dec 2025 21:00:00 -0330')
  expect(formatMailDate(instant('1969-12-31T23:59:59Z'), 0)).toBe('Wed, 31 Dec 1969 23:59:59 +0000')
})

test('the same draft gives the same bytes; another text, another boundary', async () => {
  const set = { html: '<p>x</p>', attachments: [fileOf()] }
  const boundaryOf = (text: string) => /boundary="([^"]+)"/.exec(text)?.[1]
  const [one, two, other] = [
    await composed(set),
    await composed(set),
    await composed({ ...set, text: 'Bye\n' }),
  ]
  expect(one).toBe(two)
  expect(boundaryOf(other)).not.toBe(boundaryOf(one))
})

test('nobody is named who stands in the envelope alone', async () => {
  const draft = { ...draftOf(), bcc: [{ name: 'Secret', address: 'secret@vendor.example' }] }
  const bytes = await composeMail(draft)
  expect(Buffer.from(bytes as Uint8Array).toString('latin1')).not.toMatch(/secret|bcc/i)
})

test('references keep the first and the newest', async () => {
  const referencesOf = async (count: number) => {
    const references = Array.from({ length: count }, (_, at) => `r${at}@customer.example`)
    return headerOf(await composed({ references }), 'References')?.split(' ') ?? []
  }
  expect(await referencesOf(draftReferencesMax)).toHaveLength(draftReferencesMax)
  const kept = await referencesOf(draftReferencesMax + 1)
  expect(kept).toHaveLength(draftReferencesMax)
  expect(kept.slice(0, 2)).toEqual(['<r0@customer.example>', '<r2@customer.example>'])
  expect(kept.at(-1)).toBe(`<r${draftReferencesMax}@customer.example>`)
  expect(await referencesOf(200_000)).toHaveLength(draftReferencesMax)
  const odd = await composed({ references: ['a b@x.example', 'no-sign', 'ok@x.example', 'ok@x.example'] })
  expect(headerOf(odd, 'References')).toBe('<ok@x.example>')
})

describe('refused', () => {
  const person = { name: 'Kim', address: 'kim@customer.example' }
  const refusals: readonly (readonly [string, Partial<MailDraft>, string, string])[] = [
    ['a line break in the subject', { subject: 'a\r\nBcc: x@y.example' }, 'subject', 'control-character'],
    ['a bare LF in a name', { to: [{ ...person, name: 'a\nb' }] }, 'to', 'control-character'],
    ['a bare CR in the sender', { from: { ...person, name: 'a\rb' } }, 'from', 'control-character'],
    ['a line separator', { cc: [{ ...person, name: 'a\u2028b' }] }, 'cc', 'control-character'],
    [
      'a line break in an attachment',
      { attachments: [fileOf({ name: 'a\r\nb' })] },
      'attachments',
      'control-character',
    ],
    [
      'a line break in an address',
      { to: [{ ...person, address: 'a@b.example\r\nX: y' }] },
      'to',
      'malformed',
    ],
    ['two addresses in one', { to: [{ ...person, address: 'a@b.example, c@d.example' }] }, 'to', 'malformed'],
    ['no address', { replyTo: { ...person, address: 'nobody' } }, 'replyTo', 'malformed'],
    [
      'a media type with parameters',
      { attachments: [fileOf({ mediaType: 'text/plain; x=y' })] },
      'attachments',
      'malformed',
    ],
    ['a Message-ID with brackets', { messageId: '<a@b.example>' }, 'messageId', 'malformed'],
    [
      'an offset that is none',
      { date: { moment: instant('2026-03-02T08:00:00Z'), offsetMinutes: 841 } },
      'date',
      'malformed',
    ],
    ['nobody to send it to', { to: [] }, 'to', 'missing'],
    ['an attachment without a name', { attachments: [fileOf({ name: '' })] }, 'attachments', 'missing'],
  ]
  test.each(refusals)('%s', async (_name, set, field, because) => {
    expect(await composeMail(draftOf(set))).toEqual({
      kind: 'refused',
      code: 'MAIL_DRAFT_REFUSED',
      facts: { field, because },
    })
  })

  const limits: readonly (readonly [string, (over: number) => Partial<MailDraft>, string])[] = [
    [
      'recipients',
      (over) => ({ to: Array.from({ length: draftRecipientsMax + over }, () => person) }),
      'too-many',
    ],
    [
      'attachments',
      (over) => ({ attachments: Array.from({ length: draftAttachmentsMax + over }, () => fileOf()) }),
      'too-many',
    ],
    ['subject', (over) => ({ subject: '案'.repeat(draftSubjectCharactersMax + over) }), 'too-long'],
    [
      'name',
      (over) => ({ to: [{ ...person, name: '王'.repeat(draftNameCharactersMax + over) }] }),
      'too-long',
    ],
    ['id', (over) => ({ messageId: `a@${'b'.repeat(draftIdCharactersMax - 2 + over)}` }), 'malformed'],
    [
      'bytes',
      (over) => ({ text: '', attachments: [fileOf({ bytes: Buffer.alloc(draftBytesMax + over) })] }),
      'too-large',
    ],
  ]
  test.each(limits)('one past the limit of %s, not at it', async (_name, set, because) => {
    expect(await composeMail(draftOf(set(0)))).toBeInstanceOf(Uint8Array)
    expect(await composeMail(draftOf(set(1)))).toMatchObject({ facts: { because } })
  })
})

test('whatever is typed: lines of seven bits, no longer than mail allows, and the headers are ours alone', async () => {
  const anything = fc.string({ unit: 'binary', maxLength: 120 })
  const wild = fc.oneof(
    anything,
    fc.string({ maxLength: 3000 }),
    fc.constant('From a\n.\n..\r\n\r\nBcc: x\r'),
  )
  await fc.assert(
    fc.asyncProperty(
      anything,
      anything,
      wild,
      fc.option(wild, { nil: null }),
      anything,
      async (name, subject, text, html, file) => {
        const set = {
          to: [{ name, address: 'kim@customer.example' }],
          subject,
          text,
          html,
          attachments: [fileOf({ name: file })],
        }
        const bytes = await composeMail(draftOf(set))
        if (!(bytes instanceof Uint8Array)) return
        const mail = Buffer.from(bytes).toString('latin1')
        // oxlint-disable-next-line no-control-regex
        expect(mail).toMatch(/^[\r\n\t\x20-\x7e]*$/)
        expect(mail).not.toMatch(/(?<!\r)\n|\r(?!\n)/)
        expect(Math.max(...mail.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
        const names = headOf(mail)
          .split('\r\n')
          .map((line) => line.split(':')[0]?.toLowerCase())
        const ours = ['from', 'to', 'message-id', 'date', 'mime-version', 'content-type']
        expect(new Set(names.filter((header) => header !== 'subject'))).toEqual(new Set(ours))
        expect(names).toHaveLength(new Set(names).size)
      },
    ),
    { numRuns: 300 },
  )
})
