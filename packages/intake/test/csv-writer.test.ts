import { describe, expect, test } from 'vitest'
import { bareCell, csvWriter, formatCsvRow, neutraliseFormula } from '../src/csv-writer.ts'

describe('cells that a spreadsheet would run', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['＝1+1', "'＝1+1"],
    ['-5', '-5'],
    ['+2.5', '+2.5'],
    ['-12,5%', '-12,5%'],
    ['-0001-12-31T00:00:00Z', '-0001-12-31T00:00:00Z'],
    ['2018-09-19', '2018-09-19'],
    ["'quoted'", "'quoted'"],
    ['', ''],
  ])('%j becomes %j, and back', (cell, written) => {
    expect(neutraliseFormula(cell)).toBe(written)
    expect(bareCell(written)).toBe(cell)
  })
})

describe('rows', () => {
  test.each([
    [['a', 'b'], 'a,b\r\n'],
    [['a,b', 'c"d'], '"a,b","c""d"\r\n'],
    [['a\nb', null, 5], '"a\nb",,5\r\n'],
    [['a;b', ' c'], '"a;b"," c"\r\n'],
    [['张三', '=x'], "张三,'=x\r\n"],
  ])('%j', (cells, text) => {
    expect(formatCsvRow(cells)).toBe(text)
  })

  test('a file begins with the mark that Excel wants', () => {
    const { head, rows } = csvWriter(['设备'])
    expect(head + rows([['PC-1'], ['PC-2']])).toBe('\ufeff设备\r\nPC-1\r\nPC-2\r\n')
  })
})
