// How far the text of an attachment is read: at each limit and one past it, and what a hostile file can cost.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import {
  attachmentBytesMax,
  attachmentPartBytesMax,
  attachmentTextLengthMax,
  captureBytesMax,
  entriesMax,
  pdfMsMax,
  ratioFreeBytes,
} from '../src/limits.ts'
import { openZip } from '../src/open-zip.ts'
import { readAttachmentText } from '../src/read-attachment-text.ts'
import { readDocumentText } from '../src/read-document-text.ts'
import { readPdfText } from '../src/read-pdf-text.ts'
import { readWorkbookText } from '../src/read-workbook-text.ts'
import { documentOf, paragraph } from './document-of.ts'
import { chinesePdf, endlessPdf, linesPdf, pagesOf, pdfOf, streamOf } from './pdf-of.ts'
import { workbookOf, zipOf, type ZipPart } from './zip-of.ts'

const label = { name: 'a', mediaType: 'application/octet-stream' }
const clockOf = () => new ManualClock('2026-03-01T08:30:00Z')
const read = (bytes: Uint8Array) => readAttachmentText(bytes, label, clockOf())

async function opened(bytes: Uint8Array) {
  const zip = await openZip({ bytes }, attachmentPartBytesMax)
  if (zip.kind === 'refused') throw new Error(zip.code)
  return zip
}

describe('an attachment', () => {
  test('its bytes', async () => {
    const bytes = Buffer.alloc(attachmentBytesMax + 1, 'a')
    expect(await read(bytes.subarray(0, attachmentBytesMax))).toMatchObject({ kind: 'text' })
    expect(await read(bytes)).toMatchObject({
      code: 'CONTENT_TOO_LARGE',
      facts: { bytesMax: attachmentBytesMax },
    })
  })

  test('its text', async () => {
    const text = 'a'.repeat(attachmentTextLengthMax)
    expect(await read(Buffer.from(text))).toEqual({ kind: 'text', text, cut: false })
    expect(await read(Buffer.from(`${text}b`))).toEqual({ kind: 'text', text, cut: true })
  })

  test('a pair of surrogates is not cut in two', async () => {
    const text = 'a'.repeat(attachmentTextLengthMax - 1)
    expect(await read(Buffer.from(`${text}𠮷`))).toEqual({ kind: 'text', text, cut: true })
  })

  test('of a long text the beginning is decoded', async () => {
    const blanks = Buffer.alloc(captureBytesMax + 1, ' ')
    blanks.write('begin')
    expect(await read(blanks.subarray(0, captureBytesMax))).toMatchObject({ cut: true })
    const page = Buffer.concat([Buffer.from('<html>begin<script>'), Buffer.alloc(captureBytesMax, 'x')])
    expect(await read(page)).toEqual({ kind: 'text', text: 'begin', cut: true })
    expect(await read(page.subarray(0, captureBytesMax))).toEqual({ kind: 'text', text: 'begin', cut: false })
  })
})

describe('documents and workbooks', () => {
  const claim = (unpacked: number): ZipPart => ({
    name: 'word/document.xml',
    content: 'x',
    claims: { unpacked, packed: attachmentPartBytesMax },
  })

  test('a part, as it claims', async () => {
    // At the limit it is opened, and what it claims is a lie.
    expect(await read(zipOf([claim(attachmentPartBytesMax)]))).toEqual({ kind: 'none', because: 'damaged' })
    expect(await read(zipOf([claim(attachmentPartBytesMax + 1)]))).toMatchObject({
      code: 'ARCHIVE_LIMIT',
      facts: { limit: 'size' },
    })
  })

  test('a part that grows a thousandfold', async () => {
    const bytes = zipOf([{ name: 'word/document.xml', content: Buffer.alloc(4 * ratioFreeBytes) }])
    expect(await read(bytes)).toMatchObject({ code: 'ARCHIVE_LIMIT', facts: { limit: 'ratio' } })
  })

  test('entries', async () => {
    const entries = (count: number) =>
      zipOf(Array.from({ length: count }, (_, index) => ({ name: `${index}`, store: true })))
    expect(await read(entries(entriesMax))).toEqual({ kind: 'none', because: 'not-text' })
    expect(await read(entries(entriesMax + 1))).toMatchObject({ code: 'ARCHIVE_LIMIT' })
  })

  test('text of a document', async () => {
    const zip = await opened(documentOf(paragraph('abc') + paragraph('def')))
    expect(await readDocumentText(zip, 7)).toEqual({ text: 'abc\ndef', cut: false })
    expect(await readDocumentText(zip, 6)).toEqual({ text: 'abc\nde', cut: true })
  })

  test('bytes of all parts of a document', async () => {
    const zip = await opened(documentOf(paragraph('abc'), { 'header1.xml': paragraph('def') }))
    const bytes = zip.entries
      .filter(({ name }) => /document|header/.test(name))
      .reduce((sum, entry) => sum + entry.bytes, 0)
    expect(await readDocumentText(zip, 100, bytes)).toEqual({ text: 'abc\ndef', cut: false })
    expect(await readDocumentText(zip, 100, bytes - 1)).toEqual({ text: 'abc', cut: true })
  })

  test('text, bytes and cells of a workbook', async () => {
    const zip = await opened(
      workbookOf('<row><c t="str"><v>ab</v></c></row><row><c r="C2" t="str"><v>c</v></c></row>'),
    )
    const bytesMax = zip.entries.find(({ name }) => name.endsWith('sheet1.xml'))?.bytes ?? 0
    const limits = { lengthMax: 5, bytesMax, cellsMax: 4 }
    expect(await readWorkbookText(zip, limits)).toEqual({ text: 'ab\nc\n', cut: false })
    expect(await readWorkbookText(zip, { ...limits, lengthMax: 4 })).toEqual({ text: 'ab\nc', cut: true })
    expect(await readWorkbookText(zip, { ...limits, bytesMax: bytesMax - 1 })).toMatchObject({ cut: true })
    expect(await readWorkbookText(zip, { ...limits, cellsMax: 3 })).toMatchObject({ cut: true })
  })
})

