import { describe, expect, test } from 'vitest'
import { cellLengthMax, columnsMax, rowLengthMax } from '../src/limits.ts'
import { openTable } from '../src/open-table.ts'
import type { OpenedTable } from '../src/table.ts'
import { bytesOf, collectRows, endOfReading, utf16Of } from './collect-rows.ts'

async function open(given: string | Uint8Array): Promise<OpenedTable> {
  const table = await openTable({ bytes: typeof given === 'string' ? bytesOf(given) : given })
  if (table.kind === 'refused') throw new Error(`${table.code} ${JSON.stringify(table.facts)}`)
  expect(table.format).toBe('json')
  return table
}

describe('shapes', () => {
  test.each([
    ['array', '[{"a":1,"b":"x"},\n {"b":"y","c":null}]', ['2:  / y / ']],
    ['lines', '{"a":1,"b":"x"}\n{"b":"y","c":true}\n', ['2:  / y / true']],
    [
      'pretty array',
      '[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {\n    "c": false\n  }\n]\n',
      ['6:  /  / false'],
    ],
    ['utf-16', utf16Of('\ufeff[{"a":1,"b":"x"},{"c":"é"}]'), ['1:  /  / é']],
    ['brackets and quotes in texts', '[{"a":1,"b":"}]\\"["},{"c":"\\\\"}]', ['1:  /  / \\']],
    ['members within members', '[{"a":1,"b":{"x":[1,2]}},{"c":[]}]', ['1:  /  / []']],
  ])('%s', async (_, given, last) => {
    const table = await open(given)
    expect(table.columns).toEqual(['a', 'b', 'c'])
    const rows = (await collectRows(table)).map(({ line, cells }) => `${line}: ${cells.join(' / ')}`)
    expect(rows.slice(-1)).toEqual(last)
    expect(table.rejected).toEqual([])
  })

  test('one object is one row', async () => {
    expect(await collectRows(await open('{\n "a": 1\n}'))).toEqual([{ line: 1, cells: ['1'] }])
  })

  test('numbers that no double holds stay as they are written', async () => {
    const table = await open('[{"a":12345678901234567890,"b":1.50}]')
    expect((await collectRows(table))[0]?.cells[0]).toBe('12345678901234567890')
  })

  test('pieces may cut anywhere', async () => {
    const objects = Array.from({ length: 40_000 }, (_, index) => ({ a: index, b: '}"{'.repeat(index % 7) }))
    const rows = await collectRows(await open(JSON.stringify(objects)))
    expect(rows.map(({ cells }) => cells)).toEqual(objects.map(({ a, b }) => [String(a), b]))
  })
})

describe('bad elements are named, good ones kept', () => {
  test.each([
    ['scalars', '[{"a":1},\n5,"x",{"a":2}]', ['1', '2'], [2, 2]],
    ['arrays', '[{"a":1},[1],{"a":2}]', ['1', '2'], [1]],
    ['broken element', '[{"a":1},\n{"a":},{"a":2}]', ['1', '2'], [2]],
    ['broken line', '{"a":1}\n{"a":\n{"a":2}\n', ['1', '2'], [2]],
    ['no end', '[{"a":1},\n{"a":2', ['1'], [2]],
    ['no end after a whole element', '[{"a":1},\n{"a":2},\n', ['1', '2'], [3]],
    ['no bracket at the end', '[{"a":1}', ['1'], [1]],
  ])('%s', async (_, text, cells, lines) => {
    const table = await open(text)
    expect((await collectRows(table)).map((row) => row.cells[0])).toEqual(cells)
    expect(table.rejected.map(({ line }) => line)).toEqual(lines)
  })

  test('a member that only comes late is no column', async () => {
    const objects: object[] = Array.from({ length: 1000 }, () => ({ a: 1 }))
    const table = await open(JSON.stringify([...objects, { z: 1 }]))
    expect(await collectRows(table)).toHaveLength(1000)
    expect(table.rejected).toEqual([{ line: 1, reason: 'a member that is no column' }])
  })
})

describe('limits', () => {
  test('cell', async () => {
    const text = (length: number) => JSON.stringify([{ a: 'x'.repeat(length) }])
    expect(await collectRows(await open(text(cellLengthMax)))).toHaveLength(1)
    const over = await open(text(cellLengthMax + 1))
    expect(await collectRows(over)).toEqual([])
    expect(over.rejected).toEqual([{ line: 1, reason: 'a cell is too long' }])
  })

  test('row', async () => {
    const table = await open(`[{"a":1},{"a":"${'x'.repeat(rowLengthMax)}"},{"a":2}]`)
    expect((await collectRows(table)).map(({ cells }) => cells[0])).toEqual(['1', '2'])
    expect(table.rejected).toEqual([{ line: 1, reason: 'the row is too long' }])
    const lines = await open(`{"a":1}\n{"a":"${'x'.repeat(rowLengthMax)}"}\n{"a":2}`)
    expect((await collectRows(lines)).map(({ cells }) => cells[0])).toEqual(['1', '2'])
    expect(lines.rejected).toEqual([{ line: 2, reason: 'the row is too long' }])
  })

  test('columns', async () => {
    const object = (count: number) =>
      JSON.stringify([Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, 1]))])
    expect((await open(object(columnsMax))).columns).toHaveLength(columnsMax)
    expect(await openTable({ bytes: bytesOf(object(columnsMax + 1)) })).toMatchObject({
      facts: { because: 'columns', columnsMax },
    })
  })

  test('depth without end', async () => {
    const text = `[{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}]`
    expect(await endOfReading(bytesOf(text))).toBe('a cell is too long')
  })

  test('no objects at all', async () => {
    expect(await openTable({ bytes: bytesOf('[]') })).toMatchObject({ facts: { because: 'objects' } })
  })
})
