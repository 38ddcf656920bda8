// Texts without people: roles instead of names, no numbers and addresses of theirs. spec: case §13
import { refuse, type Refusal } from '@holdfast/lease'
import {
  assignRoles,
  casePeopleMax,
  personNamesMax,
  personTextCharsMax,
  type CasePerson,
  type PersonRole,
} from './case-person.ts'
import {
  findAddresses,
  findPhones,
  maskRanges,
  overlapsAny,
  withoutOverlaps,
  type TextRange,
} from './find-contacts.ts'
import { findLikelyNames, NameIndex } from './find-names.ts'
import { PhraseIndex } from './phrase-index.ts'

/** What stands instead, in one language; `@holdfast/phrases` has both. */
export type RedactionWords = {
  readonly role: (role: PersonRole) => string
  /** Between roles, where a name can mean several people. */
  readonly or: string
  /** Somebody whom nobody has entered. */
  readonly somebody: string
  readonly phone: string
  readonly address: string
}

export type RedactionMode = {
  readonly words: RedactionWords
  /** Case numbers, serial numbers, releases: what stays as it is, wherever it stands. */
  readonly keep: readonly string[]
  /** Names that are only likely (a surname with a title, of nobody who is known): hidden where a text leaves the house. */
  readonly likely: 'hide' | 'keep'
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
export const redactedCharsMax = 1_000_000
/** Roles that are told of a name which several bear; of more, that it is somebody. */
export const rolesToldMax = 4
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
  const spans = listPersonal(text, people, mode.keep)
    .filter(({ certainty }) => certainty === 'certain' || mode.likely === 'hide')
    .map(({ kind, from, to, people: bearers }): RedactedSpan => {
      const shown = kind === 'name' ? roleText(bearers, roles, mode.words) : mode.words[kind]
      return { kind, from, to, people: bearers, replacement: shown }
    })
  let shown = ''
  let at = 0
  for (const { from, to, replacement } of spans) {
    shown += text.slice(at, from) + replacement
    at = to
  }
  return { kind: 'redacted', text: shown + text.slice(at), spans }
}

function roleText(
  people: readonly string[],
  roles: ReadonlyMap<string, PersonRole>,
  words: RedactionWords,
): string {
  if (people.length === 0 || people.length > rolesToldMax) return words.somebody
  return people
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
  return { kind: 'marked', spans: listPersonal(text, people, keep) }
}

function listPersonal(
  text: string,
  people: readonly CasePerson[],
  keep: readonly string[],
): readonly PersonalSpan[] {
  const kept = listKept(text, keep)
  const isFree = (range: TextRange) => !overlapsAny(range, kept)
  const found: PersonalSpan[] = []
  let rest = text
  /** What is found is masked for those who look after it: an address that holds a name goes as a whole. */
  const take = (
    kind: PersonalSpan['kind'],
    certainty: PersonalSpan['certainty'],
    ranges: readonly (TextRange & { readonly people?: readonly string[] })[],
  ) => {
    const free = ranges.filter(isFree)
    for (const { from, to, people: bearers = [] } of free)
      found.push({ kind, certainty, from, to, text: text.slice(from, to), people: bearers })
    rest = maskRanges(rest, free)
  }
  const literals = (of: 'addresses' | 'phones') =>
    rangesOf(
      rest,
      people.flatMap((person) => person[of].map((written) => [written, true] as const)),
    )
  take('address', 'certain', literals('addresses'))
  take('address', 'certain', findAddresses(rest))
  take('name', 'certain', new NameIndex(people).findNames(rest))
  take('phone', 'certain', findPhones(rest))
  take('phone', 'certain', literals('phones'))
  take('name', 'likely', findLikelyNames(rest))
  return found.toSorted((a, b) => a.from - b.from)
}

/** What stays: the given texts, and codes of letters and digits in groups such as CAS-00017-K2F9QX or V0-H. */
function listKept(text: string, keep: readonly string[]): readonly TextRange[] {
  const codes = [
    ...text.matchAll(/(?<![A-Za-z0-9-])[A-Z0-9]{1,40}(?:-[A-Z0-9]{1,40}){1,12}(?![A-Za-z0-9@-])/g),
  ]
    .filter(
      ([code]) => /[A-Z]/.test(code) && /\d/.test(code) && !/^(?:TEL|PHONE|FAX|MOBILE|CELL)-/.test(code),
    )
    .map((found) => ({ from: found.index, to: found.index + found[0].length }))
  return withoutOverlaps([
    ...codes,
    ...rangesOf(
      text,
      keep.map((written) => [written, true] as const),
    ),
  ])
}

/** Shortest text that is looked for word for word: shorter ones would stand everywhere. */
const literalCharsMin = 3

function rangesOf<Value>(
  text: string,
  literals: readonly (readonly [written: string, value: Value])[],
): readonly (TextRange & { readonly value: Value })[] {
  const index = new PhraseIndex(literals.filter(([written]) => written.trim().length >= literalCharsMin))
  return index
    .findAll(text, () => true)
    .map(({ from, phrase, value }) => ({ from, to: from + phrase.length, value }))
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
      [names, addresses, phones].some(
        (list) => list.length > personNamesMax || list.some((each) => each.length > personTextCharsMax),
      )
        ? [`people/${at}: must have at most ${personNamesMax} names of ${personTextCharsMax} characters each`]
        : [],
    ),
  ]
  return complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints: complaints.slice(0, 40) })
}
