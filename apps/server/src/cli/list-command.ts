import type { Operation } from '@holdfast/contract'
import {
  done,
  type CommandContext,
  type OptionSpec,
  type Options,
  type Outcome,
  type Words,
} from './command.ts'
import { listAll, listItemsMax } from './list-all.ts'
import { formatTable } from './table.ts'
import { textOf } from './command.ts'

export const listOptions: readonly OptionSpec[] = [
  { flags: '--limit <number>', summary: { en: 'show at most so many', zh: '最多显示条数' } },
]

/** A list as a table: `columns` name their heads and take their cells from an item. */
export async function runList<Item>(
  context: CommandContext,
  options: Options,
  list: {
    readonly operation: Operation
    readonly params?: object
    readonly query?: object
    readonly columns: readonly (readonly [Words, (item: Item) => string | number | null])[]
  },
): Promise<Outcome> {
  const limitText = textOf(options, 'limit')
  const limit = limitText === undefined ? listItemsMax : readCount(limitText)
  if (limit === null || limit > listItemsMax)
    return { kind: 'misused', message: `--limit ${limitText}: 1 ... ${listItemsMax}` }
  const { operation, params, query } = list
  const input = { ...(params === undefined ? {} : { params }), ...(query === undefined ? {} : { query }) }
  const listed = await listAll<Item>(context.api, operation, input, limit)
  if (listed.kind === 'problem') return listed
  const { say } = context
  const json = { items: listed.items, next: listed.next }
  if (listed.items.length === 0) return done(json, say({ en: 'None.', zh: '无。' }))
  const head = list.columns.map(([words]) => say(words))
  const rows = listed.items.map((item) => list.columns.map(([, cell]) => cell(item)))
  const more = listed.next === null ? '' : `\n${say({ en: '... and more', zh: '……还有更多' })}`
  return done(json, formatTable(head, rows) + more)
}

/** A whole number from 1; null for any other text. */
export function readCount(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}

/** A whole number from 0; null for any other text. */
export function readNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
