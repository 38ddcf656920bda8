import { createHash } from 'node:crypto'
import { formatInstant } from '@holdfast/capabilities'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCompoundFile, compoundDepthMax, isCompoundFile } from '../src/check-compound-file.ts'
import { openOutlookMessage } from '../src/open-outlook-message.ts'
import type { ParsedMail } from '../src/parsed-mail.ts'
import { outlookMessageOf, type MessageParts, type Property } from './outlook-message-of.ts'

const gbk = (hex: string) => Buffer.from(hex, 'hex')
// 激活失败, as Python writes it: '激活失败'.encode('gbk')
const failure = gbk('bca4bbeecaa7b0dc')
const sent: readonly Property[] = [
  { tag: 0x001a001f, text: 'IPM.Note' },
  { tag: 0x0037001f, text: '激活失败' },
  { tag: 0x0c1a001f, text: '李, 明' },
  { tag: 0x5d01001f, text: 'liming@customer.example' },
  { tag: 0x1000001f, text: '您好，\r\n请协助。\r\n' },
  { tag: 0x1035001f, text: '<1@customer.example>' },
  { tag: 0x00390040, at: '2021-01-05T03:40:00Z' },
]
const data = new Uint8Array([1, 2, 3, 0xff])

async function open(parts: MessageParts): Promise<ParsedMail> {
  const mail = await openOutlookMessage(outlookMessageOf(parts))
  if (mail.kind === 'refused') throw new Error(mail.code)
  return mail
}

describe('what a message holds', () => {
  test('a message that was never sent over the wire', async () => {
    const mail = await open({
      properties: sent,
      recipients: [
        [
          { tag: 0x3001001f, text: '技术支持' },
          { tag: 0x39fe001f, text: 'support@vendor.example' },
          { tag: 0x0c150003, number: 1 },
        ],
        [
          { tag: 0x3001001f, text: 'Anna' },
          { tag: 0x39fe001f, text: 'anna@vendor.example' },
          { tag: 0x0c150003, number: 2 },
        ],
      ],
      attachments: [
        [
          { tag: 0x3707001f, text: '日志.zip' },
          { tag: 0x370e001f, text: 'application/zip' },
          { tag: 0x37010102, bytes: data },
        ],
      ],
    })
    expect(mail).toMatchObject({
      subject: '激活失败',
      from: [{ name: '李, 明', address: 'liming@customer.example' }],
      to: [{ name: '技术支持', address: 'support@vendor.example' }],
      cc: [{ name: 'Anna', address: 'anna@vendor.example' }],
      text: '您好，\n请协助。',
      messageId: '1@customer.example',
      flags: [],
      automaton: { kind: 'person' },
    })
    expect(mail.date?.moment === null ? null : formatInstant(mail.date?.moment ?? (0 as never))).toBe(
      '2021-01-05T03:40:00Z',
    )
    expect(mail.attachments).toMatchObject([
      {
        name: '日志.zip',
        mediaType: 'application/zip',
        role: 'file',
        hash: createHash('sha256').update(data).digest('hex'),
      },
    ])
  })

  test('headers of the wire come first', async () => {
    const headers =
      'From: "Wang" <wang@customer.example>\r\nSubject: wire\r\nDate: Tue, 05 Jan 2021 11:40:00 +0800\r\nMessage-ID: <w@customer.example>\r\nReferences: <a@vendor.example>\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/mixed; boundary=x\r\n'
    const mail = await open({ properties: [...sent, { tag: 0x007d001f, text: headers }] })
    expect(mail).toMatchObject({
      subject: 'wire',
      from: [{ address: 'wang@customer.example' }],
      references: ['a@vendor.example'],
      date: { offsetMinutes: 480 },
      text: '您好，\n请协助。',
      automaton: { kind: 'auto-reply' },
    })
  })

  test('texts in a code page', async () => {
    const mail = await open({
      properties: [
        { tag: 0x3ffd0003, number: 936 },
        { tag: 0x0037001e, bytes: failure },
        { tag: 0x1000001e, bytes: failure },
        { tag: 0x0c1f001f, text: 'li@customer.example' },
      ],
      attachments: [
        [
          { tag: 0x3707001e, bytes: Buffer.concat([failure, Buffer.from('.txt')]) },
          { tag: 0x37010102, bytes: data },
        ],
      ],
    })
    expect(mail).toMatchObject({
      subject: '激活失败',
      text: '激活失败',
      attachments: [{ name: '激活失败.txt' }],
    })
  })

  test('a page in the code page that it names', async () => {
    const mail = await open({
      properties: [
        { tag: 0x0037001f, text: 'x' },
        { tag: 0x3fde0003, number: 936 },
        { tag: 0x10130102, bytes: Buffer.concat([Buffer.from('<p>'), failure, Buffer.from('</p>')]) },
      ],
    })
    expect(mail).toMatchObject({ html: '<p>激活失败</p>', text: '激活失败' })
  })

  test('a message in a message is one that can be opened', async () => {
    const mail = await open({
      properties: sent,
      attachments: [
        [
          { tag: 0x3001001f, text: 'inner' },
          { tag: 0x3701000d, message: sent },
        ],
      ],
    })
    const [inner] = mail.attachments
    expect(inner).toMatchObject({ role: 'mail', name: 'inner.msg', mediaType: 'application/vnd.ms-outlook' })
    expect(await openOutlookMessage(inner?.bytes ?? new Uint8Array())).toMatchObject({
      subject: '激活失败',
      text: '您好，\n请协助。',
    })
  })

  test('RTF alone is named', async () => {
    const mail = await open({
      properties: [
        { tag: 0x0037001f, text: 'x' },
        { tag: 0x10090102, bytes: data },
      ],
    })
    expect(mail.flags).toContain('body-rtf')
    expect(mail.attachments).toMatchObject([{ name: 'body.rtf' }])
  })

  test('an address of Exchange is none', async () => {
    const mail = await open({
      properties: [
        { tag: 0x0c1a001f, text: 'Li' },
        { tag: 0x0c1f001f, text: '/o=Example/cn=li' },
      ],
    })
    expect(mail.from).toEqual([{ name: 'Li', address: '' }])
  })
})

