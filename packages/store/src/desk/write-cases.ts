// Cases: made, changed on a known version, and their timeline. spec: desk-books §3
import type { Instant } from '@holdfast/capabilities'
import { changesToldMax, formatChange } from '@holdfast/desk'
import { refuse, type CaseId, type Refusal } from '@holdfast/lease'
import { insertRows, selectRows } from '../bulk.ts'
import type { CaseEventRow, CaseLinkRow, CaseRow } from '../desk-tables.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import { caseOfRow, eventOfRow, linkOfRow, rowOfNewCase } from './case-rows.ts'
import type { AddedCases, DeskWriter } from './desk-interface.ts'
import {
  caseNumberCharsMax,
  linkCharsMax,
  type CaseChange,
  type CaseRecord,
  type DeskFacts,
  type NewCase,
  type NewLink,
} from './desk-records.ts'
import { diffCase, keyOfLink, listFieldChanges, type CaseBefore } from './diff-case.ts'
import { lookSoon } from './look-soon.ts'
import { storedJson, storedText } from './stored-text.ts'
import { drawNumbers } from './draw-numbers.ts'

type CaseWrites = 'drawRunningNumbers' | 'addCases' | 'changeCase' | 'recordCaseEvent'

export function caseWriter(tools: WriteTools): Pick<DeskWriter, CaseWrites> {
  return {
    drawRunningNumbers: (count) => drawNumbers(tools, 'case-number', count),
    addCases: (cases, now) => addCases(tools, cases, now),
    changeCase: (id, version, change, now) => changeCase(tools, { id, version, change }, now),
    async recordCaseEvent(id, event, now) {
      const row = await lockCase(tools, id)
      if (row === undefined) return refuse('NOT_FOUND', { what: id })
      const events = await writeEvents(tools, [{ row, ...event }], now)
      await tools.db
        .updateTable('cases')
        .set({ events: row.events + 1, changed_at: now })
        .where('id', '=', id)
        .execute()
      recordAudit(tools, { action: 'case-event', subject: `case:${id}`, detail: { kind: event.kind } }, now)
      return eventOfRow(events[0] as CaseEventRow)
    },
  }
}

export async function lockCase({ db, facts }: WriteTools, id: CaseId): Promise<CaseRow | undefined> {
  const [row] = await selectRows(db, facts, { table: 'cases', column: 'id', lock: true }, [id])
  return row
}

export async function addCases(
  tools: WriteTools,
  cases: readonly NewCase[],
  now: Instant,
): Promise<AddedCases | Refusal<'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  for (const column of ['number', 'token'] as const) {
    const wanted = cases.map((made) => storedText(made[column]))
    if (wanted.some(({ length }) => length > caseNumberCharsMax))
      throw new RangeError(`a ${column} of a case is too long`)
    const [known] = await selectRows(db, facts, { table: 'cases', column }, wanted)
    if (known !== undefined) return refuse('ALREADY_EXISTS', { what: known[column] })
    if (new Set(wanted).size < wanted.length) return refuse('ALREADY_EXISTS', { what: column })
  }
  const rows = cases.map((made) => rowOfNewCase(made, now))
  await insertRows(db, facts, 'cases', rows)
  const watchers = cases.flatMap(({ id, watchers }) => watchers.map((who) => ({ case_id: id, who })))
  await insertRows(db, facts, 'case_watchers', watchers, { kind: 'keep' })
  await writeLinks(
    tools,
    cases.flatMap(({ id, links }) => links.map((link) => ({ id, link }))),
    now,
  )
  const opened = rows.map((row) => ({
    row: { ...row, events: 0 },
    kind: 'state',
    facts: { to: row.state, imported: row.imported === 1 },
    words: { state: JSON.parse(row.state_facts) as unknown },
  }))
  await writeEvents(tools, opened, now)
  // An imported thread is history: nothing of it can be late.
  const own = cases.filter(({ imported }) => !imported)
  await lookSoon(
    tools,
    own.map(({ id }) => id),
    now,
  )
  for (const { id, imported, state } of cases)
    recordAudit(
      tools,
      { action: 'case-add', subject: `case:${id}`, detail: { imported, state: state.kind } },
      now,
    )
  return { kind: 'added', cases: rows.map(caseOfRow) }
}

/** The next event of each case; `row` as it was before. Its number of events is the caller's to raise. */
export async function writeEvents(
  tools: WriteTools,
  events: readonly {
    readonly row: Pick<CaseRow, 'id' | 'events' | 'version'> & Partial<Pick<CaseRow, 'number' | 'imported'>>
    readonly kind: string
    readonly facts: DeskFacts
    readonly words?: DeskFacts | null
  }[],
  now: Instant,
): Promise<readonly CaseEventRow[]> {
  const rows = events.map(({ row, kind, facts, words = null }) => ({
    case_id: row.id,
    place: row.events + 1,
    kind,
    at: now,
    actor: actorText(tools),
    version: row.version,
    facts: storedJson(facts),
    words: words === null ? null : storedJson(words),
  }))
  await insertRows(tools.db, tools.facts, 'case_events', rows)
  for (const { row, kind, facts } of events) if (kind === 'state') tellState(tools, row, { facts, now })
  return rows
}

/** Imported cases are history. */
function tellState(
  { bookkeeping }: WriteTools,
  { id, number, imported = 0, version }: Pick<CaseRow, 'id' | 'version'> & Partial<CaseRow>,
  { facts, now }: { readonly facts: DeskFacts; readonly now: Instant },
): void {
  if (imported === 1) return
  const stateIn = (name: 'from' | 'to') => (typeof facts[name] === 'string' ? facts[name] : null)
  const from = stateIn('from')
  const data = { case: id, number: number ?? null, to: stateIn('to') }
  if (from === null) bookkeeping.tell({ kind: 'case.opened', at: now, data })
  else bookkeeping.tell({ kind: 'case.state-set', at: now, data: { ...data, from, version } })
}

