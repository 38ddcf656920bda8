// JSON columns and words of the desk, read back: undefined for what is not of the shape.
import type { RowReader } from '../row-reader.ts'
import type { DeskFacts } from './desk-records.ts'

export function parseFactsOf(value: unknown): DeskFacts | undefined {
  const whole = typeof value === 'object' && value !== null && !Array.isArray(value)
  return whole ? (value as DeskFacts) : undefined
}

export function parseFactsOrNull(value: unknown): DeskFacts | null | undefined {
  return value === null ? null : parseFactsOf(value)
}

export function parseList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

export function wordOf<Row extends object, Word extends string>(
  reader: RowReader<Row>,
  column: keyof Row & string,
  words: readonly Word[],
): Word {
  const text = reader.text(column)
  const found = words.find((word) => word === text)
  if (found === undefined) throw reader.bad(column, `one of ${words.join(', ')}`)
  return found
}
