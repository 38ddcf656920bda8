// Lists and pages: property dumps as CSV and JSON, product lists, workbooks of either, HTML.
import { describe, expect, test } from 'vitest'
import { formatFileRead } from '../src/format-file-read.ts'
import { htmlToText, looksLikeHtml } from '../src/html-text.ts'
import { captureBytesMax, readingsMax } from '../src/limits.ts'
import { readFile, type FileRead } from '../src/read-file.ts'
import { captureText, chineseCaptureText } from './capture-text.ts'
import { bytesOf, utf16Of } from './collect-rows.ts'
import { workbookOf, zipOf } from './zip-of.ts'

async function read(given: string | Uint8Array): Promise<FileRead> {
  const file = await readFile({ bytes: typeof given === 'string' ? bytesOf(given) : given })
  if (file.kind === 'refused') throw new Error(`${file.code} ${JSON.stringify(file.facts)}`)
  return file
}

const dump = 'Name,Description,LicenseStatus,PartialProductKey,GracePeriodRemaining'
const dumpRow =
  '"Windows(R), Enterprise edition","Windows(R) Operating System, VOLUME_KMSCLIENT channel",1,Q7KXD,253127'
const vamt = 'FullyQualifiedDomainName,ProductName,PartialProductKey,LicenseStatus,GraceExpirationDate,CMID'
const vamtRow = (host: string) =>
  `${host},"Windows(R), Enterprise edition",Q7KXD,1,2024-02-06 04:13:41,8a119b9e-16bc-4732-8f7b-7676d015b0dc`

describe('rows', () => {
  test('a dump of properties', async () => {
    const file = await read(`#TYPE x\r\n${dump}\r\n${dumpRow}\r\n`)
    expect(file.found).toMatchObject([
      {
        list: { line: 3, host: null },
        value: { products: [{ remainingMinutes: 253_127, partialKey: 'Q7KXD' }] },
      },
    ])
  })

  test('a product list, with semicolons and in UTF-16; a bad row is named', async () => {
    const lines = [
      vamt,
      vamtRow('pc-1.example.test'),
      'pc-2.example.test,x,y,1,,,,,extra',
      vamtRow('pc-3.example.test'),
    ]
    const file = await read(utf16Of(`\ufeff${lines.join('\r\n')}\r\n`))
    expect(file.found.map(({ list }) => [list?.line, list?.host])).toEqual([
      [2, 'pc-1.example.test'],
      [4, 'pc-3.example.test'],
    ])
    expect(file.complaints).toMatchObject([
      { line: 3, refusal: { code: 'ROW_REFUSED', facts: { line: 3, reason: 'more cells than columns' } } },
    ])
    expect(formatFileRead(file, { places: false })).toMatchObject({
      encoding: 'utf-16le-bom',
      readings: [{ line: 2, host: 'pc-1.example.test', graceEnd: '2024-02-06T04:13:41' }, { line: 4 }],
      complaints: [{ line: 3, code: 'ROW_REFUSED', reason: 'more cells than columns' }],
    })
  })

  test('a product list as a workbook', async () => {
    const cells = (texts: readonly string[]) =>
      `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
    const rows =
      cells(vamt.split(',')) +
      cells(['pc-1.example.test', 'Windows', 'Q7KXD', '1', '2024-02-06 04:13:41', ''])
    expect((await read(workbookOf(rows))).found).toMatchObject([
      { list: { line: 2, host: 'pc-1.example.test' } },
    ])
  })

  test('a product list that is longer than any capture', async () => {
    const row = `${vamtRow('pc.example.test')}\r\n`
    const count = Math.ceil(captureBytesMax / row.length) + 1
    const file = await readFile({ bytes: bytesOf(`${vamt}\r\n${row.repeat(count)}`) })
    expect(file).toMatchObject({ kind: 'read', complaints: [{ refusal: { code: 'ROW_REFUSED' } }] })
    expect(file.kind === 'read' && file.found.length).toBe(readingsMax)
  })

  test('a table that no reader knows says which columns it has', async () => {
    const bytes = workbookOf('<row><c t="str"><v>device</v></c><c t="str"><v>order date</v></c></row>')
    expect(await readFile({ bytes })).toMatchObject({
      code: 'TEXT_NOT_RECOGNISED',
      facts: { nearest: 'table', columns: ['device', 'order date'] },
    })
  })
})

test('a product key that stands where names stand is masked', async () => {
  const key = '7K2M9-ABCDE-FGHJK-MNPQR-STVWX'
  const table = await readFile({
    bytes: workbookOf(`<row><c t="str"><v>${key}</v></c><c t="str"><v>x</v></c></row>`),
  })
  const archive = await readFile({
    bytes: zipOf([
      { name: `${key}.txt`, content: captureText() },
      { name: `${key}.png`, flags: 0x801 },
    ]),
  })
  const shown = JSON.stringify([
    table,
    archive.kind === 'read' ? formatFileRead(archive, { places: true }) : archive,
  ])
  expect(shown).toContain('STVWX')
  expect(shown).not.toContain('7K2M9')
})

test('JSON as PowerShell writes it', async () => {
  const value = {
    Name: 'Windows(R), Enterprise edition',
    LicenseStatus: 1,
    PartialProductKey: 'Q7KXD',
    GracePeriodRemaining: 5,
  }
  const text = JSON.stringify(
    [{ ...value, Description: 'Windows(R) Operating System, VOLUME_KMSCLIENT channel' }],
    null,
    2,
  )
  expect((await read(text)).found).toMatchObject([{ value: { products: [{ remainingMinutes: 5 }] } }])
})

describe('pages', () => {
  const page = (text: string) =>
    `<!DOCTYPE html><html><head><style>a{}</style></head><body><pre>${text}</pre></body></html>`

  test.each([
    ['English', captureText()],
    ['Chinese', chineseCaptureText()],
  ])('a capture saved as a page: %s', async (_, text) => {
    const plain = await read(text)
    expect((await read(page(text))).found[0]?.value).toEqual(plain.found[0]?.value)
  })

  test.each([
    ['<p>a</p>\r\n<p>b\r\n c</p>', 'a\nb c'],
    ['<pre>a\n  b</pre>c', 'a\n  b\nc'],
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<td>a</td><td>b</td>', 'a b'],
    ['a &lt;b&gt; &amp;amp; &#20013;&#x6587; &nbsp;x &unknown;', 'a <b> &amp; 中文 \u00a0x &unknown;'],
    ['a<!-- <p>no</p> -->b', 'ab'],
    ['<script>if (a < b) "x"</script>c<style>d</style>', 'c'],
    ['1 < 2', '1 < 2'],
    ['<b', ''],
    ['&#0;&#x110000;', '  '],
  ])('%s', (html, text) => {
    expect(htmlToText(html).trim()).toBe(text.trim())
  })

  test('markup without end takes no time', () => {
    expect(htmlToText('<'.repeat(200_000)).length).toBeGreaterThan(0)
    expect(htmlToText('<script>'.repeat(100_000))).toBe('')
    expect(htmlToText('<!--'.repeat(100_000))).toBe('')
    expect(htmlToText('\n'.repeat(500_000))).toBe('')
    expect(htmlToText(`<pre>${'&'.repeat(500_000)}`)).toHaveLength(500_000)
    expect(looksLikeHtml(`${' '.repeat(10)}<html>`)).toBe(true)
  })
})
