// When a case is to be looked at, what is late in it, and what of that was told. spec: case §14, desk-books §3
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { caseStateKinds, caseWarningKinds, type CaseWarning } from '@holdfast/desk'
import { sql } from 'kysely'
import { insertRows, piecesOf, selectRows } from '../bulk.ts'
import type { EngineFacts } from '../engine.ts'
import { caseIsOwn } from '../migrations/0005-desk.ts'
import { listPage, type Order } from '../page.ts'
import { RowReader } from '../row-reader.ts'
import type { CaseDeadlineRow, CaseEventRow, CaseItemRow, CaseRow } from '../desk-tables.ts'
import type { Db } from '../tables.ts'
import { recordAudit, type WriteTools } from '../write-tools.ts'
import { caseItemOfRow, caseOfRow, eventOfRow } from './case-rows.ts'
import type { CaseLook, DeskReader, DeskWriter, WatchedCase } from './desk-interface.ts'
import type { CaseDeadline, DeskFacts } from './desk-records.ts'
import { storedJson } from './stored-text.ts'
import { writeEvents } from './write-cases.ts'

/** In which a promise can run. */
const openStates = caseStateKinds.filter((state) => state !== 'resolved' && state !== 'archived')
const mostUrgent: Order = { columns: ['due_at', 'case_id'], direction: 'asc', types: ['integer', 'text'] }

export function deadlineReader(
  db: Db,
  facts: EngineFacts,
): Pick<DeskReader, 'listCaseDeadlines' | 'findNextLook'> {
  return {
    async listCaseDeadlines(page) {
      const rows = db.selectFrom('case_deadlines').selectAll().where('due_at', 'is not', null)
      const listed = await listPage(rows, mostUrgent, page, (row) => row)
      if (listed.kind === 'refused') return listed
      const ids = listed.items.map(({ case_id: id }) => id)
      const cases = await selectRows(db, facts, { table: 'cases', column: 'id' }, ids)
      const byId = new Map(cases.map((row) => [row.id, row]))
      const items = listed.items.flatMap((row): CaseDeadline[] => {
        const record = byId.get(row.case_id)
        // What was merged away is late where it went, even before it is looked at again.
        const isOver = record === undefined || record.merged_into !== null
        if (isOver || row.due_at === null) return []
        return [{ case: caseOfRow(record), due: row.due_at as Instant, warnings: toldOf(row) ?? [] }]
      })
      return { ...listed, items }
    },
    async findNextLook() {
      const next = db
        .selectFrom('case_deadlines')
        .select('look_at')
        .where('look_at', 'is not', null)
        .orderBy('look_at')
        .orderBy('case_id')
        .limit(1)
      return ((await next.executeTakeFirst())?.look_at ?? null) as Instant | null
    },
  }
}

export function deadlineWriter(
  tools: WriteTools,
): Pick<DeskWriter, 'claimLooks' | 'recordLooks' | 'lookAgain'> {
  return {
    claimLooks: (now, limit) => claimLooks(tools, now, limit),
    recordLooks: (looks, now) => recordLooks(tools, looks, now),
    async lookAgain(now) {
      const waiting = () => tools.db.updateTable('case_deadlines').set({ look_at: now })
      await waiting().where('due_at', 'is not', null).execute()
      await waiting().where('look_at', '>', now).execute()
      // Nothing was promised to these, or their clock stands still: that too may be otherwise now.
      const open = tools.db
        .selectFrom('cases')
        .select('id')
        .where('state', 'in', openStates)
        .where(sql<boolean>`${sql.raw(caseIsOwn)}`)
      await waiting().where('look_at', 'is', null).where('case_id', 'in', open).execute()
    },
  }
}

async function claimLooks(tools: WriteTools, now: Instant, limit: number): Promise<readonly WatchedCase[]> {
  const { db, facts } = tools
  const due = await db
    .selectFrom('case_deadlines')
    .select('case_id')
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .orderBy('case_id')
    .limit(limit)
    .execute()
  const wanted = due.map(({ case_id: id }) => id).toSorted()
  if (wanted.length === 0) return []
  const named = db.selectFrom('cases').selectAll().where('id', 'in', wanted).orderBy('id')
  const cases = await (facts.rowLocks ? named.forUpdate().skipLocked() : named).execute()
  const ids = cases.map(({ id }) => id)
  const deadlines = db.selectFrom('case_deadlines').selectAll().where('case_id', 'in', ids).orderBy('case_id')
  // A row that somebody holds comes in the next round: whoever changes an entry holds it before the case.
  const free = facts.rowLocks ? deadlines.forUpdate().skipLocked() : deadlines
  const rows = ids.length === 0 ? [] : await free.execute()
  // Another server may have looked at it in between.
  const waiting = new Map(
    rows.filter(({ look_at: at }) => at !== null && at <= now).map((row) => [row.case_id, row]),
  )
  const [states, items] = [await statesOf(tools, ids), await openItemsOf(tools, ids)]
  return cases.flatMap((row): WatchedCase[] => {
    const deadline = waiting.get(row.id)
    if (deadline === undefined) return []
    return [
      {
        case: caseOfRow(row),
        states: (states.get(row.id) ?? []).map(eventOfRow),
        items: (items.get(row.id) ?? []).map(caseItemOfRow),
        told: toldOf(deadline),
      },
    ]
  })
}

