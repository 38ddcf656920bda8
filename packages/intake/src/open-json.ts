import { refuse, type Refusal } from '@holdfast/lease'
import { JsonLines, JsonValues, type JsonSink } from './json-values.ts'
import { cellLengthMax, columnsMax, rejectedRowsMax, rowLengthMax } from './limits.ts'
import {
  inPieces,
  rejectedRows,
  type OpenedTable,
  type RowFault,
  type TableRow,
  type TableSource,
} from './table.ts'
import { textPieces } from './text-pieces.ts'

export type JsonRefusal = Refusal<'CONTENT_EMPTY' | 'CONTENT_BINARY' | 'TABLE_REFUSED'>

type JsonObject = { readonly [member: string]: unknown }
type Reader = { write(text: string): boolean; end(): void }

/** The members of this many first objects are the columns; one that only comes later is no column. */
const objectsLookedAt = 1_000

/**
 * Opens a JSON array of objects, JSON lines, or one object. Refuses: CONTENT_EMPTY, CONTENT_BINARY, TABLE_REFUSED (because, columnsMax).
 */
export async function openJson(source: TableSource): Promise<OpenedTable | JsonRefusal> {
  const text = textPieces(source)
  const names = new Set<string>()
  let seen = 0
  let makeReader: ((sink: JsonSink) => Reader) | null = null
  let reader: Reader | null = null
  const sink: JsonSink = {
    value(value) {
      for (const name of Object.keys(parseObject(value) ?? {})) names.add(name)
      seen++
      return seen < objectsLookedAt && names.size <= columnsMax
    },
    fault: () => ++seen < objectsLookedAt,
  }
  for await (const piece of text.pieces()) {
    makeReader ??= readerFor(piece)
    reader ??= makeReader(sink)
    if (!reader.write(piece)) break
  }
  if (text.encoding === null) return refuse('CONTENT_BINARY', { found: null })
  if (makeReader === null) return refuse('CONTENT_EMPTY')
  if (seen < objectsLookedAt) reader?.end()
  if (names.size === 0) return refuse('TABLE_REFUSED', { because: 'objects' })
  if (names.size > columnsMax) return refuse('TABLE_REFUSED', { because: 'columns', columnsMax })
  return composeTable([...names], makeReader, text)
}

function composeTable(
  columns: readonly string[],
  makeReader: (sink: JsonSink) => Reader,
  text: ReturnType<typeof textPieces>,
): OpenedTable {
  let rejected = rejectedRows(rejectedRowsMax)
  const places = new Map(columns.map((name, index) => [name, index]))
  return {
    kind: 'table',
    columns: columns.map((name) => name.trim()),
    format: 'json',
    get encoding() {
      return text.encoding ?? 'ascii'
    },
    get rejected() {
      return rejected.list
    },
    async *rows() {
      rejected = rejectedRows(rejectedRowsMax)
      let batch: TableRow[] = []
      const reader = makeReader({
        value(value, line) {
          const cells = cellsOf(parseObject(value), places)
          if (typeof cells === 'string') return rejected.add(line, cells)
          batch.push({ line, cells })
          return true
        },
        fault: (reason, line) => rejected.add(line, reason),
      })
      for await (const piece of text.pieces()) {
        const goesOn = reader.write(piece)
        yield* inPieces(batch)
        batch = []
        if (!goesOn) return
      }
      reader.end()
      yield* inPieces(batch)
    },
  }
}

/** An object whose first line is whole is the first of JSON lines. */
function readerFor(begin: string): (sink: JsonSink) => Reader {
  const text = begin.replace(/^\ufeff/, '').trimStart()
  const line = text.slice(0, Math.max(0, text.indexOf('\n')))
  return text.startsWith('{') && parseObject(line) !== null
    ? (sink) => new JsonLines(rowLengthMax, sink)
    : (sink) => new JsonValues(rowLengthMax, sink)
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = longNumber.test(text) ? JSON.parse(text, keepNumber) : JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

// A number of more digits than a double holds is kept as it is written.
const longNumber = /\d{16}/
function keepNumber(_: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? context.source
    : value
}

function cellsOf(object: JsonObject | null, places: ReadonlyMap<string, number>): string[] | RowFault {
  if (object === null) return 'no JSON object'
  const cells: string[] = Array.from({ length: places.size }, () => '')
  for (const [name, value] of Object.entries(object)) {
    const place = places.get(name)
    if (place === undefined) return 'a member that is no column'
    const cell = cellOf(value)
    if (cell === null || cell.length > cellLengthMax) return 'a cell is too long'
    cells[place] = cell
  }
  return cells
}

/** What is nested stays JSON; null where it is nested deeper than it can be written. */
function cellOf(value: unknown): string | null {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}
