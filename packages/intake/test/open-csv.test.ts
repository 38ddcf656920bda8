import { describe, expect, test } from 'vitest'
import { csvWriter } from '../src/csv-writer.ts'
import { cellLengthMax, columnsMax, rejectedRowsMax, rowLengthMax } from '../src/limits.ts'
import { openTable } from '../src/open-table.ts'
import type { OpenedTable } from '../src/table.ts'
import { bytesOf, collectRows, utf16Of } from './collect-rows.ts'

async function open(given: string | Uint8Array): Promise<OpenedTable> {
  const table = await openTable({ bytes: typeof given === 'string' ? bytesOf(given) : given })
  if (table.kind === 'refused') throw new Error(`${table.code} ${JSON.stringify(table.facts)}`)
  return table
}

async function cellsOf(given: string | Uint8Array): Promise<string[]> {
  const rows = await collectRows(await open(given))
  return rows.map(({ line, cells }) => `${line}: ${cells.join(' / ')}`)
}

// 设备 and 张三 in GBK.
const gbkBytes = Buffer.concat([
  Buffer.from([0xc9, 0xe8, 0xb1, 0xb8]),
  Buffer.from(',name\r\nPC-1,'),
  Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
  Buffer.from('\r\n'),
])

describe('what a table may look like', () => {
  test.each([
    ['commas', 'a,b\r\n1,2\r\n', ['2: 1 / 2']],
    ['semicolons, as a German Excel writes', 'a;b\n1,5;2\n', ['2: 1,5 / 2']],
    ['tabs', 'a\tb\n1\t2', ['2: 1 / 2']],
    ['bars', 'a|b\n1|2', ['2: 1 / 2']],
    ['a declared separator', 'sep=;\r\na;b\r\n1;2\r\n', ['3: 1 / 2']],
    ['the type line of PowerShell', '#TYPE System.Object\r\n"a","b"\r\n"1","2"\r\n', ['3: 1 / 2']],
    ['quoted line breaks', 'a,b\n"x\ny",2\n3,4\n', ['2: x\ny / 2', '4: 3 / 4']],
    ['doubled quotes', 'a,b\n"x ""y""",2\n', ['2: x "y" / 2']],
    ['quotes and CRLF', 'a,b\r\n"1","2"\r\n"3","4"\r\n', ['2: 1 / 2', '3: 3 / 4']],
    ['a quote as the last sign', 'a,b\r\n"1","2"\r', ['2: 1 / 2']],
    ['lone CR', 'a,b\r1,2\r3,4', ['2: 1 / 2', '3: 3 / 4']],
    ['empty lines before and between', '\n\na,b\n\n1,2\n,\n3,4\n', ['5: 1 / 2', '7: 3 / 4']],
    ['cells left out at the end', 'a,b,c\n1\n1,2\n', ['2: 1 /  / ', '3: 1 / 2 / ']],
    ['empty cells added at the end', 'a,b,,\n1,2,,\n', ['2: 1 / 2']],
    ['a byte order mark', '\ufeffa,b\n1,2\n', ['2: 1 / 2']],
    ['a head alone', 'a,b\n', []],
  ])('%s', async (_, text, rows) => {
    expect(await cellsOf(text)).toEqual(rows)
  })

  test.each([
    ['gbk', gbkBytes, ['设备', 'name'], '张三'],
    ['utf-16le-bom', utf16Of('\ufeff设备,name\r\nPC-1,张三\r\n'), ['设备', 'name'], '张三'],
    ['utf-16le', utf16Of('设备,name\r\nPC-1,张三\r\n'), ['设备', 'name'], '张三'],
    ['utf-8-bom', bytesOf('\ufeff设备,name\r\nPC-1,张三\r\n'), ['设备', 'name'], '张三'],
    ['utf-8', bytesOf('device,name\r\nPC-1,张三\r\n'), ['device', 'name'], '张三'],
    ['ascii', bytesOf('device,name\r\nPC-1,Anna\r\n'), ['device', 'name'], 'Anna'],
    [
      'utf-8 holding GBK bytes read as latin-1',
      bytesOf(gbkBytes.toString('latin1')),
      ['设备', 'name'],
      '张三',
    ],
  ])('encoding %s', async (encoding, bytes, columns, name) => {
    const table = await open(bytes)
    expect(table.columns).toEqual(columns)
    expect(await collectRows(table)).toEqual([{ line: 2, cells: ['PC-1', name] }])
    expect(table.encoding).toBe(encoding)
  })

  test('an encoding that shows itself late is found late', async () => {
    const ascii = 'device,name\n' + 'PC,Anna\n'.repeat(50_000)
    const table = await open(
      Buffer.concat([Buffer.from(ascii), Buffer.from([0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x78])]),
    )
    expect(table.encoding).toBe('gbk')
    expect((await collectRows(table)).at(-1)).toEqual({ line: 50_002, cells: ['张三', 'x'] })
  })

  test('it can be read more than once', async () => {
    const table = await open('a,b\n1,2\n1,2,3\n')
    const first = await collectRows(table)
    expect(await collectRows(table)).toEqual(first)
    expect(table.rejected).toEqual([{ line: 3, reason: 'more cells than columns' }])
  })
})