async function statesOf({ db }: WriteTools, ids: readonly string[]): Promise<Map<string, CaseEventRow[]>> {
  const found: CaseEventRow[] = []
  for (const piece of piecesOf(ids)) {
    const events = db.selectFrom('case_events').selectAll().where('case_id', 'in', piece)
    found.push(...(await events.where('kind', '=', 'state').orderBy('case_id').orderBy('place').execute()))
  }
  return Map.groupBy(found, (row) => row.case_id)
}

async function openItemsOf({ db }: WriteTools, ids: readonly string[]): Promise<Map<string, CaseItemRow[]>> {
  const found: CaseItemRow[] = []
  for (const piece of piecesOf(ids)) {
    const items = db.selectFrom('case_items').selectAll().where('case_id', 'in', piece)
    found.push(...(await items.where('closed_at', 'is', null).where('due_at', 'is not', null).execute()))
  }
  return Map.groupBy(found, (row) => row.case_id)
}

async function recordLooks(tools: WriteTools, looks: readonly CaseLook[], now: Instant): Promise<void> {
  const { db, facts, bookkeeping } = tools
  const rows = looks.map(({ case: { id }, nextLook, due, warnings }): CaseDeadlineRow => ({
    ...{ case_id: id, look_at: nextLook, due_at: due },
    told: storedJson(warnings),
  }))
  await insertRows(db, facts, 'case_deadlines', rows, {
    kind: 'replace',
    key: ['case_id'],
    columns: ['look_at', 'due_at', 'told'],
  })
  const telling = new Map<string, CaseLook>(
    looks.filter(({ untold }) => untold.length > 0).map((look) => [look.case.id, look]),
  )
  const cases = await selectRows(db, facts, { table: 'cases', column: 'id' }, [...telling.keys()])
  const events = cases.map((row) => ({
    row,
    kind: 'warning',
    facts: factsOf(telling.get(row.id)?.untold ?? []),
  }))
  await writeEvents(tools, events, now)
  await raiseEvents(tools, cases, now)
  for (const { case: record, untold } of telling.values())
    for (const { kind: warning, of, due } of untold) {
      const detail = { warning, of, due }
      recordAudit(tools, { action: 'case-warn', subject: `case:${record.id}`, detail }, now)
      const data = { case: record.id, number: record.number, warning, of }
      bookkeeping.tell({
        ...{ kind: 'case.warned', at: now },
        data: { ...data, due: due === null ? null : formatInstant(due) },
      })
    }
}

async function raiseEvents({ db }: WriteTools, cases: readonly CaseRow[], now: Instant): Promise<void> {
  for (const piece of piecesOf(cases.map(({ id }) => id)))
    await db
      .updateTable('cases')
      .set((update) => ({ events: update('events', '+', 1), changed_at: now }))
      .where('id', 'in', piece)
      .execute()
}

function factsOf(warnings: readonly CaseWarning[]): DeskFacts {
  return {
    warnings: warnings.map(({ kind, of, due }) => ({
      ...{ kind, of },
      due: due === null ? null : formatInstant(due),
    })),
  }
}

function toldOf(row: CaseDeadlineRow): readonly CaseWarning[] | null {
  const reader = new RowReader('case_deadlines', row.case_id, row)
  return row.told === null ? null : reader.json('told', parseWarnings)
}

function parseWarnings(value: unknown): readonly CaseWarning[] | undefined {
  return Array.isArray(value) && value.every(isWarning) ? value : undefined
}

function isWarning(value: unknown): value is CaseWarning {
  if (typeof value !== 'object' || value === null) return false
  const { kind, of, due } = value as { readonly [member: string]: unknown }
  const isKnown = caseWarningKinds.some((known) => known === kind)
  return isKnown && typeof of === 'string' && (due === null || Number.isSafeInteger(due))
}
