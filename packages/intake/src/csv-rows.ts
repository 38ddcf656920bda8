// CSV in pieces: papaparse splits, this file counts lines and leaves bad rows behind. RFC 4180, and what people really send.
import Papa from 'papaparse'
import { rowLengthMax } from './limits.ts'
import type { RowFault } from './table.ts'

export type CsvDialect = { readonly delimiter: string; readonly newline: '\n' | '\r' }
export type CsvSink = {
  row(line: number, cells: string[]): void
  /** False ends the reading. */
  fault(line: number, reason: RowFault): boolean
}

type Parsed = {
  readonly data: string[][]
  readonly errors: readonly { readonly code: string; readonly row: number }[]
  readonly meta: { readonly cursor: number }
}

// After a bad row the next ones are looked at in a small window: otherwise each bad row would cost the scan of a whole piece.
const smallWindow = 4 * 1024

/**
 * Takes text in pieces and gives rows. A quoted cell that does not end, or a row past the limit, costs its first line;
 * reading goes on with the next. `write` says whether more is wanted.
 */
export class CsvRows {
  readonly #dialect: CsvDialect
  readonly #sink: CsvSink
  #rest = ''
  #line = 1
  /** Inside a line that is too long already. */
  #skipping = false
  #ended = false

  constructor(dialect: CsvDialect, sink: CsvSink) {
    this.#dialect = dialect
    this.#sink = sink
  }

  write(text: string): boolean {
    if (!this.#ended) this.#consume(this.#rest + text, false)
    return !this.#ended
  }

  end(): void {
    if (this.#ended) return
    const rest = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest
    if (rest !== '') this.#consume(rest, true)
    this.#ended = true
  }

  #consume(input: string, isLast: boolean): void {
    let at = this.#skipping ? this.#nextLine(input, 0) : 0
    let window = input.length
    while (at < input.length && !this.#ended) {
      const isTail = at + window >= input.length
      const slice = input.slice(at, at + window)
      const { taken, broken } = this.#parse(slice, isLast && isTail)
      at += taken
      if (broken) {
        const next = input.indexOf(this.#dialect.newline, at)
        if (next < 0 && !isLast && input.length - at <= rowLengthMax) break
        at = this.#reject('a quoted cell does not end', input, at)
        window = smallWindow
      } else if (taken > 0) window *= 4
      else if (!isTail) window *= 2
      else break
    }
    this.#rest = input.slice(at)
    if (this.#rest.length > rowLengthMax && !this.#ended) {
      const reason = this.#rest.includes('"') ? 'a quoted cell does not end' : 'the row is too long'
      const rest = this.#rest
      this.#rest = rest.slice(this.#reject(reason, rest, 0))
    }
  }

  /** Gives the rows of a slice; says how many units they took, and whether the row after them is broken. */
  #parse(slice: string, isLast: boolean): { taken: number; broken: boolean } {
    const whole = this.#split(slice, isLast)
    const broken = brokenRowOf(whole)
    if (broken === null) {
      this.#give(whole.data, slice)
      return { taken: isLast ? slice.length : whole.meta.cursor, broken: false }
    }
    if (broken === 0) return { taken: 0, broken: true }
    const good = this.#split(slice, isLast, broken)
    this.#give(good.data, slice)
    return { taken: good.meta.cursor, broken: true }
  }

  #split(slice: string, isLast: boolean, preview = 0): Parsed {
    const { delimiter, newline } = this.#dialect
    const parser = new Papa.Parser({
      delimiter,
      newline,
      preview,
      ...(preview > 0 ? { fastMode: false } : {}),
    })
    return parser.parse(slice, 0, !isLast) as Parsed
  }

  #give(rows: readonly string[][], slice: string): void {
    const hasQuotes = slice.includes('"')
    const { newline } = this.#dialect
    for (const cells of rows) {
      const line = this.#line
      this.#line++
      if (hasQuotes)
        for (const cell of cells) if (cell.includes(newline)) this.#line += countOf(cell, newline)
      const last = cells.length - 1
      const end = cells[last] ?? ''
      if (end.endsWith('\r')) cells[last] = end.slice(0, -1)
      this.#sink.row(line, cells)
    }
  }

  /** Leaves the line at `at` behind; where the next one begins. */
  #reject(reason: RowFault, input: string, at: number): number {
    if (!this.#sink.fault(this.#line, reason)) this.#ended = true
    return this.#nextLine(input, at)
  }

  #nextLine(input: string, at: number): number {
    const next = input.indexOf(this.#dialect.newline, at)
    this.#skipping = next < 0
    if (next < 0) return input.length
    this.#line++
    return next + 1
  }
}

/**
 * The first row whose quotes are wrong. In the row that the slice cuts, one odd quote may be a closing one whose separator is
 * still to come; two are certain.
 */
function brokenRowOf({ data, errors }: Parsed): number | null {
  for (const [index, { code, row }] of errors.entries()) {
    if (code === 'MissingQuotes') return row
    if (code === 'InvalidQuotes' && (row < data.length || errors[index + 1]?.row === row)) return row
  }
  return null
}

function countOf(text: string, wanted: string): number {
  let count = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) count++
  return count
}

const delimiters = [',', ';', '\t', '|'] as const
const rowsLookedAt = 20

/** The separator under which most of the first rows have as many cells as the head; among equals the one with most cells. */
export function findDialect(head: string): CsvDialect {
  const newline = head.includes('\n') || !head.includes('\r') ? '\n' : '\r'
  let best: { delimiter: string; agreeing: number; cells: number } = { delimiter: ',', agreeing: 0, cells: 1 }
  for (const delimiter of delimiters) {
    const parser = new Papa.Parser({ delimiter, newline, preview: rowsLookedAt })
    const { data } = parser.parse(head, 0, false) as Parsed
    const rows = data.filter((row) => row.some((cell) => cell.trim() !== ''))
    const cells = rows[0]?.length ?? 0
    const agreeing = rows.filter((row) => row.length === cells).length
    if (cells > 1 && (agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells)))
      best = { delimiter, agreeing, cells }
  }
  return { delimiter: best.delimiter, newline }
}
