// Reads a list as often as its forecast needs, and hands on what comes out, at the pace of whoever takes it.
import { stat } from 'node:fs/promises'
import { ListForecast, type EntrySink, type ListRules } from '@holdfast/fleet'
import type { RejectedRow as RejectedTableRow } from '@holdfast/intake'
import type { Refused } from '../command.ts'
import type { DatabaseEntries } from './database-entries.ts'
import type { OpenedList } from './open-list.ts'

/** Lists up to this size are read through first, so that entries come in their order. spec: forecast §6 */
export const surveyedBytesMax = 16 * 1024 * 1024

export type EntryTaker = {
  readonly sink: EntrySink
  /** Called between pieces; false: nobody wants more. */
  readonly rest: () => Promise<boolean>
}

export type ListRun = {
  readonly list: ListForecast
  /** Rows that were no rows of the table. */
  readonly unreadable: readonly RejectedTableRow[]
}

export async function runList(
  opened: Pick<OpenedList, 'table'> & { readonly bytes: number },
  rules: ListRules,
  taker: EntryTaker,
): Promise<ListRun> {
  const { table } = opened
  const list = new ListForecast(rules)
  let surveys = list.needsSurvey || opened.bytes <= surveyedBytesMax
  while (surveys) {
    for await (const rows of table.rows()) list.survey(rows)
    surveys = list.endSurvey()
  }
  for await (const rows of table.rows()) {
    list.read(rows, taker.sink)
    if (!(await taker.rest())) break
  }
  const unreadable = [...table.rejected]
  if (list.deferred > 0)
    for await (const rows of table.rows()) {
      list.readDeferred(rows, taker.sink)
      if (!(await taker.rest())) break
    }
  return { list, unreadable }
}

/** A page that did not come ends the run: what was handed on so far is not the whole. */
export async function runDatabase(
  entries: DatabaseEntries,
  rules: ListRules,
  taker: EntryTaker,
): Promise<ListRun | Refused> {
  const list = new ListForecast(rules)
  for await (const page of entries) {
    if (page.kind === 'problem') return page
    for (const row of page.rows) list.addEntry(row, taker.sink)
    if (!(await taker.rest())) break
  }
  return { list, unreadable: [] }
}

export async function fileBytes(file: string): Promise<number> {
  return (await stat(file)).size
}
