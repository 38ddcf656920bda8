import { refuse, type Refusal } from '@holdfast/lease'
import writeExcelFile, { type Row, type Sheet } from 'write-excel-file/node'
import { cellLengthMax, columnsMax, sheetRowsMax, workbookCellsMax } from './limits.ts'

export type SheetCell = string | number | null
export type SheetToWrite = {
  /** At most 31 characters; what a name may not hold becomes a space. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly SheetCell[]>
}

const nameLengthMax = 31
const [widthMin, widthMax] = [8, 48]
const rowsMeasured = 200

/**
 * XLSX bytes: head bold and frozen, columns as wide as their first rows need, texts stored as texts so that none of them runs
 * and cut where a cell ends. Rows past `rowsMax`, which is what a sheet holds, go on in further sheets. Everything is held in memory: past
 * `workbookCellsMax` it is refused, and CSV is the way. Refuses: WORKBOOK_TOO_LARGE (cellsMax, or columnsMax).
 */
export async function formatWorkbook(
  sheets: readonly SheetToWrite[],
  rowsMax = sheetRowsMax,
): Promise<{ readonly kind: 'workbook'; readonly bytes: Uint8Array } | Refusal<'WORKBOOK_TOO_LARGE'>> {
  const written: Sheet<never>[] = []
  const names = new Set<string>()
  let cells = 0
  for (const { name, columns, rows } of sheets) {
    if (columns.length > columnsMax) return refuse('WORKBOOK_TOO_LARGE', { columnsMax })
    const head = columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
    const widths = columns.map(widthOf)
    let data: Row[] = [head]
    const end = () => {
      const columnsWritten = widths.map((width) => ({ width }))
      written.push({ data, sheet: freeName(name, names), columns: columnsWritten, stickyRowsCount: 1 })
      data = [head]
    }
    for (const row of rows) {
      cells += row.length
      if (cells > workbookCellsMax) return refuse('WORKBOOK_TOO_LARGE', { cellsMax: workbookCellsMax })
      if (data.length === rowsMax) end()
      // A text longer than a cell holds would make Excel call the file damaged.
      data.push(row.map((cell) => (typeof cell === 'string' ? cell.slice(0, cellLengthMax) : cell)))
      if (data.length <= rowsMeasured)
        for (const [index, cell] of row.entries())
          widths[index] = Math.max(widths[index] ?? widthMin, widthOf(String(cell ?? '')))
    }
    end()
  }
  return { kind: 'workbook', bytes: await writeExcelFile(written).toBuffer() }
}

/** In characters; Chinese ones take two. */
function widthOf(text: string): number {
  let width = 2
  for (const character of text.slice(0, widthMax)) width += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1
  return Math.min(Math.max(width, widthMin), widthMax)
}

/** Names of sheets are told apart without regard to case, and hold none of seven signs. */
function freeName(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Sheet'
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` (${number})`
    const name = plain.slice(0, nameLengthMax - suffix.length) + suffix
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
