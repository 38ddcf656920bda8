import { instantOfSeconds, type Instant } from '@holdfast/capabilities'

/** A row whose content cannot be believed: names table, column and id, never the value. */
export class BadRow extends Error {
  constructor(where: { table: string; column: string; id: string }, wanted: string) {
    super(`bad row in the books: ${where.table} ${where.id}, column ${where.column}: ${wanted} expected`)
    this.name = 'BadRow'
  }
}

/**
 * Reads the columns of one row and throws BadRow where one is not what it must be. Brands are given here, since their
 * parsers stood at the way in; a text that is no id, name or serial number of the books finds nothing anyway.
 */
export class RowReader<Row extends object> {
  readonly #table: string
  readonly #id: string
  readonly #row: Row

  constructor(table: string, id: string, row: Row) {
    this.#table = table
    this.#id = id
    this.#row = row
  }

  text<Brand extends string = string>(column: keyof Row & string): Brand {
    const value: unknown = this.#row[column]
    if (typeof value !== 'string') throw this.bad(column, 'text')
    return value as Brand
  }

  textOrNull<Brand extends string = string>(column: keyof Row & string): Brand | null {
    return this.#row[column] === null ? null : this.text<Brand>(column)
  }

  /** A whole number from 0. */
  count(column: keyof Row & string): number {
    const value: unknown = this.#row[column]
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw this.bad(column, 'a count')
    return value
  }

  countOrNull(column: keyof Row & string): number | null {
    return this.#row[column] === null ? null : this.count(column)
  }

  /** A whole number, maybe below 0. */
  wholeOrNull(column: keyof Row & string): number | null {
    const value: unknown = this.#row[column]
    if (value === null) return null
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw this.bad(column, 'a whole number')
    return value
  }

  instant(column: keyof Row & string): Instant {
    const value: unknown = this.#row[column]
    const instant = typeof value === 'number' ? instantOfSeconds(value) : null
    if (instant === null) throw this.bad(column, 'a moment')
    return instant
  }

  instantOrNull(column: keyof Row & string): Instant | null {
    return this.#row[column] === null ? null : this.instant(column)
  }

  truth(column: keyof Row & string): boolean {
    const value: unknown = this.#row[column]
    if (value !== 0 && value !== 1) throw this.bad(column, '0 or 1')
    return value === 1
  }

  bytes(column: keyof Row & string): Uint8Array {
    const value: unknown = this.#row[column]
    if (!(value instanceof Uint8Array)) throw this.bad(column, 'bytes')
    return value
  }

  /** JSON text, read by `parse`, which gives undefined for what it does not want. */
  json<T>(column: keyof Row & string, parse: (value: unknown) => T | undefined): T {
    const text = this.text(column)
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw this.bad(column, 'JSON')
    }
    const parsed = parse(value)
    if (parsed === undefined) throw this.bad(column, 'JSON of another shape')
    return parsed
  }

  bad(column: keyof Row & string, wanted: string): BadRow {
    return new BadRow({ table: this.#table, column, id: this.#id }, wanted)
  }
}
