// The wall between audiences: what a draft must not carry outwards. spec: case §10
import { refuse, type Refusal } from '@holdfast/lease'
import { innerTo, isKnownTo, type CaseAudience } from './audience.ts'
import { DraftSeeds, findPassages, markSeeds } from './find-passages.ts'
import { listUnits, type TextUnits } from './text-units.ts'
import { UnitText, type UnitPlace } from './unit-text.ts'

/** Characters of a draft, subject included. */
export const draftCharsMax = 400_000
/** Names, tokens and boilerplate texts, together, that one draft is held against. */
export const wallPhrasesMax = 2_000

export type WallMessage = {
  readonly id: string
  readonly audience: CaseAudience
  readonly subject: string
  readonly text: string
}

export type Wall = {
  readonly messages: readonly WallMessage[]
  /** Names of people and numbers of issues that stay inside. A name that the audience has read or bears itself is none. */
  readonly innerNames: readonly string[]
  /** Reply tokens of inner threads. */
  readonly innerTokens: readonly string[]
  /** Names of the people who take part in threads with the draft's audience. */
  readonly outerNames: readonly string[]
  /** Greetings, signatures, the title of the case: they weigh nothing. */
  readonly boilerplate: readonly string[]
  /** Texts that a person cleared for this audience, whoever wrote them. */
  readonly cleared: readonly string[]
}

export type Draft = {
  readonly audience: CaseAudience
  readonly subject: string
  readonly text: string
}

/** Positions count UTF-16 code units, end excluded. */
export type DraftSpan = {
  readonly part: 'subject' | 'text'
  readonly from: number
  readonly to: number
  readonly text: string
}

export type DraftComplaint =
  | {
      readonly kind: 'quotes'
      readonly draft: DraftSpan
      readonly message: string
      readonly source: DraftSpan
    }
  | { readonly kind: 'names' | 'token'; readonly draft: DraftSpan; readonly name: string }

export type DraftLint = { readonly kind: 'lint'; readonly complaints: readonly DraftComplaint[] }

/**
 * Every passage of a draft that stands in an inner message, and every inner name and token, in the order of the draft.
 * Refuses INPUT_INVALID for more than the limits. Linear in the draft and the messages.
 */
export function lintDraft(draft: Draft, wall: Wall): DraftLint | Refusal<'INPUT_INVALID'> {
  const refused = refuseByLimits(draft, wall)
  if (refused !== null) return refused
  const inner = innerTo[draft.audience]
  if (inner.length === 0) return { kind: 'lint', complaints: [] }
  const complaints = (['subject', 'text'] as const).flatMap((part) => lintPart(part, draft, wall, inner))
  return { kind: 'lint', complaints }
}

/** DRAFT_QUOTES_INNER with how many passages and from which messages; never their words. */
export function refuseByWall(draft: Draft, { complaints }: DraftLint): Refusal<'DRAFT_QUOTES_INNER'> | null {
  if (complaints.length === 0) return null
  const messages = complaints.flatMap((each) => (each.kind === 'quotes' ? [each.message] : []))
  return refuse('DRAFT_QUOTES_INNER', {
    audience: draft.audience,
    passages: complaints.length,
    messages: [...new Set(messages)],
  })
}

function refuseByLimits(draft: Draft, wall: Wall): Refusal<'INPUT_INVALID'> | null {
  const { innerNames, innerTokens, outerNames, boilerplate } = wall
  const phrases = innerNames.length + innerTokens.length + outerNames.length + boilerplate.length
  const complaints = [
    ...(draft.subject.length + draft.text.length > draftCharsMax
      ? [`text: must have at most ${draftCharsMax} characters`]
      : []),
    ...(phrases > wallPhrasesMax ? [`names: must be at most ${wallPhrasesMax}`] : []),
  ]
  return complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints })
}

function lintPart(
  part: 'subject' | 'text',
  draft: Draft,
  wall: Wall,
  inner: readonly CaseAudience[],
): DraftComplaint[] {
  const written = draft[part]
  const units = listUnits(written)
  const seeds = new DraftSeeds(units)
  const known = wall.messages
    .filter(({ audience }) => isKnownTo(draft.audience, audience))
    .flatMap(({ subject, text }) => [listUnits(subject), listUnits(text)])
  const excused = new Uint8Array(units.units.length)
  markSeeds(seeds, [...known, ...wall.cleared.map(listUnits)], excused)
  const joined = new UnitText(units)
  for (const phrase of wall.boilerplate)
    for (const { from, until } of joined.listPlaces(phrase)) excused.fill(1, from, until)
  const sources = wall.messages
    .filter(({ audience }) => inner.includes(audience))
    .flatMap((message) =>
      (['subject', 'text'] as const).map((of) => ({ message, of, units: listUnits(message[of]) })),
    )
  const passages = findPassages(
    units,
    seeds,
    sources.map((source) => source.units),
    excused,
  ).flatMap((run): DraftComplaint[] => {
    const source = sources[run.source.text]
    if (source === undefined) return []
    return [
      {
        kind: 'quotes',
        draft: spanOf(part, written, units, run.from, run.until),
        message: source.message.id,
        source: spanOf(source.of, source.message[source.of], source.units, run.source.from, run.source.until),
      },
    ]
  })
  const named = listNamed(part, written, joined, wall, known)
  return [...passages, ...named].toSorted((a, b) => a.draft.from - b.draft.from)
}

function listNamed(
  part: 'subject' | 'text',
  written: string,
  joined: UnitText,
  wall: Wall,
  known: readonly TextUnits[],
): DraftComplaint[] {
  const spanAt = ({ from, until }: UnitPlace) => spanOf(part, written, joined.units, from, until)
  const outer = new Uint8Array(joined.units.units.length)
  for (const name of wall.outerNames)
    for (const { from, until } of joined.listPlaces(name)) outer.fill(1, from, until)
  // A name that is part of a longer one of the audience's own people is theirs.
  const isOuter = ({ from, until }: UnitPlace) => !outer.subarray(from, until).includes(0)
  const read = known.map((units) => new UnitText(units))
  const names = wall.innerNames.flatMap((name): DraftComplaint[] => {
    const places = joined.listPlaces(name).filter((place) => !isOuter(place))
    // What the audience has read before is no secret to it.
    if (places.length === 0 || read.some((text) => text.holds(name))) return []
    return places.map((place) => ({ kind: 'names', draft: spanAt(place), name }))
  })
  const tokens = wall.innerTokens.flatMap((name) =>
    joined.listPlaces(name).map((place): DraftComplaint => ({ kind: 'token', draft: spanAt(place), name })),
  )
  return [...names, ...tokens]
}

function spanOf(
  part: 'subject' | 'text',
  written: string,
  { starts, ends }: TextUnits,
  from: number,
  until: number,
): DraftSpan {
  const [start, end] = [starts[from] ?? 0, ends[until - 1] ?? 0]
  return { part, from: start, to: end, text: written.slice(start, end) }
}