describe('what is no sound message', () => {
  const whole = outlookMessageOf({
    properties: sent,
    attachments: [[{ tag: 0x37010102, bytes: new Uint8Array(9_000) }]],
  })

  test('signature', async () => {
    expect(isCompoundFile(whole)).toBe(true)
    expect(checkCompoundFile(whole)).toBe('sound')
    expect(await openOutlookMessage(Buffer.from('From: a'))).toMatchObject({
      code: 'MAIL_REFUSED',
      facts: { because: 'malformed' },
    })
    expect(await openOutlookMessage(new Uint8Array())).toMatchObject({ code: 'MAIL_REFUSED' })
  })

  test('chains that run in circles are found before they are followed', async () => {
    const view = new DataView(whole.buffer, whole.byteOffset)
    const fat = (view.getInt32(0x4c, true) + 1) * 512
    const directory = view.getInt32(0x30, true)
    const circled = whole.slice()
    new DataView(circled.buffer).setInt32(fat + directory * 4, directory, true)
    expect(checkCompoundFile(circled)).toBe('damaged')
    const entry = (directory + 1) * 512 + 128
    const looped = whole.slice()
    new DataView(looped.buffer).setInt32(entry + 0x44, 1, true)
    expect(checkCompoundFile(looped)).toBe('damaged')
    const bomb = whole.slice()
    for (let at = entry; at < entry + 128 * 12; at += 128)
      new DataView(bomb.buffer).setInt32(at + 0x78, 0x7fffffff, true)
    expect(checkCompoundFile(bomb)).toBe('damaged')
    expect(await openOutlookMessage(bomb)).toMatchObject({ code: 'MAIL_REFUSED' })
  })

  test('no harm makes it throw', async () => {
    const harm = fc.array(
      fc.tuple(fc.nat(whole.length - 4), fc.constantFrom(0, 1, 2, 0x7fffffff, -1, -2, 0x10000)),
      { minLength: 1, maxLength: 8 },
    )
    let read = 0
    await fc.assert(
      fc.asyncProperty(harm, async (harms) => {
        const bytes = whole.slice()
        for (const [at, value] of harms) new DataView(bytes.buffer).setInt32(at, value, true)
        const mail = await openOutlookMessage(bytes)
        expect(['mail', 'refused']).toContain(mail.kind)
        if (mail.kind === 'mail') read++
      }),
      { seed: 20_210_105, numRuns: 600 },
    )
    expect(read).toBeGreaterThan(0)
  })

  test('storages in each other', () => {
    const nested = (levels: number): readonly Property[] =>
      levels === 0 ? [] : [{ tag: 0x3701000d, message: nested(levels - 1) }]
    // What the innermost storage holds lies one deeper.
    expect(checkCompoundFile(outlookMessageOf({ properties: nested(compoundDepthMax - 1) }))).toBe('sound')
    expect(checkCompoundFile(outlookMessageOf({ properties: nested(compoundDepthMax) }))).toBe('damaged')
  })

  test('cut anywhere', async () => {
    for (let length = 0; length < whole.length; length += 97)
      expect(['mail', 'refused']).toContain((await openOutlookMessage(whole.slice(0, length))).kind)
  })
})