describe('a PDF', () => {
  const generous = {
    pagesMax: 10,
    lengthMax: 1_000,
    bufferBytesMax: 64 * 1024 * 1024,
    heapBytesMax: 128 * 1024 * 1024,
  }

  test('pages', async () => {
    const bytes = linesPdf(['a'], { count: 3 })
    expect(await readPdfText(bytes, clockOf(), { ...generous, pagesMax: 3 })).toEqual({
      kind: 'text',
      text: 'a\na\na\n',
      cut: false,
    })
    expect(await readPdfText(bytes, clockOf(), { ...generous, pagesMax: 2 })).toEqual({
      kind: 'text',
      text: 'a\na\n',
      cut: true,
    })
  })

  test('text', async () => {
    const bytes = linesPdf(['abc'])
    expect(await readPdfText(bytes, clockOf(), { ...generous, lengthMax: 4 })).toMatchObject({ cut: false })
    expect(await readPdfText(bytes, clockOf(), { ...generous, lengthMax: 3 })).toEqual({
      kind: 'text',
      text: 'abc',
      cut: true,
    })
  })

  test('milliseconds: what never ends is ended, whatever it does', async () => {
    const clock = clockOf()
    const reading = readAttachmentText(endlessPdf(), label, clock)
    clock.advance({ milliseconds: pdfMsMax })
    expect(await reading).toEqual({ kind: 'none', because: 'too-long' })
    const sooner = clockOf()
    const other = readAttachmentText(linesPdf(['in time']), label, sooner)
    sooner.advance({ milliseconds: pdfMsMax - 1 })
    expect(await other).toMatchObject({ kind: 'text' })
  })

  test('bytes of buffers: a stream that unpacks to more is given up', async () => {
    const bytes = pagesOf(streamOf(Buffer.alloc(16 * 1024 * 1024, ' '), { packed: true }))
    expect(await readPdfText(bytes, clockOf(), { ...generous, bufferBytesMax: 8 * 1024 * 1024 })).toEqual({
      kind: 'none',
      because: 'too-much',
    })
    expect(await readPdfText(bytes, clockOf(), generous)).toEqual({ kind: 'none', because: 'empty' })
  })

  test('bytes of the heap: a page of more objects is given up', async () => {
    const array = `[${'[(a)]'.repeat(1_000_000)}]`
    const bytes = pagesOf(streamOf(`BT /F1 12 Tf ${array} TJ ET`, { packed: true }))
    expect(await readPdfText(bytes, clockOf(), { ...generous, heapBytesMax: 48 * 1024 * 1024 })).toEqual({
      kind: 'none',
      because: 'too-much',
    })
  })

  test('the pages before what is too much are kept', async () => {
    const pageOf = (content: number) =>
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents ${content} 0 R/Resources<</Font<</F1 4 0 R>>>>>>`
    const bytes = pdfOf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>',
      pageOf(5),
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
      streamOf('BT /F1 12 Tf 72 700 Td (kept) Tj ET'),
      pageOf(7),
      streamOf(Buffer.alloc(16 * 1024 * 1024, ' '), { packed: true }),
    ])
    const limits = { ...generous, bufferBytesMax: 8 * 1024 * 1024 }
    expect(await readPdfText(bytes, clockOf(), limits)).toEqual({ kind: 'text', text: 'kept\n', cut: true })
  })

  test("the caller's bytes stay", async () => {
    const bytes = linesPdf(['a'])
    const before = Buffer.from(bytes)
    await readPdfText(bytes, clockOf())
    expect(bytes.equals(before)).toBe(true)
  })
})

describe('harmed files', () => {
  const originals = {
    docx: documentOf(paragraph('许可证') + paragraph('V0-H'), { 'comments.xml': paragraph('a') }),
    xlsx: workbookOf('<row><c r="A1" t="s"><v>0</v></c></row>', { texts: ['设备'] }),
    html: Buffer.from('<html><body><p>许可证<p><!-- a --><script>b</script>&amp;&#x8bb8;</body></html>'),
  }
  const harm = fc.array(
    fc.record({ at: fc.nat(4096), length: fc.nat(12), byte: fc.constantFrom(0, 0x28, 0x3c, 0x3e, 0xff) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  type Harm = { readonly at: number; readonly length: number; readonly byte: number }

  function harmed(original: Buffer, harms: readonly Harm[]): Buffer {
    let bytes = Buffer.from(original)
    for (const { at, length, byte } of harms) {
      const from = at % bytes.length
      if (length < 6) bytes.fill(byte, from, Math.min(from + length + 1, bytes.length))
      else bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length - 6)])
      if (bytes.length === 0) return bytes
    }
    return bytes
  }

  async function answers(bytes: Uint8Array): Promise<void> {
    const found = await read(bytes)
    expect(['text', 'none', 'refused']).toContain(found.kind)
  }

  test.each(Object.keys(originals) as (keyof typeof originals)[])('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(harm, async (harms) => answers(harmed(originals[name], harms))),
      { seed: 20_210_105, numRuns: 300 },
    )
  })

  test('pdf', async () => {
    const pdfs = [chinesePdf('许可证 V0-H'), linesPdf(['Renewal of V0-H'])]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pdfs), harm, async (pdf, harms) => answers(harmed(pdf, harms))),
      { seed: 20_210_105, numRuns: 20 },
    )
  })

  test('whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => answers(bytes)),
      { seed: 20_210_105, numRuns: 300 },
    )
  })
})
