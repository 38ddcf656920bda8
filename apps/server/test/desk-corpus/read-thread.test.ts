// What kind of source a file is shows in its bytes; what cannot be read is refused as a whole.
import { mailBytesMax } from '@holdfast/intake'
import { expect, test } from 'vitest'
import { readSource, threadOfBytes } from '../../src/cli/case/read-thread.ts'

const mail = (text: string, more = '') =>
  Buffer.from(
    `From: Ann <ann@vendor.example>\r\nDate: Mon, 3 Mar 2025 10:00:00 +0800\r\nSubject: S\r\n${more}\r\n${text}\r\n`,
  )
const from = Buffer.from('From ann@vendor.example Mon Mar  3 10:00:00 2025\r\n')
const lookOf = async (bytes: Uint8Array) => {
  const thread = await threadOfBytes(bytes)
  return thread.kind === 'refused' ? [thread.code, thread.facts] : thread.messages.map(({ text }) => text)
}

test('a mail is known by its headers, a mailbox by its first line', async () => {
  expect(await lookOf(mail('one'))).toEqual(['one'])
  expect(await lookOf(Buffer.concat([from, mail('one'), Buffer.from('\r\n'), from, mail('two')]))).toEqual([
    'one',
    'two',
  ])
})

test.each([
  ['a text with one header', 'Subject: nothing else\n\ntext\n', 'THREAD_UNREADABLE'],
  ['a text with colons', 'Note: x\nFrom: y\n\nDate: z\n', 'THREAD_UNREADABLE'],
  ['headers that are none', 'X : y\nFrom: a\nDate: b\n\n', 'THREAD_UNREADABLE'],
])('%s is no mail', async (_, text, code) => {
  expect((await lookOf(Buffer.from(text)))[0]).toBe(code)
})

test('an Outlook message is known by its signature', async () => {
  const bytes = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)])
  expect(await lookOf(bytes)).toEqual(['MAIL_REFUSED', { because: 'malformed', mail: 1 }])
})

test('a mailbox with a mail that is refused is refused, and says which', async () => {
  const headers = Array.from({ length: 20_000 }, (_, at) => `X-${at}: y\r\n`).join('')
  const bytes = Buffer.concat([from, mail('one'), Buffer.from('\r\n'), from, mail('two', headers)])
  expect(await lookOf(bytes)).toEqual(['MAIL_REFUSED', { because: 'headers', mail: 2 }])
})

test('a file of as many bytes as a mail may have is read, one more is not', async () => {
  const start = mail('')
  const read = async (length: number) => {
    const bytes = Buffer.alloc(length, `${'x'.repeat(990)}\n`)
    start.copy(bytes)
    const source = await readSource(
      {
        stdin: (async function* () {
          yield bytes
        })(),
      },
      '-',
    )
    return source.kind === 'refused' ? source.code : source.kind
  }
  expect(await read(mailBytesMax)).toBe('mails')
  expect(await read(mailBytesMax + 1)).toBe('CONTENT_TOO_LARGE')
})
