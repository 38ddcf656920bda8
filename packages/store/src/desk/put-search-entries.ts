// Entries of the index, written. spec: desk-books §9
import { sql } from 'kysely'
import { insertRows, piecesOf, selectByKeys } from '../bulk.ts'
import type { SearchEntryRow } from '../desk-tables.ts'
import type { WriteTools } from '../write-tools.ts'
import type { DeskWriter } from './desk-interface.ts'
import { drawNumbers } from './draw-numbers.ts'
import { cutParts, formatTsvector } from './search-text.ts'
import type { SearchEntry, SearchSubject } from './search-records.ts'
import { storedText } from './stored-text.ts'

type SearchWrites = 'putSearchEntries' | 'removeSearchEntries'
type Part = { readonly row: SearchEntryRow; readonly tokens: readonly string[] }

export function searchWriter(tools: WriteTools): Pick<DeskWriter, SearchWrites> {
  return {
    putSearchEntries: (entries) => putSearchEntries(tools, entries),
    async removeSearchEntries(subjects) {
      const known = await listEntries(tools, subjects)
      await removeNumbers(
        tools,
        known.map(({ number }) => number),
      )
    },
  }
}

/** Entries that hang on these messages, whatever they are of. */
export async function removeEntriesOfMessages(tools: WriteTools, messages: readonly string[]): Promise<void> {
  for (const ids of piecesOf(messages)) {
    const rows = await tools.db
      .selectFrom('search_entries')
      .select('number')
      .where('message', 'in', ids)
      .execute()
    await removeNumbers(
      tools,
      rows.map(({ number }) => number),
    )
  }
}

/** The last entry of a subject counts, where one stands twice. */
async function putSearchEntries(tools: WriteTools, entries: readonly SearchEntry[]): Promise<void> {
  const bySubject = new Map(entries.map((entry) => [keyOf(entry), entry]))
  const known = Map.groupBy(await listEntries(tools, [...bySubject.values()]), keyOf)
  const cut = [...bySubject].map(([key, entry]) => ({ key, entry, parts: cutParts(entry.tokens) }))
  const kept = (key: string, parts: number) => {
    const numbers = (known.get(key) ?? []).map(({ number }) => number).toSorted((a, b) => a - b)
    return numbers.length === parts ? numbers : null
  }
  const wanted = cut.reduce(
    (sum, { key, parts }) => sum + (kept(key, parts.length) === null ? parts.length : 0),
    0,
  )
  await removeNumbers(
    tools,
    [...known.values()].flat().map(({ number }) => number),
  )
  let next = wanted === 0 ? 0 : await drawNumbers(tools, 'search', wanted)
  const rows = cut.flatMap(({ key, entry, parts }) => {
    const numbers = kept(key, parts.length) ?? parts.map(() => next++)
    return parts.map((tokens, part): Part => ({
      tokens,
      row: rowOf(entry, { number: numbers[part] ?? 0, part, parts: parts.length }),
    }))
  })
  await insertParts(tools, rows)
}

function rowOf(
  entry: SearchEntry,
  place: { readonly number: number; readonly part: number; readonly parts: number },
): SearchEntryRow {
  return {
    ...place,
    kind: entry.kind,
    subject: entry.subject,
    message: entry.message,
    case_id: entry.message === null ? entry.case : null,
    audience: entry.audience,
    at: entry.at,
    title: storedText(entry.title),
  }
}

async function insertParts({ db, facts }: WriteTools, parts: readonly Part[]): Promise<void> {
  await insertRows(
    db,
    facts,
    'search_entries',
    parts.map(({ row }) => row),
  )
  for (const piece of piecesOf(parts)) {
    if (facts.search.index === 'fts5') {
      const values = piece.map(({ row, tokens }) => sql`(${row.number}, ${tokens.join(' ')})`)
      await sql`insert into search_index (rowid, tokens) values ${sql.join(values)}`.execute(db)
    } else {
      const values = piece.map(
        ({ row, tokens }) => sql`(${row.number}::bigint, ${formatTsvector(tokens)}::tsvector)`,
      )
      await sql`update search_entries set tokens = given.tokens
        from (values ${sql.join(values)}) as given (number, tokens)
        where search_entries.number = given.number`.execute(db)
    }
  }
}

async function removeNumbers({ db, facts }: WriteTools, numbers: readonly number[]): Promise<void> {
  for (const piece of piecesOf(numbers)) {
    await db.deleteFrom('search_entries').where('number', 'in', piece).execute()
    if (facts.search.index === 'fts5')
      await sql`delete from search_index where rowid in (${sql.join(piece)})`.execute(db)
  }
}

function listEntries(
  { db, facts }: WriteTools,
  subjects: readonly SearchSubject[],
): Promise<SearchEntryRow[]> {
  return selectByKeys(
    db,
    facts,
    { table: 'search_entries', columns: ['kind', 'subject'] },
    subjects.map(({ kind, subject }) => [kind, subject]),
  )
}

function keyOf({ kind, subject }: SearchSubject): string {
  return `${kind} ${subject}`
}
