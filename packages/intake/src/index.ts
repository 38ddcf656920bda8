export {
  bareCell,
  byteOrderMark,
  csvLineEnd,
  csvWriter,
  formatCsvRow,
  neutraliseFormula,
} from './csv-writer.ts'
export type { DecodedText } from './decode-text.ts'
export { decodeText } from './decode-text.ts'
export type { TextEncoding } from './find-encoding.ts'
export type { SheetCell, SheetToWrite } from './format-workbook.ts'
export { formatWorkbook } from './format-workbook.ts'
export { captureBytesMax } from './limits.ts'
export type { TableRefusal } from './open-table.ts'
export { openTable } from './open-table.ts'
export type { OpenedTable, RejectedRow, RowFault, TableRow, TableSource } from './table.ts'
