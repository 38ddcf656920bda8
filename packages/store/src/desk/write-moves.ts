// Messages moved, cases merged and split, and all of it undone. spec: desk-books §5
import type { Instant } from '@holdfast/capabilities'
import { refuse, type CaseId, type CaseMessageId, type CaseMoveId, type Refusal } from '@holdfast/lease'
import { insertRows, piecesOf, selectRows } from '../bulk.ts'
import type { CaseMoveRow, CaseRow, MovedRow } from '../desk-tables.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import { moveOfRow } from './case-rows.ts'
import type { DeskWriter } from './desk-interface.ts'
import type { CaseMove } from './desk-records.ts'
import { lookSoon } from './look-soon.ts'
import { gatherMerge, type Touched } from './gather-merge.ts'
import { addCases, lockCase, writeEvents } from './write-cases.ts'

type MoveWrites = 'moveMessages' | 'mergeCases' | 'splitCase' | 'undoMove'

export function moveWriter(tools: WriteTools): Pick<DeskWriter, MoveWrites> {
  return {
    async moveMessages(move, now) {
      const opened = await openCases(tools, move)
      if (opened.kind === 'refused') return opened
      const touched = await listTouched(tools, move.from, move.messages)
      if (touched.length < new Set(move.messages).size) return refuse('NOT_FOUND', { what: move.from })
      return await writeMove(tools, { ...move, ...opened, kind: 'move', touched }, now)
    },
    async mergeCases(merge, now) {
      if (merge.from === merge.to) return refuse('INPUT_INVALID', { path: 'to' })
      const opened = await openCases(tools, merge)
      if (opened.kind === 'refused') return opened
      const touched = await gatherMerge(tools, merge, now)
      const move = await writeMove(tools, { ...merge, ...opened, kind: 'merge', touched }, now)
      await setMergedInto(tools, merge.from, merge.to)
      return move
    },
    async splitCase(split, now) {
      const added = await addCases(tools, [split.to], now)
      if (added.kind === 'refused') return added
      const move = { id: split.id, from: split.from, to: split.to.id }
      const opened = await openCases(tools, move)
      if (opened.kind === 'refused') return opened
      const touched = await listTouched(tools, split.from, split.messages)
      if (touched.length < new Set(split.messages).size) return refuse('NOT_FOUND', { what: split.from })
      return await writeMove(tools, { ...move, ...opened, kind: 'split', touched }, now)
    },
    undoMove: (id, now) => undoMove(tools, id, now),
  }
}

type OpenedCases = { readonly kind: 'opened'; readonly fromRow: CaseRow; readonly toRow: CaseRow }

/** Both cases, locked in the order of their ids; neither may have been merged away. */
async function openCases(
  tools: WriteTools,
  ids: { readonly from: CaseId; readonly to: CaseId },
): Promise<OpenedCases | Refusal<'NOT_FOUND' | 'CASE_MERGED'>> {
  const rows = await selectRows(tools.db, tools.facts, { table: 'cases', column: 'id', lock: true }, [
    ids.from,
    ids.to,
  ])
  const fromRow = rows.find(({ id }) => id === ids.from)
  const toRow = rows.find(({ id }) => id === ids.to)
  if (fromRow === undefined) return refuse('NOT_FOUND', { what: ids.from })
  if (toRow === undefined) return refuse('NOT_FOUND', { what: ids.to })
  for (const { id, merged_into: into } of [fromRow, toRow])
    if (into !== null) return refuse('CASE_MERGED', { case: id, into })
  return { kind: 'opened', fromRow, toRow }
}

async function listTouched(
  { db, facts }: WriteTools,
  from: CaseId,
  messages: readonly CaseMessageId[],
): Promise<readonly Touched[]> {
  const rows = await selectRows(db, facts, { table: 'case_messages', column: 'id', lock: true }, messages)
  return rows
    .filter((row) => row.case_id === from)
    .map((row) => ({ kind: 'message', subject: row.id, from_case: from }))
}

