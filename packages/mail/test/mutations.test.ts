// Damaged mails: whatever comes, an answer comes, and everything that is made of it is made.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, ownText } from '../src/fold-text.ts'
import { parseMail } from '../src/parse-mail.ts'
import { sanitiseHtml } from '../src/sanitise-html.ts'

const folder = join(import.meta.dirname, '../../../vectors/mail')
const originals = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => readFileSync(join(folder, name)))
const seed = 20_210_105

const harm = fc.array(
  fc.record({
    at: fc.nat(4096),
    length: fc.nat(24),
    kind: fc.constantFrom(
      'change' as const,
      'remove' as const,
      'double' as const,
      'cut' as const,
      'splice' as const,
    ),
    bytes: fc.constantFrom(
      '\0',
      '\x1b$',
      '=?',
      '?=',
      '"',
      '\\',
      '\r\n',
      '\r\n\r\n',
      '--',
      '<',
      '>',
      '\xff',
      '\x81',
      '=',
      ';',
      '(',
      '*0*=',
      "''",
    ),
  }),
  { minLength: 1, maxLength: 8 },
)

type Harm = { readonly at: number; readonly length: number; readonly kind: string; readonly bytes: string }

function harmed(original: Buffer, harms: readonly Harm[]): Buffer {
  let bytes = original
  for (const { at, length, kind, bytes: written } of harms) {
    if (bytes.length === 0) return bytes
    const from = at % bytes.length
    const [before, piece, after] = [
      bytes.subarray(0, from),
      bytes.subarray(from, from + length),
      bytes.subarray(from + length),
    ]
    const put = Buffer.from(written, 'latin1')
    if (kind === 'change') bytes = Buffer.concat([before, put, bytes.subarray(from + put.length)])
    else if (kind === 'remove') bytes = Buffer.concat([before, after])
    else if (kind === 'double') bytes = Buffer.concat([before, piece, piece, after])
    else if (kind === 'splice') bytes = Buffer.concat([before, put, bytes.subarray(from)])
    else if (length === 7) bytes = before
  }
  return bytes
}

const hidden = /[\r\n\0]/
const badName = /[/\\:*?"<>|\r\n\0\u202a-\u202e]/

/** What must never come out of a mail, whatever came in; empty where all is well. */
async function findFaults(bytes: Uint8Array): Promise<string[]> {
  const mail = await parseMail(bytes)
  if (mail.kind === 'refused') return mail.code === 'MAIL_REFUSED' ? [] : [mail.code]
  const folded = foldText(mail.text)
  const faults: readonly (readonly [string, boolean])[] = [
    ['a line end of another kind', mail.text.includes('\r')],
    ['a header that writes headers', mail.headers.some(({ value }) => hidden.test(value))],
    [
      'a name that is none',
      mail.attachments.some(({ name }) => badName.test(name) || name === '' || name.length > 200),
    ],
    ['more text than was there', ownText(folded).length > mail.text.length + folded.spans.length * 2],
    ['a page that runs', /<script|javascript:|onerror=/i.test(sanitiseHtml(mail.html ?? '').html)],
  ]
  return faults.flatMap(([name, isThere]) => (isThere ? [name] : []))
}

test('harmed vectors', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(originals.length - 1), harm, async (index, harms) => {
      expect(await findFaults(harmed(originals[index] ?? Buffer.alloc(0), harms))).toEqual([])
    }),
    { seed, numRuns: 2_000 },
  )
})

test('two vectors in each other', async () => {
  const two = fc.tuple(fc.nat(originals.length - 1), fc.nat(originals.length - 1), fc.nat(2000))
  await fc.assert(
    fc.asyncProperty(two, async ([one, other, at]) => {
      const [outer, inner] = [originals[one] ?? Buffer.alloc(0), originals[other] ?? Buffer.alloc(0)]
      const from = at % outer.length
      expect(await findFaults(Buffer.concat([outer.subarray(0, from), inner, outer.subarray(from)]))).toEqual(
        [],
      )
    }),
    { seed, numRuns: 1_000 },
  )
})

test('bytes at random', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect(await findFaults(bytes)).toEqual([])
    }),
    { seed, numRuns: 1_000 },
  )
})

const kilo = 1024
const mega = kilo * kilo
/** Each as large as a header or a body may be, or nearly. */
const hostile: { readonly [name: string]: () => string } = {
  'encoded words': () => `Subject: ${'=?a?b?YQ==?= '.repeat(18_000)}\n\nx`,
  'words that never end': () => `Subject: ${'=?a?q?'.repeat(40_000)}\n\nx`,
  addresses: () => `From: ${'a@b.example, '.repeat(19_000)}\n\nx`,
  'open groups': () => `To: ${'a:'.repeat(120_000)}\n\nx`,
  'open quotes': () => `To: ${'"'.repeat(250_000)}\n\nx`,
  'open comments': () => `From: ${'('.repeat(250_000)}\n\nx`,
  'open brackets': () => `References: ${'<'.repeat(250_000)}\n\nx`,
  folds: () => `Subject: a\n${' b\n'.repeat(60_000)}\nx`,
  sections: () => `Content-Disposition: attachment;${' f*1*=%41;'.repeat(20_000)}\n\nx`,
  backslashes: () => `Content-Type: text/plain; name="${'\\"'.repeat(120_000)}\n\nx`,
  'comments in a type': () => `Content-Type: ${'('.repeat(250_000)}text/plain\n\nx`,
  'high bytes': () => `\n\n${'\xe9\x20'.repeat(8 * mega)}`,
  pairs: () => `Content-Type: text/plain; charset=hz\n\n${'~{'.repeat(4 * mega)}`,
  escapes: () => `Content-Type: text/plain; charset=iso-2022-kr\n\n${'\x1b$)C'.repeat(2 * mega)}`,
  'soft breaks': () => `Content-Transfer-Encoding: quoted-printable\n\n${'=\n'.repeat(400_000)}`,
  equals: () => `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(8 * mega)}`,
  'page of tags': () => `Content-Type: text/html\n\n${'<div>'.repeat(2 * mega)}`,
  'page of links': () =>
    `Content-Type: text/html\n\n${'<a href="mailto:a@b.example">c@d.example</a>'.repeat(40_000)}`,
  'flowing lines': () => `Content-Type: text/plain; format=flowed\n\n${'> a \n'.repeat(300_000)}`,
}

test.each(Object.keys(hostile))('hostile: %s', async (name) => {
  const before = process.memoryUsage().rss
  const mail = await parseMail(Buffer.from(`Message-ID: <1@b.example>\n${hostile[name]?.() ?? ''}`, 'latin1'))
  expect(['mail', 'refused']).toContain(mail.kind)
  expect(process.memoryUsage().rss - before).toBeLessThan(800 * mega)
})