describe('bad rows are named, good ones kept', () => {
  test.each([
    ['too many cells', 'a,b\n1,2,3\n4,5\n', ['3: 4 / 5'], [[2, 'more cells than columns']]],
    ['a quote that never closes', 'a,b\n"1,2\n3,4\n', ['3: 3 / 4'], [[2, 'a quoted cell does not end']]],
    [
      'a quote in the middle of the file',
      'a,b\n1,2\n"x" y,2\n3,4\n"5","6"\n',
      ['2: 1 / 2', '4: 3 / 4', '5: 5 / 6'],
      [[3, 'a quoted cell does not end']],
    ],
    ['quotes within a bare cell are text', 'a,b\n5" disk,2\n', ['2: 5" disk / 2'], []],
  ])('%s', async (_, text, rows, rejected) => {
    const table = await open(text)
    const read = (await collectRows(table)).map(({ line, cells }) => `${line}: ${cells.join(' / ')}`)
    expect(read).toEqual(rows)
    expect(table.rejected.map(({ line, reason }) => [line, reason])).toEqual(rejected)
  })

  test('a quote that is open in a long file costs its own line', async () => {
    const table = await open(`a,b\n"1,2\n${'3,4\n'.repeat(400_000)}`)
    expect(await collectRows(table)).toHaveLength(400_000)
    expect(table.rejected).toEqual([{ line: 2, reason: 'a quoted cell does not end' }])
  })

  test('a table of nothing but bad rows ends at the limit', async () => {
    const table = await open(`a,b\n${'1,2,3\n'.repeat(rejectedRowsMax + 5)}`)
    expect(await collectRows(table)).toEqual([])
    expect(table.rejected).toHaveLength(rejectedRowsMax + 1)
    expect(table.rejected.at(-1)?.reason).toBe('too many unreadable rows; reading ended here')
  })

  test('hostile quotes end soon', async () => {
    const table = await open(`a,b\n${'"a\n'.repeat(300_000)}`)
    expect(await collectRows(table)).toEqual([])
    expect(table.rejected).toHaveLength(rejectedRowsMax + 1)
  })
})

describe('limits', () => {
  const row = (cells: number, cell = 'x') => Array.from({ length: cells }, () => cell).join(',')

  test('columns', async () => {
    expect((await open(`${row(columnsMax)}\n`)).columns).toHaveLength(columnsMax)
    const over = await openTable({ bytes: bytesOf(`${row(columnsMax + 1)}\n`) })
    expect(over).toMatchObject({ code: 'TABLE_REFUSED', facts: { because: 'columns', columnsMax } })
    const million = await openTable({ bytes: bytesOf(`${row(1_000_000)}\n1\n`) })
    expect(million).toMatchObject({ code: 'TABLE_REFUSED' })
  })

  test('cell', async () => {
    const table = await open(`a,b\n1,${'x'.repeat(cellLengthMax)}\n2,${'x'.repeat(cellLengthMax + 1)}\n3,4\n`)
    expect((await collectRows(table)).map(({ line }) => line)).toEqual([2, 4])
    expect(table.rejected).toEqual([{ line: 3, reason: 'a cell is too long' }])
  })

  test('row', async () => {
    const table = await open(`a,b\n1,${'x'.repeat(3 * rowLengthMax)}\n3,4\n`)
    expect(await collectRows(table)).toEqual([{ line: 3, cells: ['3', '4'] }])
    expect(table.rejected).toEqual([{ line: 2, reason: 'the row is too long' }])
    const head = await openTable({ bytes: bytesOf('x'.repeat(2 * rowLengthMax)) })
    expect(head).toMatchObject({ code: 'TABLE_REFUSED', facts: { because: 'head' } })
  })

  test.each([
    ['nothing', new Uint8Array(), 'CONTENT_EMPTY'],
    ['blanks', bytesOf(' \r\n\r\n'), 'CONTENT_EMPTY'],
    ['binary', Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256), 'CONTENT_BINARY'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'CONTENT_BINARY'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await openTable({ bytes })).toMatchObject({ code })
  })

  test('no such file', async () => {
    expect(await openTable({ path: '/nowhere/at/all.csv' })).toMatchObject({
      code: 'FILE_UNREADABLE',
      facts: { reason: 'ENOENT' },
    })
  })
})

test('what is written is read back', async () => {
  const rows = [
    ['=1+1', 'a "b", c'],
    ['x\ny', ' padded '],
    ['张三', '-5'],
  ]
  const { head, rows: format } = csvWriter(['姓名', 'b;c'])
  const table = await open(head + format(rows))
  expect(table.columns).toEqual(['姓名', 'b;c'])
  expect((await collectRows(table)).map(({ cells }) => cells)).toEqual([
    ["'=1+1", 'a "b", c'],
    ...rows.slice(1),
  ])
})
