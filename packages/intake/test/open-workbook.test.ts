import { SeededEntropy } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { formatWorkbook } from '../src/format-workbook.ts'
import { columnsMax, ratioFreeBytes, workbookCellsMax } from '../src/limits.ts'
import { openTable } from '../src/open-table.ts'
import { openWorkbook } from '../src/open-workbook.ts'
import { formatSerialDate, isDateFormat } from '../src/serial-date.ts'
import type { OpenedTable } from '../src/table.ts'
import { collectRows, endOfReading } from './collect-rows.ts'
import { workbookOf, zipOf } from './zip-of.ts'

async function open(bytes: Uint8Array, sheet?: string): Promise<OpenedTable> {
  const table = sheet === undefined ? await openTable({ bytes }) : await openWorkbook({ bytes }, sheet)
  if (table.kind === 'refused') throw new Error(`${table.code} ${JSON.stringify(table.facts)}`)
  return table
}

const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const head = `<row r="1">${cell('A1', 'device')}${cell('B1', 'end')}</row>`
const styles =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.0&quot;d&quot;"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'

describe('cells', () => {
  test.each([
    ['shared text', '<c r="B2" t="s"><v>1</v></c>', '张三 <b>'],
    [
      'runs of one text',
      '<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>',
      'ab',
    ],
    ['number as it is stored', '<c r="B2"><v>12960000000</v></c>', '12960000000'],
    ['date of a built-in format', '<c r="B2" s="1"><v>43362</v></c>', '2018-09-19'],
    ['moment of a Chinese format', '<c r="B2" s="2"><v>43362.43168981481</v></c>', '2018-09-19T10:21:38'],
    ['number with a unit that looks like a day', '<c r="B2" s="3"><v>801.5</v></c>', '801.5'],
    ['result of a formula', '<c r="B2" t="str"><f>A1&amp;"x"</f><v>stored</v></c>', 'stored'],
    ['error', '<c r="B2" t="e"><v>#N/A</v></c>', '#N/A'],
    ['truth', '<c r="B2" t="b"><v>1</v></c>', 'TRUE'],
    ['text that does not exist', '<c r="B2" t="s"><v>99</v></c>', ''],
    ['prefixes and CDATA', '<x:c r="B2" t="str"><x:v><![CDATA[a<b]]></x:v></x:c>', 'a<b'],
    ['no address', '<c t="str"><v>y</v></c>', 'y'],
  ])('%s', async (_, xml, text) => {
    const rows = `${head}<row r="2">${cell('A2', 'PC-1')}${xml}</row>`
    const table = await open(workbookOf(rows, { styles, texts: ['other', '张三 &lt;b&gt;'] }))
    expect(table.columns).toEqual(['device', 'end'])
    expect(await collectRows(table)).toEqual([{ line: 2, cells: ['PC-1', text] }])
  })

  test('empty rows, gaps and cells outside the head', async () => {
    const rows = `${head}<row r="7">${cell('B7', 'x')}</row><row r="9">${cell('A9', 'PC')}${cell('D9', 'y')}</row><row/>`
    const table = await open(workbookOf(rows))
    expect(await collectRows(table)).toEqual([{ line: 7, cells: ['', 'x'] }])
    expect(table.rejected).toEqual([{ line: 9, reason: 'more cells than columns' }])
  })

  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, null],
    [61, '1900-03-01'],
    [0.5, '12:00:00'],
    [2_958_465, '9999-12-31'],
    [2_958_467, null],
    [-1, null],
    [Number.NaN, null],
  ])('serial %d is %s', (serial, date) => {
    expect(formatSerialDate(serial, false)).toBe(date)
  })

  test('1904 counts from another day', () => {
    expect(formatSerialDate(41_900, true)).toBe('2018-09-19')
  })

  test.each([
    [14, undefined, true],
    [2, undefined, false],
    [200, '[$-804]yyyy/m/d', true],
    [200, '[h]:mm', true],
    [200, '"days" 0', false],
    [200, 'General', false],
    [200, '[Red]0', false],
  ])('format %d %s is a date: %s', (id, code, isDate) => {
    expect(isDateFormat(id, code)).toBe(isDate)
  })
})

describe('sheets', () => {
  const sheets =
    '<sheets><sheet name="Hidden" state="hidden" r:id="rId2"/><sheet name="Devices" r:id="rId1"/></sheets>'
  const second = {
    name: 'xl/worksheets/sheet2.xml',
    content: `<worksheet><sheetData><row r="1">${cell('A1', 'other')}</row></sheetData></worksheet>`,
  }

  test('the first visible one, or the one that is named', async () => {
    const bytes = workbookOf(head, { workbook: sheets, parts: [second] })
    expect((await open(bytes)).columns).toEqual(['device', 'end'])
    expect((await open(bytes, 'Hidden')).columns).toEqual(['other'])
    expect(await openWorkbook({ bytes }, 'None')).toMatchObject({ facts: { because: 'sheet' } })
  })
})

