import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { messageIdLengthMax, listMessageIds } from '../src/message-ids.ts'
import { parseMail } from '../src/parse-mail.ts'
import { fileNameLengthMax, safeFileName } from '../src/safe-name.ts'
import { mailOf, parsed } from './mails.ts'

describe('what a mail holds', () => {
  test('addresses of every kind', async () => {
    const mail = await parsed(
      mailOf([
        'Sender: desk@customer.example',
        'Reply-To: "Wang, Wei" <wang@customer.example>, b@customer.example',
        'Cc: Team: c@customer.example, D <d@customer.example>;',
        'Cc: e@customer.example',
        'Return-Path: <bounce@customer.example>',
        'Delivered-To: support@vendor.example',
        'X-Original-To: help@vendor.example',
      ]),
    )
    expect(mail.sender).toEqual({ name: '', address: 'desk@customer.example' })
    expect(mail.replyTo.map(({ name }) => name)).toEqual(['Wang, Wei', ''])
    expect(mail.cc.map(({ address }) => address)).toEqual([
      'c@customer.example',
      'd@customer.example',
      'e@customer.example',
    ])
    expect(mail.returnPath).toBe('bounce@customer.example')
    expect(mail.deliveredTo).toEqual(['support@vendor.example', 'help@vendor.example'])
    expect((await parsed(mailOf(['Return-Path: <>']))).returnPath).toBe('')
  })

  test('headers in their order, with the bytes that were sent', async () => {
    const mail = await parsed(
      Buffer.concat([
        Buffer.from('X-A: '),
        Buffer.from('b2e2cad4', 'hex'),
        Buffer.from('\r\n x\r\n'),
        mailOf(),
      ]),
    )
    expect(mail.headers[0]).toMatchObject({ name: 'x-a', value: '测试 x' })
    expect(Buffer.from(mail.headers[0]?.raw ?? []).toString('hex')).toBe(
      Buffer.from('582d413a20b2e2cad40a2078', 'hex').toString('hex'),
    )
  })

  test('its hash is that of the bytes', async () => {
    const bytes = mailOf()
    expect((await parsed(bytes)).hash).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  test('the character set of the mailbox decides where nothing else does', async () => {
    const bytes = mailOf(
      ['Content-Type: text/plain'],
      Buffer.from('cff0e8e2e5f220 ecb8f0'.replace(' ', ''), 'hex'),
    )
    const mail = await parsed(mailOf(['Content-Type: text/plain'], Buffer.from('ef20e8e520ec', 'hex')), {
      charset: 'windows-1251',
    })
    expect(mail.text).toBe('п ие м')
    expect((await parsed(bytes)).flags).toContain('charset-undeclared')
  })

  test('a mail is not changed by being parsed twice', async () => {
    const bytes = mailOf(['Content-Type: text/html'], '<p>a</p>')
    expect(await parsed(bytes)).toEqual(await parsed(bytes))
  })
})

describe('Message-IDs', () => {
  test.each([
    ['<a@b.example>', ['a@b.example']],
    ['<a@b.example> junk <c@d.example>', ['a@b.example', 'c@d.example']],
    ['<a@b\r\n .example>', ['a@b.example']],
    ['<<a@b.example>>', ['a@b.example']],
    ['a@b.example, c@d.example', ['a@b.example', 'c@d.example']],
    ['<no end', []],
    ['', []],
  ])('%s', (value, ids) => {
    expect(listMessageIds(value)).toEqual(ids)
  })

  test('length', () => {
    const id = (length: number) => `${'a'.repeat(length - 2)}@b`
    expect(listMessageIds(`<${id(messageIdLengthMax)}>`)).toHaveLength(1)
    expect(listMessageIds(`<${id(messageIdLengthMax + 1)}>`)).toEqual([])
  })
})

test('names of files: length', () => {
  const name = (length: number) => `${'a'.repeat(length - 4)}.txt`
  expect(safeFileName(name(fileNameLengthMax), 'x')).toBe(name(fileNameLengthMax))
  expect(safeFileName(name(fileNameLengthMax + 1), 'x')).toBe(name(fileNameLengthMax))
})

describe('limits hold for mails as for what is taken in', () => {
  test.each([
    ['headers', mailOf(Array.from({ length: 1_000 }, (_, index) => `X-${index}: a`))],
    ['headers', mailOf([`X-Long: ${'a'.repeat(300_000)}`])],
    ['lines', mailOf([], '\n'.repeat(1_000_001))],
    ['parts', mailOf(['Content-Type: multipart/mixed; boundary=b'], '--b\r\n\r\nx\r\n'.repeat(10_001))],
    [
      'depth',
      mailOf([], '').subarray(0, -2).toString() +
        Array.from(
          { length: 40 },
          (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
        ).join(''),
    ],
  ])('%s', async (because, bytes) => {
    expect(await parseMail(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)).toMatchObject({
      code: 'MAIL_REFUSED',
      facts: { because },
    })
  })

  test('size', async () => {
    expect(await parseMail(new Uint8Array(32 * 1024 * 1024 + 1))).toMatchObject({ code: 'CONTENT_TOO_LARGE' })
  })
})
