// PDFs made in the test, object by object, so that whatever is wrong in one stands in the arguments.
import { deflateSync } from 'node:zlib'

/** A PDF whose objects are numbered from 1; the first is the catalogue. `trailer` is added to its dictionary. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const pieces = [Buffer.from('%PDF-1.7\n')]
  const offsets: string[] = []
  let at = 9
  for (const [index, object] of objects.entries()) {
    const piece = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object as string),
      Buffer.from('\nendobj\n'),
    ])
    offsets.push(`${String(at).padStart(10, '0')} 00000 n \n`)
    pieces.push(piece)
    at += piece.length
  }
  const size = objects.length + 1
  pieces.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(pieces)
}

/** A stream object, deflated where `packed`. */
export function streamOf(content: string | Buffer, { dictionary = '', packed = false } = {}): Buffer {
  const bytes = packed ? deflateSync(content) : Buffer.from(content as string)
  const filter = packed ? '/Filter/FlateDecode' : ''
  return Buffer.concat([
    Buffer.from(`<<${dictionary}${filter}/Length ${bytes.length}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ])
}

const helvetica = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'

/** The same page `count` times, as objects 1 to 5; what `more` adds begins at 6. */
export function pagesOf(
  content: Buffer,
  { count = 1, font = helvetica, resources = '', more = [] as (string | Buffer)[], trailer = '' } = {},
): Buffer {
  return pdfOf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      `<</Type/Pages/Kids[${'3 0 R '.repeat(count)}]/Count ${count}>>`,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>${resources}>>>>`,
      font,
      content,
      ...more,
    ],
    trailer,
  )
}

/** Lines of ASCII in one of the fonts that every reader has. */
export function linesPdf(lines: readonly string[], more: { count?: number; packed?: boolean } = {}): Buffer {
  const shown = lines.map((line) => `(${line}) Tj 0 -20 Td`).join(' ')
  return pagesOf(streamOf(`BT /F1 12 Tf 72 700 Td ${shown} ET`, { packed: more.packed ?? false }), more)
}

/** Text in a font of its own whose codes mean nothing but by its ToUnicode map, as office programs write Chinese. */
export function chinesePdf(text: string): Buffer {
  const characters = [...new Set(text)]
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  const codes = [...text].map((character) => hex(characters.indexOf(character) + 1)).join('')
  const pairs = characters.map((character, index) => `<${hex(index + 1)}> <${hex(character.charCodeAt(0))}>`)
  const map = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Invented def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    `${pairs.length} beginbfchar ${pairs.join('\n')} endbfchar`,
    'endcmap end end',
  ].join('\n')
  return pagesOf(streamOf(`BT /F1 12 Tf 72 700 Td <${codes}> Tj ET`, { packed: true }), {
    font: '<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>',
    more: [
      '<</Type/Font/Subtype/CIDFontType2/BaseFont/Invented/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>',
      streamOf(map, { packed: true }),
      '<</Type/FontDescriptor/FontName/Invented/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 800/StemV 80>>',
    ],
  })
}

/** Encrypted with a password that nobody gives. */
export function sealedPdf(): Buffer {
  return pagesOf(streamOf('BT ET'), {
    more: [`<</Filter/Standard/V 2/R 3/Length 128/P -4/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>`],
    trailer: `/Encrypt 6 0 R/ID[<${'01'.repeat(16)}><${'01'.repeat(16)}>]`,
  })
}

/** A form that shows the next one four times, and so on for `depth` forms: some thousand bytes, and text without end. */
export function endlessPdf(depth = 34): Buffer {
  const form = (resources: string, content: string) =>
    streamOf(content, {
      dictionary: `/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<${resources}>>`,
    })
  const last = 6 + depth
  const more = Array.from({ length: depth }, (_, index) =>
    form(`/XObject<</X ${index + 7} 0 R>>`, '/X Do '.repeat(4)),
  )
  more.push(form('/Font<</F1 4 0 R>>', 'BT /F1 12 Tf (a) Tj ET'))
  if (more.length !== last - 5) throw new Error('the forms do not chain')
  return pagesOf(streamOf('/X Do'), { resources: '/XObject<</X 6 0 R>>', more })
}
