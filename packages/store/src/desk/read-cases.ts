// Cases, their timeline, links, items and proposals.
import type { CaseId } from '@holdfast/lease'
import { selectRows } from '../bulk.ts'
import type { EngineFacts } from '../engine.ts'
import { listPage, pageRowsMax, type Order } from '../page.ts'
import type { Db } from '../tables.ts'
import { caseItemOfRow, caseOfRow, eventOfRow, linkOfRow, moveOfRow, proposalOfRow } from './case-rows.ts'
import type { CaseFilter, DeskReader } from './desk-interface.ts'
import { caseIsOwn } from '../migrations/0005-desk.ts'
import { resolveCases } from './resolve-cases.ts'
import { storedText } from './stored-text.ts'
import { sql } from 'kysely'

const newestChange: Order = { columns: ['changed_at', 'id'], direction: 'desc', types: ['integer', 'text'] }
const asMade: Order = { columns: ['made_at', 'id'], direction: 'asc', types: ['integer', 'text'] }
const byPlace: Order = { columns: ['place'], direction: 'asc', types: ['integer'] }
const byCase: Order = { columns: ['case_id'], direction: 'asc', types: ['text'] }

type CaseReads =
  | 'findCase'
  | 'findCaseByNumber'
  | 'findCaseByToken'
  | 'listCases'
  | 'listCaseEvents'
  | 'listCaseLinks'
  | 'listBlockingCases'
  | 'listWatchers'
  | 'listCasesOfLink'
  | 'listCaseMoves'
type ItemReads = 'findItem' | 'listItems' | 'listItemsOfOwner' | 'listProposals'

export function caseReader(db: Db, facts: EngineFacts): Pick<DeskReader, CaseReads> {
  const find = async (column: 'id' | 'number' | 'token', value: string) => {
    const row = await db
      .selectFrom('cases')
      .selectAll()
      .where(column, '=', storedText(value))
      .executeTakeFirst()
    return row === undefined ? null : caseOfRow(row)
  }
  return {
    findCase: (id) => find('id', id),
    findCaseByNumber: (number) => find('number', number),
    findCaseByToken: (token) => find('token', token),
    listCases: (filter, page) => listPage(casesOf(db, filter), newestChange, page, caseOfRow),
    listCaseEvents: (id, page) =>
      listPage(db.selectFrom('case_events').selectAll().where('case_id', '=', id), byPlace, page, eventOfRow),
    async listCaseLinks(id) {
      const links = db.selectFrom('case_links').selectAll().where('case_id', '=', id)
      return (await links.orderBy('kind').orderBy('value').execute()).map(linkOfRow)
    },
    async listBlockingCases(id) {
      const links = db.selectFrom('case_links').select('value').where('case_id', '=', id)
      const blocking = links.where('kind', '=', 'blocked-by').where('certainty', '=', 'confirmed')
      const ids = (await blocking.orderBy('value').execute()).map(({ value }) => value as CaseId)
      const found = await resolveCases(db, facts, ids)
      const rows = new Map([...found.values()].map((row) => [row.id, row]))
      rows.delete(id)
      return [...rows.values()].map(caseOfRow)
    },
    async listWatchers(id) {
      const watchers = db.selectFrom('case_watchers').select('who').where('case_id', '=', id)
      return (await watchers.orderBy('who').execute()).map(({ who }) => who)
    },
    async listCasesOfLink({ kind, value }, page) {
      const links = db
        .selectFrom('case_links')
        .selectAll()
        .where('kind', '=', kind)
        .where('value', '=', storedText(value))
      const listed = await listPage(links, byCase, page, ({ case_id: id }) => id)
      if (listed.kind === 'refused') return listed
      const rows = await selectRows(db, facts, { table: 'cases', column: 'id' }, listed.items)
      return { ...listed, items: rows.map(caseOfRow) }
    },
    async listCaseMoves(id) {
      const moves = await listMovesOf(db, id)
      return moves.map(moveOfRow)
    },
  }
}

function casesOf(db: Db, filter: CaseFilter) {
  let cases = db
    .selectFrom('cases')
    .selectAll()
    .where(sql<boolean>`${sql.raw(caseIsOwn)}`)
  for (const column of ['state', 'owner', 'queue', 'customer', 'product'] as const) {
    const wanted = filter[column]
    if (wanted !== undefined) cases = cases.where(column, '=', wanted)
  }
  return cases
}

/** Those that went out of the case and those that came in, the newest first. */
async function listMovesOf(db: Db, id: CaseId) {
  const of = (column: 'from_case' | 'to_case') =>
    db
      .selectFrom('case_moves')
      .selectAll()
      .where(column, '=', id)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(pageRowsMax)
      .execute()
  const [out, into] = [await of('from_case'), await of('to_case')]
  return [...out, ...into].toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, pageRowsMax)
}

export function itemReader(db: Db): Pick<DeskReader, ItemReads> {
  const items = () => db.selectFrom('case_items').selectAll()
  return {
    async findItem(id) {
      const row = await items().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : caseItemOfRow(row)
    },
    listItems: (id, page) => listPage(items().where('case_id', '=', id), asMade, page, caseItemOfRow),
    listItemsOfOwner: (owner, page) =>
      listPage(
        items().where('owner', '=', owner).where('closed_at', 'is', null),
        asMade,
        page,
        caseItemOfRow,
      ),
    listProposals(filter, page) {
      const proposals = db.selectFrom('proposals').selectAll()
      const chosen =
        'case' in filter
          ? proposals.where('case_id', '=', filter.case)
          : proposals.where('state', '=', filter.state)
      return listPage(chosen, asMade, page, proposalOfRow)
    },
  }
}
