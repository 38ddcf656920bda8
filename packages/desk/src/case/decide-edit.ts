// Priority, severity, owner, queue, watchers and what a case is linked to, changed by several people at once.
// spec: case §4
import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseAutomaton, type Actor } from './actor.ts'
import { refuseByLengths } from './case-texts.ts'

/** How soon: the vendor's order of work. */
export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const
export type CasePriority = (typeof casePriorities)[number]

/** How bad: what the customer cannot do. */
export const caseSeverities = ['question', 'hindered', 'partly-down', 'down'] as const
export type CaseSeverity = (typeof caseSeverities)[number]

export type CaseFields = {
  readonly title: string
  readonly priority: CasePriority
  /** Why, and on which fact it hangs; '' where nobody said. */
  readonly priorityReason: string
  readonly severity: CaseSeverity
  /** A person by id; null: nobody. */
  readonly owner: string | null
  readonly queue: string | null
  /** People by id, each once. */
  readonly watchers: readonly string[]
}
export type CaseField = keyof CaseFields
export const caseFields = [
  'title',
  'priority',
  'priorityReason',
  'severity',
  'owner',
  'queue',
  'watchers',
] as const satisfies readonly CaseField[]

export type FieldValue = string | null | readonly string[]

export type FieldChange = {
  /** The version of the case that it made. */
  readonly version: number
  readonly field: CaseField
  readonly from: FieldValue
  readonly to: FieldValue
  readonly by: string
  readonly at: Instant
}

export type VersionedCase = {
  readonly id: string
  /** From 1; each edit that changes something makes the next one. */
  readonly version: number
  readonly fields: CaseFields
  /** Changes by now, the oldest first; at least those since the version that the editor saw. */
  readonly changes: readonly FieldChange[]
}

export type CaseEdit = {
  /** The version that the editor looked at. */
  readonly seen: number
  readonly set: Partial<CaseFields>
}

export type EditDecided = {
  readonly kind: 'edited'
  readonly version: number
  readonly fields: CaseFields
  /** Empty where everything is as it was: then the version stays. */
  readonly changes: readonly FieldChange[]
}

/** Why an edit is refused, in order of precedence. */
export const editRefusals = ['PERSON_NEEDED', 'INPUT_INVALID', 'CASE_EDIT_OUTDATED'] as const
export type EditRefusal = (typeof editRefusals)[number]

/** Changes in between that a refusal tells; of more, the newest. */
export const changesToldMax = 20

/**
 * The fields after an edit. Whoever looked at an older version is told what changed since, from what to what and by whom,
 * unless the edit asks for what is so already. Refuses as `editRefusals` has it.
 */
export function decideEdit(
  current: VersionedCase,
  edit: CaseEdit,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): EditDecided | Refusal<EditRefusal> {
  const refused = refuseAutomaton(actor, 'edit') ?? refuseByInput(current, edit)
  if (refused !== null) return refused
  const version = current.version + 1
  const changes = caseFields.flatMap((field): FieldChange[] => {
    const to = valueOf(edit.set, field)
    const from = current.fields[field]
    if (to === undefined || isSame(from, to)) return []
    return [{ version, field, from, to, by: actor.id, at: now }]
  })
  if (changes.length === 0)
    return { kind: 'edited', version: current.version, fields: current.fields, changes }
  if (edit.seen !== current.version) return outdated(current, edit.seen)
  const set = Object.fromEntries(changes.map(({ field, to }) => [field, to]))
  return { kind: 'edited', version, fields: { ...current.fields, ...set }, changes }
}

/** What is asked for a field; undefined where the edit leaves it alone. Watchers are a set, in their order. */
function valueOf(set: Partial<CaseFields>, field: CaseField): FieldValue | undefined {
  const value = set[field]
  return Array.isArray(value) ? [...new Set<string>(value)].toSorted() : value
}

function isSame(a: FieldValue, b: FieldValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function refuseByInput({ version }: VersionedCase, { seen, set }: CaseEdit): Refusal<'INPUT_INVALID'> | null {
  const complaints: string[] = []
  if (!Number.isSafeInteger(seen) || seen < 1 || seen > version)
    complaints.push(`seen: must be a whole number from 1 to ${version}`)
  if (set.title !== undefined && set.title.trim() === '') complaints.push('title: must not be empty')
  if (set.priority !== undefined && !casePriorities.includes(set.priority))
    complaints.push(`priority: must be one of ${casePriorities.join(', ')}`)
  if (set.severity !== undefined && !caseSeverities.includes(set.severity))
    complaints.push(`severity: must be one of ${caseSeverities.join(', ')}`)
  if (complaints.length > 0) return refuse('INPUT_INVALID', { complaints })
  const { title, priorityReason, owner, queue, watchers } = set
  return refuseByLengths({ title, priorityReason, owner, queue, watchers })
}

function outdated({ id, version, changes }: VersionedCase, seen: number): Refusal<'CASE_EDIT_OUTDATED'> {
  const since = changes.filter((change) => change.version > seen)
  const changed = since.slice(-changesToldMax).map(formatChange)
  return refuse('CASE_EDIT_OUTDATED', { case: id, seen, version, changed })
}

/** `priority: normal -> high (per_2)`; of watchers, who came and who went. */
export function formatChange({ field, from, to, by }: FieldChange): string {
  if (typeof from === 'object' && from !== null && typeof to === 'object' && to !== null) {
    const came = to.filter((person) => !from.includes(person)).map((person) => `+${person}`)
    const went = from.filter((person) => !to.includes(person)).map((person) => `-${person}`)
    return `${field}: ${[...came, ...went].join(' ')} (${by})`
  }
  const shown = (value: FieldValue) => (value === null || value === '' ? 'none' : String(value))
  return `${field}: ${shown(from)} -> ${shown(to)} (${by})`
}
