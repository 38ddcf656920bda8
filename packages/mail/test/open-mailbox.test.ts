import { mailBytesMax } from '@holdfast/intake'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMailbox, type MailboxMail, type MailboxOptions } from '../src/open-mailbox.ts'
import { mailOf } from './mails.ts'

const separator = 'From li@customer.example Tue Jan  5 11:40:00 2021'

async function list(source: Iterable<Uint8Array>, options: MailboxOptions = {}): Promise<MailboxMail[]> {
  const mails: MailboxMail[] = []
  for await (const mail of openMailbox(source, options)) mails.push(mail)
  return mails
}

const textOf = ({ mail }: MailboxMail) => (mail.kind === 'refused' ? mail.code : mail.text)
const box = (bodies: readonly string[], end = '\n') =>
  Buffer.from(bodies.map((body) => `${separator}${end}Subject: a${end}${end}${body}${end}${end}`).join(''))

describe('mails one after another', () => {
  test.each(['\n', '\r\n'])('line ends %j', async (end) => {
    expect((await list([box(['one', 'two', ''], end)])).map(textOf)).toEqual(['one', 'two', ''])
  })

  test('each is the mail that was put in, byte for byte', async () => {
    const inner = mailOf([], 'one\r\ntwo\r\n')
    const [mail] = await list([Buffer.concat([Buffer.from(`${separator}\r\n`), inner, Buffer.from('\r\n')])])
    expect(Buffer.from(mail?.bytes ?? []).equals(inner)).toBe(true)
  })

  test('quoted lines', async () => {
    const source = box(['a\n\n>From here\n>>From there\n> From\n'])
    expect((await list([source])).map(textOf)).toEqual(['a\n\nFrom here\n>From there\n> From'])
    expect((await list([source], { quoting: 'mboxo' })).map(textOf)).toEqual([
      'a\n\nFrom here\n>>From there\n> From',
    ])
  })

  test('a sentence is no separator', async () => {
    expect(
      (await list([box(['a\n\nFrom here on it works.\nFrom li@customer.example Tue Jan  5 11:40:00 2021'])]))
        .length,
    ).toBe(1)
  })

  test('nothing', async () => {
    expect(await list([])).toEqual([])
    expect(await list([Buffer.from('no mailbox')])).toEqual([])
  })

  test('the same mails in whatever pieces they come', async () => {
    const whole = box(['one', `>From x\n${'y'.repeat(3_000)}`, '三'])
    const want = (await list([whole])).map(textOf)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }), async (sizes) => {
        const pieces: Uint8Array[] = []
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          pieces.push(whole.subarray(at, at + size))
          at += size
        }
        expect((await list(pieces)).map(textOf)).toEqual(want)
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})

describe('limits', () => {
  const head = `${separator}\nSubject: a\n\n`
  const large = (bytes: number): Iterable<Uint8Array> => {
    const line = Buffer.from(`${'x'.repeat(1023)}\n`)
    const length = bytes - 'Subject: a\n\n'.length
    return [
      Buffer.from(head),
      ...Array.from({ length: Math.floor(length / 1024) }, () => line),
      Buffer.alloc(length % 1024, 'x'),
      Buffer.from(`\n\n${separator}\nSubject: b\n\nnext\n`),
    ]
  }

  test('a mail that is too large is refused, the next is read', async () => {
    expect(
      (await list(large(mailBytesMax - 1))).map(textOf).map((text) => text.length > 100 || text),
    ).toEqual([true, 'next'])
    const [first, second] = await list(large(mailBytesMax + 3))
    expect(first).toMatchObject({ mail: { code: 'CONTENT_TOO_LARGE' } })
    expect(textOf(second as MailboxMail)).toBe('next')
  })

  test('a line without an end is not kept', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const endless = function* () {
      yield Buffer.from(head)
      for (let count = 0; count < 200; count++) yield piece
    }
    expect((await list(endless())).map(textOf)).toEqual(['CONTENT_TOO_LARGE'])
  })
})