async function writeLinks(
  tools: WriteTools,
  links: readonly { readonly id: CaseId; readonly link: NewLink }[],
  now: Instant,
): Promise<void> {
  const rows = new Map<string, CaseLinkRow>()
  for (const { id, link } of links) {
    if (link.value.length > linkCharsMax) throw new RangeError(`a link of case ${id} is too long`)
    const value = storedText(link.value)
    const { kind, certainty, message } = link
    const row = { case_id: id, kind, value, certainty, message, actor: actorText(tools), at: now }
    rows.set(JSON.stringify([id, kind, value]), row)
  }
  await insertRows(tools.db, tools.facts, 'case_links', [...rows.values()], replaceLink)
}

/** A link is one row: what is said of it last stands, and the message that proposed it stays. */
export const replaceLink = {
  kind: 'replace',
  key: ['case_id', 'kind', 'value'],
  columns: ['certainty', 'actor', 'at'],
} as const

async function changeCase(
  tools: WriteTools,
  asked: { readonly id: CaseId; readonly version: number; readonly change: CaseChange },
  now: Instant,
): Promise<CaseRecord | Refusal<'NOT_FOUND' | 'CASE_MERGED' | 'EDIT_OUTDATED' | 'INPUT_INVALID'>> {
  const { id } = asked
  const row = await lockCase(tools, id)
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  if (row.merged_into !== null) return refuse('CASE_MERGED', { case: id, into: row.merged_into })
  if (asked.change.links?.some(({ value }) => value.length > linkCharsMax))
    return refuse('INPUT_INVALID', { path: 'links' })
  const before = {
    watching: await listWatching(tools, id, asked.change),
    linked: await listLinked(tools, id, asked.change),
  }
  const { columns, watchers, links, facts, changed } = diffCase(row, asked.change, before)
  // Who asks for what is so already agrees with whoever made it so.
  if (changed.length === 0) return caseOfRow(row)
  if (row.version !== asked.version) return await refuseOutdated(tools, row, asked.version)
  const after = { ...row, ...columns, version: row.version + 1, events: row.events + 1, changed_at: now }
  const kind = asked.change.state === undefined ? 'change' : 'state'
  const words = wordsOf({ ...asked.change, links }, columns.title !== undefined)
  await writeEvents(tools, [{ row: { ...after, events: row.events }, kind, facts, words }], now)
  const { version, events } = after
  await tools.db
    .updateTable('cases')
    .set({ ...columns, version, events, changed_at: now })
    .where('id', '=', id)
    .execute()
  if (row.imported === 0 && (kind === 'state' || columns.due_at !== undefined))
    await lookSoon(tools, [id], now)
  await changeWatchers(tools, id, watchers)
  await writeLinks(
    tools,
    links.map((link) => ({ id, link })),
    now,
  )
  const moved = kind === 'change' ? {} : { from: row.state, to: after.state }
  recordAudit(
    tools,
    { action: 'case-change', subject: `case:${id}`, detail: { changed, ...moved, version } },
    now,
  )
  return caseOfRow(after)
}

/** Those of the named watchers who watch already; nothing is read where none is named. */
async function listWatching(
  { db }: WriteTools,
  id: CaseId,
  { watchersAdded = [], watchersRemoved = [] }: CaseChange,
): Promise<ReadonlySet<string>> {
  if (watchersAdded.length + watchersRemoved.length === 0) return new Set()
  const rows = await db.selectFrom('case_watchers').select('who').where('case_id', '=', id).execute()
  return new Set(rows.map(({ who }) => who))
}

/** Nothing is read where no link is named. */
async function listLinked(
  { db }: WriteTools,
  id: CaseId,
  { links = [] }: CaseChange,
): Promise<CaseBefore['linked']> {
  if (links.length === 0) return new Map()
  const rows = await db.selectFrom('case_links').selectAll().where('case_id', '=', id).execute()
  return new Map(rows.map(linkOfRow).map((link) => [keyOfLink(link), link.certainty]))
}

/** The books keep what a state once carried - who consented, on what evidence - when the next one overwrites it. */
function wordsOf({ title, state, links = [] }: CaseChange, isTitled: boolean): DeskFacts | null {
  const words = {
    ...(isTitled ? { title } : {}),
    ...(state === undefined ? {} : { state: state.facts }),
    ...(links.length === 0
      ? {}
      : { links: links.map(({ kind, value, certainty }) => ({ kind, value, certainty })) }),
  }
  return Object.keys(words).length === 0 ? null : words
}

async function changeWatchers(
  { db, facts }: WriteTools,
  id: CaseId,
  { came, went }: { readonly came: readonly string[]; readonly went: readonly string[] },
): Promise<void> {
  const added = came.map((who) => ({ case_id: id, who }))
  await insertRows(db, facts, 'case_watchers', added, { kind: 'keep' })
  if (went.length === 0) return
  await db.deleteFrom('case_watchers').where('case_id', '=', id).where('who', 'in', went).execute()
}

/** Says what others changed since the version that was asked for. */
async function refuseOutdated(
  { db }: WriteTools,
  row: CaseRow,
  version: number,
): Promise<Refusal<'EDIT_OUTDATED'>> {
  const since = await db
    .selectFrom('case_events')
    .selectAll()
    .where('case_id', '=', row.id)
    .where('version', '>', version)
    .orderBy('place')
    .execute()
  const changed = since.map(eventOfRow).flatMap(listFieldChanges).slice(-changesToldMax)
  return refuse('EDIT_OUTDATED', {
    subject: row.id,
    version: row.version,
    expected: version,
    changed: changed.map(formatChange),
  })
}
