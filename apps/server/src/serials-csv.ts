// Serial numbers as spreadsheets take them: UTF-8 with byte order mark, CRLF, no cell that a spreadsheet would run.
import { importRowsMax, seatsMax, type SerialRowWire } from '@holdfast/contract'
import { bareCell, csvLineEnd, csvWriter } from '@holdfast/intake'
import Papa from 'papaparse'

const columns = ['serial', 'order', 'licence', 'holder', 'product', 'edition', 'seats', 'taken'] as const
const writer = csvWriter(columns)

export function formatCsvHead(): string {
  return writer.head
}

export function formatCsvRows(rows: readonly SerialRowWire[]): string {
  return writer.rows(
    rows.map((row) => [
      row.serial,
      row.orderNumber,
      row.licence,
      row.holder,
      row.product,
      row.edition,
      row.seats,
      row.taken,
    ]),
  )
}

export type CsvFault = { readonly line: number; readonly code: string; readonly reason: string }
export type CsvSerial = {
  readonly line: number
  readonly serial: string
  readonly seats: number
  readonly licence: string | null
  readonly order: string | null
  readonly product: string | null
}

/** Reads an import: what is well formed, and what is not with line (counted from 1) and reason. */
export function parseSerialsCsv(text: string): {
  readonly rows: readonly CsvSerial[]
  readonly faults: readonly CsvFault[]
} {
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    skipEmptyLines: false,
    preview: importRowsMax + 2,
  })
  const [head = [], ...body] = parsed.data
  const names = head.map((name) => name.trim().toLowerCase())
  const missing = ['serial', 'seats'].filter((name) => !names.includes(name))
  if (!names.includes('licence') && !names.includes('order')) missing.push('licence')
  if (missing.length > 0)
    return {
      rows: [],
      faults: [{ line: 1, code: 'INPUT_INVALID', reason: `column missing: ${missing.join(', ')}` }],
    }
  const rows: CsvSerial[] = []
  const faults: CsvFault[] = []
  for (const [index, cells] of body.entries()) {
    const line = index + 2
    if (cells.every((cell) => cell.trim() === '')) continue
    if (index >= importRowsMax) {
      faults.push({ line, code: 'INPUT_INVALID', reason: `more than ${importRowsMax} rows` })
      break
    }
    const cell = (name: string) => valueOf(cells[names.indexOf(name)])
    const seats = /^\d{1,7}$/.test(cell('seats') ?? '') ? Number(cell('seats')) : 0
    const row = {
      line,
      serial: cell('serial') ?? '',
      seats,
      licence: cell('licence'),
      order: cell('order'),
      product: cell('product'),
    }
    const reason = faultOf(row)
    if (reason === null) rows.push(row)
    else faults.push({ line, code: 'INPUT_INVALID', reason })
  }
  return { rows, faults }
}

function faultOf(row: CsvSerial): string | null {
  if (row.serial === '') return 'serial is empty'
  if (row.seats < 1 || row.seats > seatsMax) return `seats is no whole number from 1 to ${seatsMax}`
  return row.licence === null && row.order === null ? 'neither licence nor order is given' : null
}

// An export of ours puts an apostrophe before what a spreadsheet would run; it is none of the value.
function valueOf(cell: string | undefined): string | null {
  const text = bareCell((cell ?? '').trim())
  return text === '' ? null : text
}

/** Rows of one piece of an import that is sent: each piece stays far below the body limit with ordinary rows. */
const pieceBytesMax = 96 * 1024

/** Cuts a file at its rows into pieces that an import takes, each with the head of the file. */
export function splitCsv(text: string): readonly { readonly text: string; readonly linesBefore: number }[] {
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: false })
  const [head = [], ...rows] = parsed.data
  const headText = Papa.unparse([head], { newline: csvLineEnd })
  const pieces: { text: string; linesBefore: number }[] = []
  let lines: string[] = [headText]
  let bytes = 0
  let linesBefore = 0
  for (const [index, row] of rows.entries()) {
    const line = Papa.unparse([row], { newline: csvLineEnd })
    if (lines.length > 1 && bytes + Buffer.byteLength(line) + 2 > pieceBytesMax) {
      pieces.push({ text: lines.join(csvLineEnd), linesBefore })
      lines = [headText]
      bytes = 0
      linesBefore = index
    }
    lines.push(line)
    bytes += Buffer.byteLength(line) + 2
  }
  pieces.push({ text: lines.join(csvLineEnd), linesBefore })
  return pieces
}