async function writeMove(
  tools: WriteTools,
  made: {
    readonly id: CaseMoveId
    readonly kind: CaseMove['kind']
    readonly fromRow: CaseRow
    readonly toRow: CaseRow
    readonly touched: readonly Touched[]
  },
  now: Instant,
): Promise<CaseMove> {
  const { id, kind, fromRow, toRow, touched } = made
  const row: CaseMoveRow = {
    id,
    kind,
    from_case: fromRow.id,
    to_case: toRow.id,
    at: now,
    actor: actorText(tools),
    undone_at: null,
    undone_by: null,
  }
  await insertRows(tools.db, tools.facts, 'case_moves', [row])
  const rows = touched.map((each, at) => ({ move: id, place: at + 1, ...each }))
  await insertRows(tools.db, tools.facts, 'case_move_rows', rows)
  await placeRows(tools, rows, toRow.id)
  await tellCases(tools, { fromRow, toRow, kind, move: id }, now)
  const messages = touched.filter((each) => each.kind === 'message').length
  const detail = { move: id, from: fromRow.id, to: toRow.id, messages }
  recordAudit(tools, { action: `case-${kind}`, subject: `case:${fromRow.id}`, detail }, now)
  return moveOfRow(row)
}

/** Puts messages, items and proposals into `place`; what hangs on a message follows it. */
async function placeRows(tools: WriteTools, rows: readonly Touched[], place: string): Promise<void> {
  const { db } = tools
  const subjects = (kind: string) =>
    piecesOf(rows.filter((row) => row.kind === kind).map(({ subject }) => subject))
  for (const ids of subjects('message')) {
    await db.updateTable('case_messages').set({ case_id: place }).where('id', 'in', ids).execute()
    await db.updateTable('message_people').set({ case_id: place }).where('message', 'in', ids).execute()
    await db.updateTable('outgoing_mails').set({ case_id: place }).where('message', 'in', ids).execute()
  }
  for (const ids of subjects('item')) {
    await db.updateTable('case_items').set({ case_id: place }).where('id', 'in', ids).execute()
    await db
      .updateTable('search_entries')
      .set({ case_id: place })
      .where('kind', '=', 'item')
      .where('subject', 'in', ids)
      .execute()
  }
  for (const ids of subjects('proposal'))
    await db.updateTable('proposals').set({ case_id: place }).where('id', 'in', ids).execute()
}

/** Both cases tell of it, on a version of their own: what a person edits has changed under their hands; what was late may lie elsewhere. */
async function tellCases(
  tools: WriteTools,
  told: {
    readonly fromRow: CaseRow
    readonly toRow: CaseRow
    readonly kind: string
    readonly move: CaseMoveId
  },
  now: Instant,
): Promise<void> {
  const { fromRow, toRow, kind, move } = told
  const after = [fromRow, toRow].map((row) => ({ ...row, version: row.version + 1 }))
  const facts = { changed: ['messages'], move, from: fromRow.id, to: toRow.id }
  await writeEvents(
    tools,
    after.map((row) => ({ row, kind, facts })),
    now,
  )
  for (const { id, version, events } of after)
    await tools.db
      .updateTable('cases')
      .set({ version, events: events + 1, changed_at: now })
      .where('id', '=', id)
      .execute()
  await lookSoon(tools, [fromRow.id, toRow.id], now)
}

async function setMergedInto({ db }: WriteTools, id: string, into: string | null): Promise<void> {
  await db.updateTable('cases').set({ merged_into: into }).where('id', '=', id).execute()
}

async function undoMove(
  tools: WriteTools,
  id: CaseMoveId,
  now: Instant,
): Promise<CaseMove | Refusal<'NOT_FOUND' | 'MOVE_OVERTAKEN'>> {
  const { db, facts } = tools
  const [row] = await selectRows(db, facts, { table: 'case_moves', column: 'id', lock: true }, [id])
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  if (row.undone_at !== null) return moveOfRow(row)
  const rows = await db.selectFrom('case_move_rows').selectAll().where('move', '=', id).execute()
  const fromRow = await lockCase(tools, row.from_case as CaseId)
  const toRow = await lockCase(tools, row.to_case as CaseId)
  if (fromRow === undefined || toRow === undefined) throw new Error(`move ${id} names a case that is gone`)
  const overtaken = await findOvertaking(tools, { row, rows, fromRow, toRow })
  if (overtaken !== null) return refuse('MOVE_OVERTAKEN', { move: id, by: overtaken })
  await placeRows(tools, rows, row.from_case)
  await takeBackAdded(tools, { row, rows }, now)
  if (row.kind === 'merge') await setMergedInto(tools, row.from_case, null)
  await tellCases(tools, { fromRow, toRow, kind: 'undo', move: id }, now)
  if (row.kind === 'split') await setMergedInto(tools, row.to_case, row.from_case)
  const undone = { undone_at: now, undone_by: actorText(tools) }
  await db.updateTable('case_moves').set(undone).where('id', '=', id).execute()
  const detail = { move: id, kind: row.kind, from: row.from_case, to: row.to_case }
  recordAudit(tools, { action: 'case-undo', subject: `case:${row.from_case}`, detail }, now)
  return moveOfRow({ ...row, ...undone })
}

