// Many rows in few statements. Kysely writes each text once; afterwards the text is used again with other parameters.
import { CompiledQuery, sql } from 'kysely'
import type { EngineFacts } from './engine.ts'
import type { Database, Db } from './tables.ts'

/** Rows or keys of one statement at most; batches are cut into powers of two, so that few different texts exist. */
export const bulkRowsMax = 256

const textsOfEngine = new WeakMap<EngineFacts, Map<string, string>>()

type Table = keyof Database

/** How rows that exist already are met: `fail` throws, `keep` leaves them, an upsert replaces `columns`. */
export type OnConflict =
  | { readonly kind: 'fail' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'replace'; readonly key: readonly string[]; readonly columns: readonly string[] }
  | { readonly kind: 'add'; readonly key: readonly string[]; readonly column: string }

/** Inserts `rows`, all with the same columns in the same order. */
export async function insertRows<T extends Table>(
  db: Db,
  facts: EngineFacts,
  table: T,
  rows: readonly Database[T][],
  onConflict: OnConflict = { kind: 'fail' },
): Promise<void> {
  const first = rows[0]
  if (first === undefined) return
  const columns = Object.keys(first)
  for (const [from, count] of cut(rows.length, Math.floor(facts.parametersMax / columns.length))) {
    const text = textOf(
      facts,
      `insert ${table} ${columns.join()} ${JSON.stringify(onConflict)} ${count}`,
      () => insertText(db, facts, { table, columns, count, onConflict }),
    )
    const parameters: unknown[] = []
    for (let at = from; at < from + count; at++) {
      const row = rows[at] as { readonly [column: string]: unknown }
      for (const column of columns) parameters.push(row[column])
    }
    await db.executeQuery(CompiledQuery.raw(text, parameters))
  }
}

function insertText(
  db: Db,
  facts: EngineFacts,
  insert: {
    readonly table: Table
    readonly columns: readonly string[]
    readonly count: number
    readonly onConflict: OnConflict
  },
): string {
  const { table, columns, count, onConflict } = insert
  const verb = onConflict.kind === 'fail' ? facts.insertNew : 'insert'
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const row = sql`(${sql.join(columns.map(() => sql`${null}`))})`
  const rows = sql.join(Array.from({ length: count }, () => row))
  return sql`${sql.raw(verb)} into ${sql.table(table)} (${names}) values ${rows} ${conflictText(table, onConflict)}`.compile(
    db,
  ).sql
}

function conflictText(table: Table, onConflict: OnConflict) {
  const list = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))
  switch (onConflict.kind) {
    case 'fail':
      return sql``
    case 'keep':
      return sql`on conflict do nothing`
    case 'add': {
      const sum = sql`${sql.ref(`${table}.${onConflict.column}`)} + ${sql.ref(`excluded.${onConflict.column}`)}`
      return sql`on conflict (${list(onConflict.key)}) do update set ${sql.ref(onConflict.column)} = ${sum}`
    }
    case 'replace': {
      const sets = onConflict.columns.map(
        (column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`,
      )
      return sql`on conflict (${list(onConflict.key)}) do update set ${sql.join(sets)}`
    }
  }
}

/**
 * The rows of `table` whose `columns` are one of `keys`, in that order; locked where the engine locks rows and `lock` is
 * set. Sorted, so that two servers lock rows in one order and never wait for each other in a ring.
 */
export async function selectRows<T extends Table>(
  db: Db,
  facts: EngineFacts,
  from: { readonly table: T; readonly column: ColumnsOf<T>; readonly lock?: boolean },
  keys: readonly string[],
): Promise<Database[T][]> {
  const sorted = [...new Set(keys)].toSorted()
  return await selectByKeys(
    db,
    facts,
    { ...from, columns: [from.column] },
    sorted.map((key) => [key]),
  )
}

type ColumnsOf<T extends Table> = keyof Database[T] & string

/** As `selectRows`, by keys of several columns; a key may stand twice. */
export async function selectByKeys<T extends Table>(
  db: Db,
  facts: EngineFacts,
  from: { readonly table: T; readonly columns: readonly ColumnsOf<T>[]; readonly lock?: boolean },
  keys: readonly (readonly string[])[],
): Promise<Database[T][]> {
  const found: Database[T][] = []
  const { table, columns } = from
  const lock = from.lock === true && facts.rowLocks
  for (let at = 0; at < keys.length; at += bulkRowsMax) {
    const wanted = keys.slice(at, at + bulkRowsMax)
    const count = powerOfTwoAbove(wanted.length)
    const text = textOf(facts, `select ${table} ${columns.join()} ${lock} ${count}`, () =>
      selectText(db, table, columns, { count, lock }),
    )
    // The last key fills up to the power of two.
    const last = wanted[wanted.length - 1] as readonly string[]
    const parameters = wanted.flat()
    for (let filled = wanted.length; filled < count; filled++) parameters.push(...last)
    const { rows } = await db.executeQuery<Database[T]>(CompiledQuery.raw(text, parameters))
    for (const row of rows) found.push(row)
  }
  return found
}

/** Keys for statements of one list each. */
export function piecesOf<T>(keys: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(keys.length / bulkRowsMax)
  return Array.from({ length: count }, (_, at) => keys.slice(at * bulkRowsMax, (at + 1) * bulkRowsMax))
}

function selectText(
  db: Db,
  table: Table,
  columns: readonly string[],
  how: { readonly count: number; readonly lock: boolean },
): string {
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const one = columns.length === 1 ? sql`${''}` : sql`(${sql.join(columns.map(() => sql`${''}`))})`
  const keys = sql.join(Array.from({ length: how.count }, () => one))
  const wanted = columns.length === 1 ? sql`${names} in (${keys})` : sql`(${names}) in (values ${keys})`
  const end = how.lock ? sql` for update` : sql``
  return sql`select * from ${sql.table(table)} where ${wanted} order by ${names}${end}`.compile(db).sql
}

function textOf(facts: EngineFacts, name: string, compile: () => string): string {
  const texts = textsOfEngine.get(facts) ?? new Map<string, string>()
  textsOfEngine.set(facts, texts)
  const known = texts.get(name)
  if (known !== undefined) return known
  const text = compile()
  texts.set(name, text)
  return text
}

/** Cuts `length` rows into pieces whose sizes are powers of two: [from, count]. */
function cut(length: number, countMax: number): readonly (readonly [number, number])[] {
  const pieces: [number, number][] = []
  const largest = powerOfTwoBelow(Math.min(bulkRowsMax, countMax))
  for (let from = 0; from < length;) {
    const count = Math.min(largest, powerOfTwoBelow(length - from))
    pieces.push([from, count])
    from += count
  }
  return pieces
}

function powerOfTwoBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(value))
}

function powerOfTwoAbove(value: number): number {
  return 2 ** Math.ceil(Math.log2(value))
}
