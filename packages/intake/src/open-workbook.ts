import { refuse, type Refusal } from '@holdfast/lease'
import { cellLengthMax, columnsMax, rejectedRowsMax, workbookPartBytesMax } from './limits.ts'
import { openZip, type OpenedZip, type ZipRefusal } from './open-zip.ts'
import { SheetRows } from './sheet-rows.ts'
import { inPieces, rejectedRows, type OpenedTable, type TableRow, type TableSource } from './table.ts'
import { readWorkbook, type Workbook } from './workbook-parts.ts'
import { XmlFault, XmlReader } from './xml-reader.ts'

export type WorkbookRefusal = ZipRefusal | Refusal<'WORKBOOK_REFUSED' | 'TABLE_REFUSED' | 'CONTENT_BINARY'>

/**
 * Opens the first visible sheet of an XLSX workbook, or the one called `sheet`. Cells come as texts: dates as ISO, numbers as they
 * are stored, formulas as the value that was stored with them.
 */
export async function openWorkbook(
  source: TableSource,
  sheet?: string,
): Promise<OpenedTable | WorkbookRefusal> {
  const zip = await openZip(source, workbookPartBytesMax)
  if (zip.kind === 'refused') return zip
  try {
    if (!isWorkbook(zip)) return refuse('CONTENT_BINARY', { found: 'zip' })
    const bomb = zip.entries.find(({ fault }) => fault === 'ratio' || fault === 'size')
    if (bomb !== undefined) return refuse('ARCHIVE_LIMIT', { limit: bomb.fault })
    const workbook = await readWorkbook(zip, sheet)
    if (workbook === null) return refuse('WORKBOOK_REFUSED', { because: 'sheet' })
    const columns = await readHead(zip, workbook)
    if (columns === null) return refuse('WORKBOOK_REFUSED', { because: 'empty' })
    if (columns.length > columnsMax) return refuse('TABLE_REFUSED', { because: 'columns', columnsMax })
    return composeTable(source, workbook, columns)
  } catch (error) {
    return refuse('WORKBOOK_REFUSED', {
      because: error instanceof XmlFault && error.message === 'texts' ? 'texts' : 'damaged',
    })
  } finally {
    zip.close()
  }
}

export function isWorkbook(zip: OpenedZip): boolean {
  return zip.entries.some(({ name }) => name.toLowerCase() === 'xl/workbook.xml')
}

async function readHead(zip: OpenedZip, workbook: Workbook): Promise<string[] | null> {
  for await (const rows of sheetRows(zip, workbook))
    for (const { cells } of rows) {
      const columns = cells.map((cell) => cell.trim())
      while (columns.at(-1) === '') columns.pop()
      if (columns.length > 0) return columns
    }
  return null
}

function composeTable(source: TableSource, workbook: Workbook, columns: readonly string[]): OpenedTable {
  let rejected = rejectedRows(rejectedRowsMax)
  return {
    kind: 'table',
    columns,
    format: 'xlsx',
    encoding: 'utf-8',
    get rejected() {
      return rejected.list
    },
    async *rows() {
      rejected = rejectedRows(rejectedRowsMax)
      const zip = await openZip(source, workbookPartBytesMax)
      if (zip.kind === 'refused') throw new Error(`the workbook changed while it was read: ${zip.code}`)
      let line = 0
      try {
        let isHead = true
        for await (const rows of sheetRows(zip, workbook)) {
          const batch: TableRow[] = []
          for (const row of rows) {
            line = row.line
            if (row.cells.every((cell) => cell.trim() === '')) continue
            if (isHead) {
              isHead = false
              continue
            }
            const fault = fitCells(row.cells, columns.length)
            if (fault === null) batch.push(row)
            else if (!rejected.add(line, fault)) break
          }
          yield* inPieces(batch)
          if (rejected.list.length > rejectedRowsMax) return
        }
      } catch (error) {
        // What the disk says is an accident; everything else is what the workbook is made of.
        if (typeof (error as NodeJS.ErrnoException).code === 'string') throw error
        rejected.add(line + 1, 'the workbook is damaged; reading ended here')
      } finally {
        zip.close()
      }
    },
  }
}

/** Rows of a sheet as they stand, each as wide as its last cell with content. Throws XmlFault. */
async function* sheetRows(
  zip: OpenedZip,
  workbook: Workbook,
): AsyncGenerator<{ line: number; cells: string[] }[], void, undefined> {
  const entry = zip.entries.find(({ name }) => name.toLowerCase() === workbook.sheetPath.toLowerCase())
  if (entry === undefined || entry.fault !== null) throw new XmlFault('sheet')
  const rows = new SheetRows(workbook)
  const reader = new XmlReader(rows)
  for await (const piece of zip.read(entry)) {
    reader.write(piece)
    const batch = rows.take()
    if (batch.length > 0) yield batch
  }
  reader.end()
  const rest = rows.take()
  if (rest.length > 0) yield rest
}

function fitCells(cells: string[], width: number): 'more cells than columns' | 'a cell is too long' | null {
  while (cells.length > width)
    if (cells.at(-1)?.trim() === '') cells.pop()
    else return 'more cells than columns'
  while (cells.length < width) cells.push('')
  return cells.some((cell) => cell.length > cellLengthMax) ? 'a cell is too long' : null
}
