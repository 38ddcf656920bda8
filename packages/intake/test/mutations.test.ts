// Damaged archives, mails and workbooks: whatever comes, an answer comes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openTable } from '../src/open-table.ts'
import { readFile } from '../src/read-file.ts'
import { lzxCabinetOf } from './cab-of.ts'
import { captureText, chineseCaptureText } from './capture-text.ts'
import { workbookOf, zipOf } from './zip-of.ts'

const seed = 20_210_105

const mail = Buffer.from(
  [
    'From: a@x.test',
    'To: b@x.test',
    'Message-ID: <1@x.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=gbk; format=flowed',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    captureText(),
    '--b',
    'Content-Type: application/zip; name="a.zip"',
    'Content-Transfer-Encoding: base64',
    '',
    zipOf([{ name: 'a.txt', content: captureText() }]).toString('base64'),
    '--b--',
  ].join('\r\n'),
)

const originals: { readonly [name: string]: Buffer } = {
  zip: zipOf([
    { name: 'a.txt', content: captureText() },
    { name: 'b/设备.txt', content: chineseCaptureText(), store: true },
  ]),
  cab: readFileSync(join(import.meta.dirname, 'cabinets/two-captures-mszip.cab')),
  lzx: lzxCabinetOf('dlv.txt', Buffer.from(captureText())),
  mail,
  workbook: workbookOf('<row><c r="A1" t="s"><v>0</v></c></row><row><c r="A2" s="0"><v>1</v></c></row>', {
    texts: ['a'],
    styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
  }),
  text: Buffer.from(chineseCaptureText()),
  csv: Buffer.from(
    'Name,Description,LicenseStatus,PartialProductKey,GracePeriodRemaining\r\n"a ""b""","c\r\nd",1,Q7KXD,5\r\n',
  ),
}

/** Bytes changed, cut out, doubled, or cut off. */
const harm = fc.array(
  fc.record({
    at: fc.nat(4096),
    length: fc.nat(16),
    kind: fc.constantFrom('change' as const, 'remove' as const, 'double' as const, 'cut' as const),
    byte: fc.constantFrom(0, 1, 0x22, 0x2c, 0x3c, 0x7f, 0x80, 0xff),
  }),
  { minLength: 1, maxLength: 6 },
)

function harmed(
  original: Buffer,
  harms: readonly { at: number; length: number; kind: string; byte: number }[],
): Buffer {
  let bytes = Buffer.from(original)
  for (const { at, length, kind, byte } of harms) {
    if (bytes.length === 0) return bytes
    const from = at % bytes.length
    const piece = bytes.subarray(from, from + length + 1)
    if (kind === 'change') bytes.fill(byte, from, Math.min(bytes.length, from + (length % 4) + 1))
    else if (kind === 'remove')
      bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + piece.length)])
    else if (kind === 'double') bytes = Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)])
    else if (length === 7) bytes = Buffer.from(bytes.subarray(0, from))
  }
  return bytes
}

describe('no harm makes it throw', () => {
  test.each(Object.keys(originals))('%s', async (name) => {
    const original = originals[name] ?? Buffer.alloc(0)
    await fc.assert(
      fc.asyncProperty(harm, async (harms) => {
        const bytes = harmed(original, harms)
        const file = await readFile({ bytes })
        expect(['read', 'refused']).toContain(file.kind)
      }),
      { seed, numRuns: 300 },
    )
  })

  test('tables say what they reject, or that they broke off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('csv', 'workbook'), harm, async (name, harms) => {
        const table = await openTable({ bytes: harmed(originals[name] ?? Buffer.alloc(0), harms) })
        if (table.kind === 'refused') return
        for await (const rows of table.rows())
          for (const { cells } of rows) expect(cells).toHaveLength(table.columns.length)
      }),
      { seed, numRuns: 300 },
    )
  })
})
