// What of a case is shown to whom: roles instead of people, or people to whoever may see them. spec: case §13
import {
  assignRoles,
  casePeopleMax,
  greetedNames,
  personNamesMax,
  personTextCharsMax,
  redactedCharsMax,
  redactText,
  type CaseParty,
  type CasePerson,
  type RedactionWords,
} from '@holdfast/desk'
import type { PersonBody } from '@holdfast/contract'
import { refuse, type Refusal } from '@holdfast/lease'
import { redactionWords } from '@holdfast/phrases'
import {
  casePeopleRowsMax,
  type CasePersonRow,
  type CaseRecord,
  type MessagePerson,
  type MessageSide,
  type Store,
} from '@holdfast/store'
import type { Locale } from '../../http/problem.ts'

export type ShownText = {
  readonly text: string
  /** The text goes on behind what is shown. */
  readonly cut: boolean
  /** Where a position of the text as it was stands in it. */
  readonly placeOf: (position: number) => number
}
export type Veil = {
  readonly kind: 'veil'
  readonly isRevealed: boolean
  readonly peopleCount: number
  show(text: string): ShownText
  line(text: string): string
  /** Every text in facts of any shape. */
  value(value: unknown): unknown
  person(who: Pick<MessagePerson, 'person' | 'name' | 'address'>): PersonBody
}

const partyOfSide: { readonly [side in MessageSide]: CaseParty | null } = {
  vendor: 'support',
  customer: 'customer',
  upstream: 'upstream',
  unknown: null,
}

/** Refuses INPUT_INVALID where a case has more people than can be kept apart: nothing of it is then shown without names. */
export async function openVeil(
  read: Pick<Store['read'], 'listCasePeople' | 'listCaseLinks'>,
  { id, number, token }: Pick<CaseRecord, 'id' | 'number' | 'token'>,
  { locale, reveal }: { readonly locale: Locale; readonly reveal: boolean },
): Promise<Veil | Refusal<'INPUT_INVALID'>> {
  const rows = await read.listCasePeople(id)
  if (rows.length >= casePeopleRowsMax && !reveal)
    return refuse('INPUT_INVALID', {
      complaints: [`case: has more than ${casePeopleRowsMax} people; reveal=yes shows it`],
    })
  const people = peopleOf(rows)
  const roles = assignRoles(people)
  const words = redactionWords[locale]
  const keep = [number, token, ...(await read.listCaseLinks(id)).map(({ value }) => value)]
  const show = (text: string) => (reveal ? shownWhole(text) : redact(text, { people, keep, words }))
  const line = (text: string) => show(text).text
  return {
    kind: 'veil',
    isRevealed: reveal,
    peopleCount: people.length,
    show,
    line,
    value: (value) => mapTexts(value, line),
    person: (who) => {
      const role = roles.get(keyOf(who))
      const label = role === undefined ? words.somebody : words.role(role)
      return {
        person: who.person,
        label: label.replaceAll(/^\[|\]$/g, ''),
        ...(reveal ? { name: who.name, address: who.address } : {}),
      }
    },
  }
}

function keyOf({ person, name, address }: Pick<MessagePerson, 'person' | 'name' | 'address'>): string {
  return person ?? JSON.stringify([name, address])
}

function peopleOf(rows: readonly CasePersonRow[]): readonly CasePerson[] {
  return [...Map.groupBy(rows, keyOf)].map(([id, own]) => ({
    id,
    party: partyOfSide[own.find(({ side }) => side !== null)?.side ?? 'unknown'],
    names: clipped(own.flatMap(({ name, address }) => namesOf({ name, address }))),
    addresses: clipped(own.map(({ address }) => address)),
    phones: [],
  }))
}

/** The name as written, without what stands behind it in brackets, and a given name of two characters. */
function namesOf(who: Pick<MessagePerson, 'name' | 'address'>): readonly string[] {
  const given = greetedNames(who).filter((name) => /\s/.test(name) || /\p{Script=Han}/u.test(name))
  return [who.name, ...given]
}

function clipped(texts: readonly string[]): readonly string[] {
  const short = texts.map((text) => text.trim().slice(0, personTextCharsMax))
  return [...new Set(short)].filter((text) => text !== '').slice(0, personNamesMax)
}

function shownWhole(text: string): ShownText {
  return { text, cut: false, placeOf: (position) => position }
}

/** People beyond those who have roles of their own are somebody. */
function redact(
  whole: string,
  given: {
    readonly people: readonly CasePerson[]
    readonly keep: readonly string[]
    readonly words: RedactionWords
  },
): ShownText {
  const { people, keep, words } = given
  let shown = shownWhole(whole.slice(0, redactedCharsMax))
  for (let from = 0; from === 0 || from < people.length; from += casePeopleMax) {
    const told = from === 0 ? words : { ...words, role: () => words.somebody }
    const mode = { words: told, keep, likely: 'hide' } as const
    const redacted = redactText(shown.text, people.slice(from, from + casePeopleMax), mode)
    // What cannot be redacted is not shown.
    if (redacted.kind === 'refused') return { text: words.somebody, cut: true, placeOf: () => 0 }
    const [before, { spans, text }] = [shown, redacted]
    shown = { text, cut: false, placeOf: (position) => movedBy(spans, before.placeOf(position)) }
  }
  return { ...shown, cut: whole.length > redactedCharsMax }
}

type MovedSpan = { readonly from: number; readonly to: number; readonly replacement: string }

/** A place within what was replaced is the beginning of what stands there now. */
function movedBy(spans: readonly MovedSpan[], position: number): number {
  let moved = 0
  for (const { from, to, replacement } of spans) {
    if (position <= from) break
    if (position < to) return from + moved
    moved += replacement.length - (to - from)
  }
  return position + moved
}

function mapTexts(value: unknown, line: (text: string) => string): unknown {
  if (typeof value === 'string') return line(value)
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, line))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, line)]))
}
