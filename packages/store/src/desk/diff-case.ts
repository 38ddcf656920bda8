// What a change really changes of a case, and how its event keeps it. spec: desk-books §3
import { formatInstant, type Instant } from '@holdfast/capabilities'
import type { FieldChange, FieldValue } from '@holdfast/desk'
import type { CaseRow } from '../desk-tables.ts'
import { columnsOfCaseState } from './case-rows.ts'
import type { CaseChange, CaseEvent, DeskFacts, LinkCertainty, NewLink } from './desk-records.ts'
import { storedText } from './stored-text.ts'

export type CaseDiff = {
  readonly columns: Partial<CaseRow>
  readonly watchers: { readonly came: readonly string[]; readonly went: readonly string[] }
  /** Those that are new, or that somebody decided otherwise. */
  readonly links: readonly NewLink[]
  /** Names, sorted. */
  readonly changed: readonly string[]
  readonly facts: DeskFacts
}

const plainColumns = ['customer', 'product', 'severity', 'owner', 'queue'] as const

export type CaseBefore = {
  /** Those of the named watchers who watch already. */
  readonly watching: ReadonlySet<string>
  /** The links that are there, by `keyOfLink`. */
  readonly linked: ReadonlyMap<string, LinkCertainty>
}

export function keyOfLink({ kind, value }: Pick<NewLink, 'kind' | 'value'>): string {
  return `${kind} ${storedText(value)}`
}

/** A new state is always a change. What is proposed changes no link that is there: people have the last word. */
export function diffCase(row: CaseRow, change: CaseChange, { watching, linked }: CaseBefore): CaseDiff {
  const { title, state, dueAt, maySend } = change
  const links = (change.links ?? []).filter((link) => {
    const before = linked.get(keyOfLink(link))
    return before === undefined || (link.certainty !== 'proposed' && link.certainty !== before)
  })
  const wanted: Partial<CaseRow> = {
    ...(title === undefined ? {} : { title: storedText(title) }),
    ...Object.fromEntries(
      plainColumns.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])),
    ),
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(maySend === undefined ? {} : { may_send: maySend ? 1 : 0 }),
  }
  const columns = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => row[name as keyof CaseRow] !== value),
  ) as Partial<CaseRow>
  const came = [...new Set(change.watchersAdded ?? [])].filter((who) => !watching.has(who))
  const went = [...new Set(change.watchersRemoved ?? [])].filter((who) => watching.has(who))
  const values = {
    ...valuesOf(row, columns),
    ...(came.length + went.length === 0 ? {} : { watchers: { came, went } }),
  }
  const changed = [
    ...Object.keys(values),
    ...(columns.title === undefined ? [] : ['title']),
    ...(state === undefined ? [] : ['state']),
    ...(links.length === 0 ? [] : ['links']),
  ].toSorted()
  const moved = state === undefined ? {} : { from: row.state, to: state.kind, waitsOn: state.waitsOn }
  return {
    columns: { ...columns, ...(state === undefined ? {} : columnsOfCaseState(state)) },
    watchers: { came, went },
    links,
    changed,
    facts: { changed, ...moved, ...(Object.keys(values).length === 0 ? {} : { values }) },
  }
}

/** Old and new value of each column that holds no words of people. */
function valuesOf(row: CaseRow, columns: Partial<CaseRow>): DeskFacts {
  const shownNames: { readonly [column: string]: string } = { due_at: 'dueAt', may_send: 'maySend' }
  return Object.fromEntries(
    Object.keys(columns)
      .filter((name) => name !== 'title')
      .map((name) => {
        const at = name as keyof CaseRow
        return [shownNames[name] ?? name, [shown(at, row[at]), shown(at, columns[at])]]
      }),
  )
}

function shown(column: keyof CaseRow, value: CaseRow[keyof CaseRow] | undefined): FieldValue {
  if (value === null || value === undefined) return null
  if (column === 'may_send') return value === 1
  return typeof value === 'number' ? formatInstant(value as Instant) : value
}

/** What an event tells of an edit, in the order of the names. */
export function listFieldChanges({ facts, actor: by }: CaseEvent): readonly FieldChange[] {
  const { changed, from, to } = facts
  if (!Array.isArray(changed)) return []
  const values = recordOf(facts['values'])
  return changed
    .filter((name) => typeof name === 'string')
    .map((field): FieldChange => {
      if (field === 'state') return { field, by, values: one(from, to) }
      const kept = values[field]
      if (Array.isArray(kept)) return { field, by, values: one(kept[0], kept[1]) }
      if (kept === undefined) return { field, by, values: null }
      const { came, went } = recordOf(kept)
      return { field, by, values: { kind: 'set', came: textsOf(came), went: textsOf(went) } }
    })
}

function one(from: unknown, to: unknown): FieldChange['values'] {
  return { kind: 'one', from: valueOf(from), to: valueOf(to) }
}

function valueOf(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

function recordOf(value: unknown): DeskFacts {
  return typeof value === 'object' && value !== null ? (value as DeskFacts) : {}
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