describe('hostile workbooks', () => {
  test.each([
    ['a cell at the far corner', `${head}<row r="1048576">${cell('XFD1048576', 'x')}</row>`],
    ['a cell outside every sheet', `${head}<row r="9007199254740993">${cell('ZZZZZZZZ9', 'x')}</row>`],
  ])('%s costs a row and no memory', async (_, rows) => {
    const table = await open(workbookOf(rows))
    expect(await collectRows(table)).toEqual([])
    expect(table.rejected.map(({ reason }) => reason)).toEqual(['more cells than columns'])
  })

  test.each([
    ['no end', `${head}<row r="2">`],
    ['wrong order of tags', `${head}<row></c></row>`],
    ['depth', '<a>'.repeat(100)],
    ['a name without end', `<${randomName(3_000_000)}`],
  ])('%s is damage', async (_, rows) => {
    expect(await endOfReading(workbookOf(rows))).toMatch(/WORKBOOK_REFUSED|the workbook is damaged/)
  })

  test('entities of a document type do not grow', async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;">]>'
    const rows = `${head}<row r="2">${cell('A2', '&b;')}</row>`
    const bytes = workbookOf(rows, { parts: [] })
    const table = await open(bytes)
    expect((await collectRows(table))[0]?.cells[0]).not.toContain('lol')
    expect(lol).toContain('ENTITY')
  })

  test('a part that grows a thousandfold is refused before it is unpacked', async () => {
    const bytes = workbookOf(head, {
      parts: [{ name: 'xl/worksheets/sheet9.xml', content: Buffer.alloc(4 * ratioFreeBytes) }],
    })
    expect(await openTable({ bytes })).toMatchObject({ code: 'ARCHIVE_LIMIT', facts: { limit: 'ratio' } })
  })

  test('a part that claims to be small is cut off where it is not', async () => {
    const content = `<worksheet><sheetData>${head}${'<row/>'.repeat(2_000_000)}</sheetData></worksheet>`
    const bytes = workbookOf(head, {
      workbook: '<sheets><sheet name="S" r:id="rId2"/></sheets>',
      parts: [{ name: 'xl/worksheets/sheet2.xml', content, claims: { unpacked: 300 } }],
    })
    expect(await endOfReading(bytes)).toMatch(/WORKBOOK_REFUSED|the workbook is damaged/)
  })

  test.each([
    ['a zip that is no workbook', zipOf([{ name: 'a.txt', content: 'x' }]), 'CONTENT_BINARY'],
    ['half a workbook', workbookOf(head).subarray(0, 700), 'ARCHIVE_DAMAGED'],
    ['an empty sheet', workbookOf(''), 'WORKBOOK_REFUSED'],
    [
      'too many columns',
      workbookOf(`<row>${'<c t="str"><v>x</v></c>'.repeat(columnsMax + 1)}</row>`),
      'TABLE_REFUSED',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await openTable({ bytes })).toMatchObject({ code })
  })
})

describe('formatWorkbook', () => {
  test('what is written is read back, formulas as text', async () => {
    const rows = [
      ['=HYPERLINK("http://example.test")', 5, null],
      ['张三', -2.5, '+1'],
    ]
    const made = await formatWorkbook([{ name: 'a/b:c', columns: ['设备', 'n', 'x'], rows }])
    if (made.kind === 'refused') throw new Error(made.code)
    const table = await open(made.bytes)
    expect(table.columns).toEqual(['设备', 'n', 'x'])
    expect((await collectRows(table)).map(({ cells }) => cells)).toEqual([
      ['=HYPERLINK("http://example.test")', '5', ''],
      ['张三', '-2.5', '+1'],
    ])
    const parts = await partsOf(made.bytes)
    expect(parts['xl/worksheets/sheet1.xml']).not.toContain('<f>')
    expect(parts['xl/worksheets/sheet1.xml']).toContain('state="frozen"')
    expect(parts['xl/styles.xml']).toContain('<b')
  })

  test('rows past a sheet go on in the next, names stay apart', async () => {
    const rowsMax = 100
    const rows = Array.from({ length: rowsMax }, (_, index) => [index])
    const sheets = [
      { name: 'Devices', columns: ['n'], rows },
      { name: 'devices', columns: ['n'], rows: [[1]] },
    ]
    const made = await formatWorkbook(sheets, rowsMax)
    if (made.kind === 'refused') throw new Error(made.code)
    const first = await open(made.bytes, 'Devices')
    expect(await collectRows(first)).toHaveLength(rowsMax - 1)
    const second = await open(made.bytes, 'Devices (2)')
    expect(await collectRows(second)).toEqual([{ line: 2, cells: [String(rowsMax - 1)] }])
    expect((await open(made.bytes, 'devices (3)')).columns).toEqual(['n'])
  })

  test('cells past the limit are refused', async () => {
    function* endless() {
      for (;;) yield Array.from({ length: 1000 }, () => 1)
    }
    expect(await formatWorkbook([{ name: 'x', columns: ['a'], rows: endless() }])).toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
      facts: { cellsMax: workbookCellsMax },
    })
  })
})

async function partsOf(bytes: Uint8Array): Promise<{ [name: string]: string }> {
  const { openZip } = await import('../src/open-zip.ts')
  const zip = await openZip({ bytes }, 1e9)
  if (zip.kind === 'refused') throw new Error(zip.code)
  const parts: { [name: string]: string } = {}
  for (const entry of zip.entries)
    parts[entry.name] = Buffer.concat(await Array.fromAsync(zip.read(entry))).toString('utf8')
  return parts
}

/** A name that packs badly, so that the limit of tokens is what it meets. */
function randomName(length: number): string {
  return Buffer.from(new SeededEntropy('name').bytes(length / 2)).toString('hex')
}
