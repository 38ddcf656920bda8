// CSV as spreadsheets take it, without any cell that they would run. RFC 4180; the one home of the rule.

/** Excel reads Chinese rightly only where UTF-8 begins with it. */
export const byteOrderMark = '\ufeff'
export const csvLineEnd = '\r\n'

// A sign and digits, at most with a day or a clock after them: nothing of it can be a formula.
const plainNumber = /^[+-]\d{1,18}(?:[.,]\d{1,18})?%?$/
const plainDate = /^[+-]\d{4,6}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?)?$/
// The full-width signs count too where a spreadsheet speaks an East Asian language.
const startsFormula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/** The cell as it may stand in a spreadsheet: what it would run gets an apostrophe before it; numbers and dates stay. */
export function neutraliseFormula(cell: string): string {
  return startsFormula.test(cell) && !plainNumber.test(cell) && !plainDate.test(cell) ? `'${cell}` : cell
}

/** The value of a cell that `neutraliseFormula` wrote. */
export function bareCell(cell: string): string {
  return cell.startsWith("'") && startsFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** One row with its line end. null is an empty cell. */
export function formatCsvRow(cells: readonly (string | number | null)[]): string {
  return cells.map(formatCell).join(',') + csvLineEnd
}

function formatCell(cell: string | number | null): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const text = neutraliseFormula(cell)
  return /[",\r\n;\t|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Byte order mark and head, then rows as they come: nothing is held. */
export function csvWriter(columns: readonly string[]): {
  readonly head: string
  rows(rows: Iterable<readonly (string | number | null)[]>): string
} {
  return {
    head: byteOrderMark + formatCsvRow(columns),
    rows(rows) {
      let text = ''
      for (const row of rows) text += formatCsvRow(row)
      return text
    },
  }
}
