// Requests, commitments, questions, calls, notes and drafts <-> items of the books. spec: case §5, §6; desk-books §6
import { Type, type TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { formatInstant, parseInstant, type Instant } from '@holdfast/capabilities'
import {
  caseParties,
  isOpenRequest,
  type Artefact,
  type Call,
  type CaseRequest,
  type Commitment,
  type Note,
  type OpenQuestion,
} from '@holdfast/desk'
import type { CaseMessageId } from '@holdfast/lease'
import type { CaseItem, DeskFacts, ItemChange } from '@holdfast/store'

export const draftStates = ['open', 'sent', 'discarded'] as const
export type DraftState = (typeof draftStates)[number]
export type DraftAudience = 'customer' | 'internal' | 'rnd' | 'upstream'

/** What the last check of a draft said: positions and ids, no words of other messages. */
export type DraftCheck = {
  readonly gaps: readonly string[]
  readonly passages: readonly {
    readonly kind: 'quotes' | 'names' | 'token'
    readonly part: 'subject' | 'text'
    readonly from: number
    readonly to: number
    /** The message or entry in which the words stand; null: a name or a token. */
    readonly source: string | null
  }[]
  /** Recipients that are not of the audience; null: all are. */
  readonly recipients: { readonly audiences: readonly string[]; readonly unknown: number } | null
}

export type CaseDraft = {
  readonly id: string
  readonly state: DraftState
  readonly audience: DraftAudience
  readonly language: 'en' | 'zh'
  readonly artefact: Artefact | null
  readonly subject: string
  readonly text: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly replyTo: string | null
  /** The call that it confirms. */
  readonly confirms: string | null
  readonly check: DraftCheck
}

type Kept = Required<Pick<ItemChange, 'state' | 'owner' | 'dueAt' | 'body'>> & { readonly closed: boolean }

export function keepRequest(request: CaseRequest): Kept {
  return kept(request, {
    state: request.state.kind,
    owner: request.addressee.person,
    closed: !isOpenRequest(request),
  })
}

export function keepCommitment(commitment: Commitment): Kept {
  const { state, owner, due } = commitment
  return {
    ...kept(commitment, { state: state.kind, owner: owner.person, closed: state.kind !== 'open' }),
    dueAt: due,
  }
}

export function keepQuestion(question: OpenQuestion): Kept {
  const { state, owner } = question
  return kept(question, { state: state.kind, owner: owner?.person ?? null, closed: state.kind !== 'open' })
}

export function keepCall(call: Call): Kept {
  const state = call.confirmedBy === null ? 'recorded' : 'confirmed'
  return kept(call, { state, owner: null, closed: true })
}

export function keepNote(note: Note): Kept {
  return kept(note, { state: note.kind, owner: null, closed: true })
}

export function keepDraft(draft: CaseDraft): Kept {
  const { state, ...body } = draft
  return kept(body, { state, owner: null, closed: state !== 'open' })
}

function kept(
  value: { readonly id: string },
  columns: { readonly state: string; readonly owner: string | null; readonly closed: boolean },
): Kept {
  const { id: _, ...body } = value
  return { ...columns, dueAt: null, body: writeMoments(body) as DeskFacts }
}

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const addressee = Type.Object({ party: Type.Enum([...caseParties]), person: textOrNull })
const evidence = Type.Array(Type.Object({ kind: text, id: text }))
const state = (kinds: { readonly [kind: string]: { readonly [name: string]: TSchema } }) =>
  Type.Union(
    Object.entries(kinds).map(([kind, facts]) => Type.Object({ kind: Type.Literal(kind), ...facts })),
  )

const shapes = {
  request: Type.Object({
    asker: addressee,
    addressee,
    question: text,
    askedAt: text,
    blocks: Type.Boolean(),
    answers: Type.Array(Type.Object({ at: text, by: text, text, reference: textOrNull })),
    state: state({
      asked: { since: text },
      partly: { since: text, open: text },
      answered: { since: text },
      declined: { since: text, reason: text },
      collected: { since: text, reference: text },
      withdrawn: { since: text, reason: text },
    }),
  }),
  commitment: Type.Object({
    owner: addressee,
    to: addressee,
    what: text,
    madeAt: text,
    due: textOrNull,
    state: state({
      open: {},
      kept: { at: text, evidence },
      broken: { at: text, reason: text },
      withdrawn: { at: text, reason: text },
    }),
  }),
  question: Type.Object({
    question: text,
    raisedAt: text,
    message: textOrNull,
    owner: Type.Union([addressee, Type.Null()]),
    blocks: Type.Boolean(),
    hindered: text,
    state: state({
      open: {},
      answered: { at: text, answer: text, evidence },
      withdrawn: { at: text, reason: text },
    }),
  }),
  call: Type.Object({
    at: text,
    zone: text,
    parties: Type.Array(addressee),
    said: text,
    agreed: Type.Array(text),
    consent: Type.Union([Type.Object({ to: text, who: text }), Type.Null()]),
    recordedBy: text,
    recordedAt: text,
    confirmedBy: textOrNull,
  }),
  note: Type.Object({ kind: text, text, settles: textOrNull, at: text, by: text }),
  draft: Type.Object({
    audience: text,
    language: text,
    subject: text,
    text,
    to: Type.Array(text),
    cc: Type.Array(text),
    replyTo: textOrNull,
    confirms: textOrNull,
    check: Type.Object({ gaps: Type.Array(text) }),
  }),
} as const

export type EntryKind = keyof typeof shapes
export const entryKinds = Object.keys(shapes) as readonly EntryKind[]
type Entry = {
  request: CaseRequest
  commitment: Commitment
  question: OpenQuestion
  call: Call
  note: Note
  draft: CaseDraft
}

/** The entry that an item of this kind keeps; null for an item of another kind. Throws where its body is damaged. */
export function parseEntry<Kind extends EntryKind>(kind: Kind, item: CaseItem): Entry[Kind] | null {
  if (item.kind !== kind) return null
  const read = Check(shapes[kind], item.body) ? readMoments(item.body) : null
  if (read === null) throw new Error(`the body of item ${item.id} is no ${kind}`)
  const extra = kind === 'draft' ? { state: item.state } : {}
  return { ...(read as object), ...extra, id: item.id } as unknown as Entry[Kind]
}

/** Those of one kind, in the order of the items. */
export function parseEntries<Kind extends EntryKind>(
  kind: Kind,
  items: readonly CaseItem[],
): readonly Entry[Kind][] {
  return items.flatMap((item) => parseEntry(kind, item) ?? [])
}

/** The message that an entry hangs on in the books. */
export function messageOf(entry: { readonly message: string | null }): CaseMessageId | null {
  return entry.message as CaseMessageId | null
}

// Moments stand in bodies as people write them.
const momentNames = new Set(['at', 'since', 'askedAt', 'madeAt', 'raisedAt', 'recordedAt', 'due'])

function writeMoments(value: unknown, name = ''): unknown {
  if (typeof value === 'number' && momentNames.has(name)) return formatInstant(value as Instant)
  return mapMembers(value, writeMoments)
}

/** Null in a moment's place where it is none: then the whole is damaged. */
function readMoments(value: unknown, name = ''): unknown {
  if (typeof value === 'string' && momentNames.has(name)) {
    const moment = parseInstant(value)
    if (moment === null) throw new Error(`${name} is no moment`)
    return moment
  }
  return mapMembers(value, readMoments)
}

function mapMembers(value: unknown, map: (value: unknown, name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => map(each, ''))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each, name)]))
}
