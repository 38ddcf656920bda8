import type { TextEncoding } from './find-encoding.ts'
import type { ByteSource } from './text-pieces.ts'

export type TableSource = ByteSource

/** `line` counts from 1 in the file as a person sees it: text lines, or rows of a sheet. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] }

/** Why a row was left out; a closed set, so that each has its words. */
export type RowFault =
  | 'a quoted cell does not end'
  | 'more cells than columns'
  | 'the row is too long'
  | 'a cell is too long'
  | 'no JSON object'
  | 'the list breaks off'
  | 'a member that is no column'
  | 'the workbook is damaged; reading ended here'
  | 'too many unreadable rows; reading ended here'

export type RejectedRow = { readonly line: number; readonly reason: RowFault }

/**
 * A table whose head is known. `rows` reads it from its beginning, in pieces of at most some thousand rows, each row with as many
 * cells as there are columns; rows without any content are passed over. `rejected` and `encoding` belong to the latest
 * reading and are complete when it has ended.
 */
export type OpenedTable = {
  readonly kind: 'table'
  /** The head, trimmed. */
  readonly columns: readonly string[]
  readonly format: 'csv' | 'json' | 'xlsx'
  readonly encoding: TextEncoding
  rows(): AsyncIterable<readonly TableRow[]>
  readonly rejected: readonly RejectedRow[]
}

const batchRowsMax = 8_192

/** A batch in pieces that a caller can spread. */
export function* inPieces<Row>(batch: readonly Row[]): Generator<readonly Row[], void, undefined> {
  for (let at = 0; at < batch.length; at += batchRowsMax)
    yield batch.length <= batchRowsMax ? batch : batch.slice(at, at + batchRowsMax)
}

/** A list of rejected rows that ends at its limit; `add` says whether reading may go on. */
export function rejectedRows(rowsMax: number): {
  readonly list: RejectedRow[]
  add(line: number, reason: RowFault): boolean
} {
  const list: RejectedRow[] = []
  return {
    list,
    add(line, reason) {
      if (list.length < rowsMax) {
        list.push({ line, reason })
        return true
      }
      if (list.length === rowsMax) list.push({ line, reason: 'too many unreadable rows; reading ended here' })
      return false
    },
  }
}
