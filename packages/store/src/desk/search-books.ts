// The index, asked. Hits come by number, the newest in the books first. spec: desk-books §9
import { sql, type RawBuilder } from 'kysely'
import { refuse, type CaseId, type CaseMessageId } from '@holdfast/lease'
import type { SearchEntryRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import type { ListedOrRefused, Page } from '../listed.ts'
import { pageRowsMax } from '../page.ts'
import { RowReader } from '../row-reader.ts'
import type { Db } from '../tables.ts'
import { messageAudiences } from './desk-records.ts'
import { wordOf } from './desk-shapes.ts'
import type { SearchFilter, SearchHit, SearchTerm } from './search-records.ts'
import { formatFts5Query, formatTsquery, plainTerms } from './search-text.ts'

type HitRow = Pick<
  SearchEntryRow,
  'number' | 'kind' | 'subject' | 'part' | 'message' | 'case_id' | 'audience' | 'at' | 'title'
> & {
  readonly held: string | null
}

/** The cursor in front of every hit: of a page that had no room for any. */
export const searchStart = String(Number.MAX_SAFE_INTEGER)

const cursorPattern = /^[1-9]\d{0,15}$/

export async function searchBooks(
  db: Db,
  facts: EngineFacts,
  asked: { readonly terms: readonly SearchTerm[]; readonly filter: SearchFilter; readonly page: Page },
): Promise<ListedOrRefused<SearchHit>> {
  const { filter, page } = asked
  const terms = plainTerms(asked.terms)
  if (terms.length === 0) return refuse('INPUT_INVALID', { path: 'terms' })
  const after = page.after ?? null
  if (after !== null && !cursorPattern.test(after)) return refuse('INPUT_INVALID', { path: 'after' })
  const limit = Math.min(Math.max(1, Math.floor(page.limit)), pageRowsMax)
  const hits: HitRow[] = []
  // Parts of one subject have numbers that follow each other: the first that is met stands for all, and the search goes
  // on below them.
  let below = after === null ? Number.MAX_SAFE_INTEGER : Number(after)
  while (hits.length <= limit) {
    const rows = await listHits(db, facts, { terms, filter, below, limit: limit + 1 })
    for (const row of rows) {
      if (row.number >= below) continue
      hits.push(row)
      below = firstOf(row)
      if (hits.length > limit) break
    }
    if (rows.length <= limit) break
  }
  const shown = hits.slice(0, limit)
  const last = shown[shown.length - 1]
  const next = hits.length > limit && last !== undefined ? String(firstOf(last)) : null
  return { kind: 'listed', items: shown.map(hitOfRow), next }
}

/** The number of the first part. */
function firstOf({ number, part }: HitRow): number {
  return number - part
}

async function listHits(
  db: Db,
  facts: EngineFacts,
  asked: {
    readonly terms: readonly SearchTerm[]
    readonly filter: SearchFilter
    readonly below: number
    readonly limit: number
  },
): Promise<readonly HitRow[]> {
  const { terms, filter, below, limit } = asked
  const fts5 = facts.search.index === 'fts5'
  const number = fts5 ? sql.ref('search_index.rowid') : sql.ref('e.number')
  const from = fts5
    ? sql`search_index cross join search_entries e on e.number = search_index.rowid`
    : sql`search_entries e`
  const match = fts5
    ? sql`search_index.tokens match ${formatFts5Query(terms)}`
    : sql`e.tokens @@ ${formatTsquery(terms)}::tsquery`
  const conditions = [match, sql`${number} < ${below}`, ...conditionsOf(filter)]
  const { rows } = await sql<HitRow>`
    select e.number, e.kind, e.subject, e.part, e.message, e.at, e.title,
      coalesce(m.case_id, e.case_id) as case_id, coalesce(m.audience, e.audience) as audience, m.held
    from ${from} left join case_messages m on m.id = e.message
      left join cases c on c.id = coalesce(m.case_id, e.case_id)
      left join orders o on e.kind = 'order' and o.id = e.subject
    where ${sql.join(conditions, sql` and `)}
    order by ${number} desc limit ${limit}`.execute(db)
  return rows
}

function conditionsOf(filter: SearchFilter): readonly RawBuilder<unknown>[] {
  const { audiences, case: place, customer, product, kind, without = [], withHeld = false } = filter
  return [
    ...(audiences === undefined
      ? []
      : [sql`coalesce(m.audience, e.audience) in (${sql.join([...audiences, ''])})`]),
    ...(place === undefined ? [] : [sql`coalesce(m.case_id, e.case_id) = ${place}`]),
    ...(customer === undefined ? [] : [sql`coalesce(c.customer, o.customer) = ${customer}`]),
    ...(product === undefined ? [] : [sql`c.product = ${product}`]),
    ...(kind === undefined ? [] : [sql`e.kind = ${kind}`]),
    ...(without.length === 0 ? [] : [sql`e.kind not in (${sql.join([...without])})`]),
    ...(withHeld ? [] : [sql`m.held is null`]),
  ]
}

function hitOfRow(row: HitRow): SearchHit {
  const reader = new RowReader('search_entries', String(row.number), row)
  return {
    kind: reader.text('kind'),
    subject: reader.text('subject'),
    message: reader.textOrNull<CaseMessageId>('message'),
    case: reader.textOrNull<CaseId>('case_id'),
    audience: wordOf(reader, 'audience', messageAudiences),
    held: row.held !== null,
    at: reader.instant('at'),
    title: reader.text('title'),
  }
}
