import { refuse, type Refusal } from '@holdfast/lease'
import { CsvRows, findDialect, type CsvDialect } from './csv-rows.ts'
import { cellLengthMax, columnsMax, rejectedRowsMax, rowLengthMax } from './limits.ts'
import { inPieces, rejectedRows, type OpenedTable, type TableRow, type TableSource } from './table.ts'
import { textPieces } from './text-pieces.ts'

export type CsvRefusal = Refusal<'CONTENT_EMPTY' | 'CONTENT_BINARY' | 'TABLE_REFUSED'>

/** Opens CSV with whatever separator. Refuses: CONTENT_EMPTY, CONTENT_BINARY, TABLE_REFUSED (because, columnsMax). */
export async function openCsv(source: TableSource): Promise<OpenedTable | CsvRefusal> {
  const text = textPieces(source)
  const begin = await readBegin(text.pieces())
  if (text.encoding === null) return refuse('CONTENT_BINARY', { found: null })
  if (begin.trim() === '') return refuse('CONTENT_EMPTY')
  const declared = /^sep=([,;\t|])\r?\n/.exec(begin)
  const dialect: CsvDialect =
    declared?.[1] === undefined ? findDialect(begin) : { delimiter: declared[1], newline: '\n' }
  const head = findHead(begin, dialect)
  if (head === null) return refuse('TABLE_REFUSED', { because: 'head' })
  if (head.columns.length > columnsMax) return refuse('TABLE_REFUSED', { because: 'columns', columnsMax })
  let rejected = rejectedRows(rejectedRowsMax)
  return {
    kind: 'table',
    columns: head.columns,
    format: 'csv',
    get encoding() {
      return text.encoding ?? 'ascii'
    },
    get rejected() {
      return rejected.list
    },
    async *rows() {
      rejected = rejectedRows(rejectedRowsMax)
      let batch: TableRow[] = []
      const reader = new CsvRows(dialect, {
        row(line, cells) {
          if (line <= head.line) return
          const fault = fitRow(cells, head.columns.length)
          if (fault === null) batch.push({ line, cells })
          else if (fault !== 'blank') rejected.add(line, fault)
        },
        fault: (line, reason) => rejected.add(line, reason),
      })
      for await (const piece of text.pieces()) {
        const goesOn = reader.write(piece)
        yield* inPieces(batch)
        batch = []
        if (!goesOn || rejected.list.length > rejectedRowsMax) return
      }
      reader.end()
      yield* inPieces(batch)
    },
  }
}

/** Text until the head and some rows are in it for certain. */
async function readBegin(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length > rowLengthMax) break
  }
  return text.slice(0, rowLengthMax)
}

/**
 * The first row with content. PowerShell writes `#TYPE ...` before it, spreadsheets `sep=;`. null where it is longer than a row
 * may be, or its quotes are wrong.
 */
function findHead(begin: string, dialect: CsvDialect): { columns: string[]; line: number } | null {
  let found: { columns: string[]; line: number } | null = null
  let broken = false
  const reader = new CsvRows(dialect, {
    row(line, cells) {
      if (found !== null || broken) return
      if (cells.every((cell) => cell.trim() === '')) return
      if (/^#TYPE |^sep=/.test(cells[0] ?? '') && line === 1) return
      const columns = cells.map((cell) => cell.replace(/^\ufeff/, '').trim())
      while (columns.length > 1 && columns.at(-1) === '') columns.pop()
      found = { columns, line }
    },
    fault() {
      if (found === null) broken = true
      return false
    },
  })
  reader.write(begin)
  if (begin.length < rowLengthMax) reader.end()
  return found
}

/** Makes a row as wide as the head; says why it cannot be. Spreadsheets leave out empty cells at the end, or add some. */
function fitRow(
  cells: string[],
  width: number,
): 'blank' | 'more cells than columns' | 'a cell is too long' | null {
  if (cells[0] === '' && cells.every((cell) => cell === '')) return 'blank'
  if (cells.length === 1 && cells[0]?.trim() === '') return 'blank'
  while (cells.length > width)
    if (cells.at(-1)?.trim() === '') cells.pop()
    else return 'more cells than columns'
  while (cells.length < width) cells.push('')
  for (const cell of cells) if (cell.length > cellLengthMax) return 'a cell is too long'
  return null
}
