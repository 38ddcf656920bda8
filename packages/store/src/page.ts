// Keyset paging: a page goes on behind the key of its last row, so that it costs the same however far down it lies.
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import { refuse, type Refusal } from '@holdfast/lease'
import type { Listed, ListedOrRefused, Page } from './listed.ts'
import type { Database } from './tables.ts'

/** Rows of one page; a higher limit is held at it. */
export const pageRowsMax = 500
/** Characters of a cursor. */
export const cursorCharsMax = 2_000

type KeyValue = string | number

export type Order = {
  /** Columns of the list's index, the last one unique. */
  readonly columns: readonly string[]
  /** What the columns are called in the rows, where they are called differently. */
  readonly names?: readonly string[]
  readonly direction: 'asc' | 'desc'
  /** What each column holds, to judge a cursor that came from outside. */
  readonly types: readonly ('text' | 'integer')[]
}

/** Runs `query` for one page in `order` and parses its rows. INPUT_INVALID where `after` is no cursor of this order. */
export async function listPage<Row extends object, T>(
  query: SelectQueryBuilder<Database, keyof Database, Row>,
  order: Order,
  page: Page,
  parse: (row: Row) => T,
): Promise<ListedOrRefused<T>> {
  const after = parseCursor(page.after ?? null, order)
  if (after !== null && 'kind' in after) return after
  const limit = limitOf(page)
  let paged = query.limit(limit + 1)
  if (after !== null) paged = paged.where(behind(order, after))
  for (const column of order.columns) paged = paged.orderBy(sql.ref(column), order.direction)
  const rows = await paged.execute()
  const shown = rows.slice(0, limit)
  const last = shown[shown.length - 1]
  const next = rows.length > limit && last !== undefined ? formatCursor(order, last) : null
  return { kind: 'listed', items: shown.map(parse), next } satisfies Listed<T>
}

/** The rows of this page, at least one. */
export function limitOf({ limit }: Page): number {
  return Math.min(Math.max(1, Math.floor(limit)), pageRowsMax)
}

function behind(order: Order, after: readonly KeyValue[]): RawBuilder<boolean> {
  const columns = sql.join(order.columns.map((column) => sql.ref(column)))
  const values = sql.join(after.map((value) => sql`${value}`))
  return order.direction === 'asc' ? sql`(${columns}) > (${values})` : sql`(${columns}) < (${values})`
}

export function formatCursor(order: Order, row: object): string {
  const named = row as { readonly [column: string]: unknown }
  const names = order.names ?? order.columns.map((column) => column.slice(column.indexOf('.') + 1))
  const key = names.map((name) => named[name])
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

export function parseCursor(
  text: string | null,
  order: Order,
): readonly KeyValue[] | Refusal<'INPUT_INVALID'> | null {
  if (text === null) return null
  const refusal = refuse('INPUT_INVALID', { path: 'after' })
  if (text.length > cursorCharsMax) return refusal
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return refusal
  }
  if (!Array.isArray(key) || key.length !== order.types.length) return refusal
  const fits = order.types.every((type, at) => {
    const value: unknown = key[at]
    if (type === 'integer') return Number.isSafeInteger(value)
    // PostgreSQL takes no NUL in text.
    return typeof value === 'string' && !value.includes('\0') && value.isWellFormed()
  })
  return fits ? (key as KeyValue[]) : refusal
}