/** The move that stands in the way: something that this one moved, or one of its cases, has been moved on. */
async function findOvertaking(
  tools: WriteTools,
  undone: {
    readonly row: CaseMoveRow
    readonly rows: readonly MovedRow[]
    readonly fromRow: CaseRow
    readonly toRow: CaseRow
  },
): Promise<string | null> {
  const { db } = tools
  const { row, rows, fromRow, toRow } = undone
  const elsewhere = await findMovedOn(tools, rows, row.to_case)
  if (elsewhere !== null) {
    const moves = db
      .selectFrom('case_move_rows')
      .innerJoin('case_moves', 'case_moves.id', 'case_move_rows.move')
      .select('case_moves.id')
      .where('case_move_rows.subject', '=', elsewhere)
      .where('case_moves.undone_at', 'is', null)
      .where('case_moves.id', '<>', row.id)
    const last = moves.orderBy('case_moves.at', 'desc').orderBy('case_moves.id', 'desc').limit(1)
    return (await last.executeTakeFirst())?.id ?? elsewhere
  }
  const expected = row.kind === 'merge' ? row.to_case : null
  const merged = fromRow.merged_into !== expected ? fromRow : toRow.merged_into !== null ? toRow : null
  if (merged === null) return null
  const merges = db
    .selectFrom('case_moves')
    .select('id')
    .where('from_case', '=', merged.id)
    .where('kind', '=', 'merge')
    .where('undone_at', 'is', null)
  const last = merges.orderBy('at', 'desc').orderBy('id', 'desc').limit(1)
  return (await last.executeTakeFirst())?.id ?? merged.id
}

/** The first of the rows that is not in `place` any more. */
async function findMovedOn(
  { db }: WriteTools,
  rows: readonly MovedRow[],
  place: string,
): Promise<string | null> {
  const tables = { message: 'case_messages', item: 'case_items', proposal: 'proposals' } as const
  for (const [kind, table] of Object.entries(tables))
    for (const ids of piecesOf(rows.filter((row) => row.kind === kind).map(({ subject }) => subject))) {
      const gone = db.selectFrom(table).select('id').where('id', 'in', ids).where('case_id', '<>', place)
      const found = await gone.limit(1).executeTakeFirst()
      if (found !== undefined) return found.id
    }
  return null
}

/** Links and watchers that a merge added go again; what it decided is proposed again, unless a person has spoken since. */
async function takeBackAdded(
  tools: WriteTools,
  { row, rows }: { readonly row: CaseMoveRow; readonly rows: readonly MovedRow[] },
  now: Instant,
): Promise<void> {
  const { db } = tools
  const place = row.to_case
  for (const { kind, subject } of rows) {
    if (kind === 'watcher')
      await db.deleteFrom('case_watchers').where('case_id', '=', place).where('who', '=', subject).execute()
    const [linkKind = '', value = ''] = cutLink(subject)
    if (kind === 'link')
      await db
        .deleteFrom('case_links')
        .where('case_id', '=', place)
        .where('kind', '=', linkKind)
        .where('value', '=', value)
        .execute()
    if (kind === 'link-confirmed' || kind === 'link-rejected')
      await db
        .updateTable('case_links')
        .set({ certainty: 'proposed', actor: actorText(tools), at: now })
        .where('case_id', '=', place)
        .where('kind', '=', linkKind)
        .where('value', '=', value)
        .where('certainty', '=', kind.slice('link-'.length))
        .where('at', '=', row.at)
        .execute()
  }
}

/** `kind value`, as `gatherMerge` writes it; no kind holds a space. */
function cutLink(subject: string): readonly string[] {
  const at = subject.indexOf(' ')
  return [subject.slice(0, at), subject.slice(at + 1)]
}
