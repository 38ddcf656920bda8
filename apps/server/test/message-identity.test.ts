// One mail is one message whichever way it came; two mails of a machine that repeats itself are two.
import { expect, test } from 'vitest'
import { parseMail, type ParsedMail } from '@holdfast/mail'
import { identityOfMail, keyedHash } from '../src/desk/message-identity.ts'

const key = new Uint8Array(32).fill(7)
const lines = [
  'From: Backup <Backup@harbour.example>',
  'To: support@vendor.example',
  'Subject: Report',
  'Date: Mon, 2 Mar 2026 09:00:00 +0800',
  'Message-ID: <report@harbour.example>',
  '',
  'The client shows fewer days than granted.',
]
const parsed = async (change: (line: string) => string = (line) => line): Promise<ParsedMail> => {
  const mail = await parseMail(Buffer.from(lines.map(change).join('\r\n')))
  if (mail.kind === 'refused') throw new Error(mail.code)
  return mail
}

test('the way through the network, and capitals of the address, make no other message', async () => {
  const one = identityOfMail(await parsed(), key)
  const other = await parsed((line) =>
    line.startsWith('From') ? `Received: from x.example\r\n${line.replace('Backup@', 'backup@')}` : line,
  )
  expect(identityOfMail(other, key)).toBe(one)
  expect(one).toMatch(/^mail:[0-9a-f]{64}$/)
})

test.each([
  ['Date', 'Date: Tue, 3 Mar 2026 09:00:00 +0800'],
  ['From', 'From: other@harbour.example'],
  ['Message-ID', 'Message-ID: <other@harbour.example>'],
  ['The', 'The client shows more days than granted.'],
])('another %s is another message', async (start, line) => {
  const other = await parsed((before) => (before.startsWith(start) ? line : before))
  expect(identityOfMail(other, key)).not.toBe(identityOfMail(await parsed(), key))
})

test('the subject counts where there is no Message-ID, and only there: gateways write into it', async () => {
  const marked = (line: string) => line.replace('Subject: ', 'Subject: [EXTERNAL] ')
  const nameless = (line: string) => line.replace('Message-ID', 'X-Message-ID')
  const named = [await parsed(), await parsed(marked)].map((mail) => identityOfMail(mail, key))
  expect(named[0]).toBe(named[1])
  const without = [await parsed(nameless), await parsed((line) => marked(nameless(line)))]
  expect(new Set(without.map((mail) => identityOfMail(mail, key))).size).toBe(2)
})

test('without the key nobody makes the hash', () => {
  expect(keyedHash(['0000199'], key)).not.toBe(keyedHash(['0000199'], new Uint8Array(32).fill(8)))
})
