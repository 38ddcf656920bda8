// Texts without people: roles instead of names, no numbers and addresses of theirs. spec: case §13
import { refuse, type Refusal } from '@holdfast/lease'
import {
  assignRoles,
  casePeopleMax,
  personNamesMax,
  type CasePerson,
  type PersonRole,
} from './case-person.ts'
import {
  findContacts,
  overlapsAny,
  withoutOverlaps,
  type FoundContact,
  type TextRange,
} from './find-numbers.ts'
import { findLikelyNames, NameIndex, type FoundName } from './find-names.ts'

/** What stands instead, in one language; `@holdfast/phrases` has both. */
export type RedactionWords = {
  readonly role: (role: PersonRole) => string
  /** Between roles, where a name can mean several people. */
  readonly or: string
  readonly phone: string
  readonly address: string
}

export type RedactionMode = {
  readonly words: RedactionWords
  /** Case numbers, serial numbers, releases: what stays as it is, wherever it stands. */
  readonly keep: readonly string[]
}

export type RedactedSpan = TextRange & {
  readonly kind: 'name' | 'phone' | 'address'
  /** Whose; empty where it is nobody's known. */
  readonly people: readonly string[]
  readonly replacement: string
}

export type RedactedText = {
  readonly kind: 'redacted'
  readonly text: string
  /** Positions in the text as it was, ascending and disjoint. */
  readonly spans: readonly RedactedSpan[]
}

/** Characters of one text. */
export const redactedCharsMax = 4_000_000
/** Texts that are kept as they are. */
export const keptTextsMax = 2_000

/**
 * The text with roles instead of names, and without telephone numbers and mail addresses; everything else is as it was.
 * One person is one role wherever the same list of people is given; a name that several bear shows all their roles.
 * Refuses INPUT_INVALID for more than the limits. Linear in the text.
 */
export function redactText(
  text: string,
  people: readonly CasePerson[],
  mode: RedactionMode,
): RedactedText | Refusal<'INPUT_INVALID'> {
  const refused = refuseByLimits(text, people, mode.keep)
  if (refused !== null) return refused
  const roles = assignRoles(people)
  const spans = listPersonal(text, people, mode.keep).map((found): RedactedSpan => {
    const bearers = found.kind === 'name' ? found.people : []
    const { from, to, kind } = found
    return { from, to, kind, people: bearers, replacement: replacementOf(found, roles, mode.words) }
  })
  let shown = ''
  let at = 0
  for (const { from, to, replacement } of spans) {
    shown += text.slice(at, from) + replacement
    at = to
  }
  return { kind: 'redacted', text: shown + text.slice(at), spans }
}

function replacementOf(
  found: FoundName | FoundContact,
  roles: ReadonlyMap<string, PersonRole>,
  words: RedactionWords,
): string {
  if (found.kind !== 'name') return words[found.kind]
  return found.people
    .flatMap((id) => roles.get(id) ?? [])
    .map(words.role)
    .join(words.or)
}

export type PersonalSpan = TextRange & {
  readonly kind: 'name' | 'phone' | 'address'
  readonly text: string
  readonly certainty: 'certain' | 'likely'
  readonly people: readonly string[]
}

/**
 * What is personal in a text that came in: contacts and names of known people for certain, a surname with a title as
 * likely. Refuses as `redactText` does.
 */
export function markPersonal(
  text: string,
  people: readonly CasePerson[] = [],
  keep: readonly string[] = [],
): { readonly kind: 'marked'; readonly spans: readonly PersonalSpan[] } | Refusal<'INPUT_INVALID'> {
  const refused = refuseByLimits(text, people, keep)
  if (refused !== null) return refused
  const certain = listPersonal(text, people, keep).map((found): PersonalSpan => ({
    kind: found.kind,
    from: found.from,
    to: found.to,
    text: text.slice(found.from, found.to),
    certainty: 'certain',
    people: found.kind === 'name' ? found.people : [],
  }))
  const likely = findLikelyNames(text)
    .filter((range) => !overlapsAny(range, certain))
    .map(({ from, to }): PersonalSpan => ({
      kind: 'name',
      from,
      to,
      text: text.slice(from, to),
      certainty: 'likely',
      people: [],
    }))
  return { kind: 'marked', spans: [...certain, ...likely].toSorted((a, b) => a.from - b.from) }
}

function listPersonal(
  text: string,
  people: readonly CasePerson[],
  keep: readonly string[],
): readonly (FoundName | FoundContact)[] {
  const kept = listKept(text, keep)
  // Names win over nothing: an address that holds a name goes as a whole.
  const known = people.flatMap(({ phones, addresses }) => [
    ...phones.flatMap((written) => placesOf(text, written).map((range) => ({ kind: 'phone' as const, ...range }))),
    ...addresses.flatMap((written) =>
      placesOf(text, written).map((range) => ({ kind: 'address' as const, ...range })),
    ),
  ])
  const contacts = withoutOverlaps([...findContacts(text, kept), ...known.filter((each) => !overlapsAny(each, kept))])
  const names = new NameIndex(people)
    .findNames(text)
    .filter((name) => !overlapsAny(name, contacts) && !overlapsAny(name, kept))
  return [...contacts, ...names].toSorted((a, b) => a.from - b.from)
}

/** What stays: the given texts, and codes of letters and digits in groups such as CAS-00017-K2F9QX or V0-H. */
function listKept(text: string, keep: readonly string[]): readonly TextRange[] {
  const codes = [...text.matchAll(/(?<![A-Za-z0-9-])[A-Z0-9]{1,40}(?:-[A-Z0-9]{1,40}){1,12}(?![A-Za-z0-9@-])/g)]
    .filter(([code]) => /[A-Z]/.test(code) && /\d/.test(code))
    .map((found) => ({ from: found.index, to: found.index + found[0].length }))
  return withoutOverlaps([...codes, ...keep.flatMap((kept) => placesOf(text, kept))])
}

function placesOf(text: string, written: string): TextRange[] {
  const places: TextRange[] = []
  if (written.trim().length < 3) return places
  for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + written.length))
    places.push({ from: at, to: at + written.length })
  return places
}

function refuseByLimits(
  text: string,
  people: readonly CasePerson[],
  keep: readonly string[],
): Refusal<'INPUT_INVALID'> | null {
  const complaints = [
    ...(text.length > redactedCharsMax ? [`text: must have at most ${redactedCharsMax} characters`] : []),
    ...(people.length > casePeopleMax ? [`people: must be at most ${casePeopleMax}`] : []),
    ...(keep.length > keptTextsMax ? [`keep: must be at most ${keptTextsMax}`] : []),
    ...people.flatMap(({ names, addresses, phones }, at) =>
      [names, addresses, phones].some((list) => list.length > personNamesMax)
        ? [`people/${at}: must have at most ${personNamesMax} names, addresses and numbers each`]
        : [],
    ),
  ]
  return complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints: complaints.slice(0, 40) })
}
