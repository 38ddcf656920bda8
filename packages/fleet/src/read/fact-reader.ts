// Facts of one block to typed values, each with its place.
import type { LocalTime, Place } from '../reading.ts'
import { candidatesOf, orderShownBy, parseDate, settleDate, type DateOrder, type FoundDate } from './dates.ts'
import type { Fact, Field } from './fields.ts'
import { hideKeys } from './hide-keys.ts'

/** What a reading gathers while it is built. */
export type Gathered = {
  readonly places: Place[]
  truncated: boolean
  dateAmbiguous: boolean
  statusAmbiguous: boolean
  /** The order of days and months that the capture shows. */
  order: DateOrder | null
}

/** A date as its members: the one reading, or two with the text. */
export type DateMembers = {
  readonly time: LocalTime | null
  readonly candidates?: readonly LocalTime[]
  readonly text?: string
}

export class FactReader {
  readonly #facts: ReadonlyMap<Field, Fact>
  readonly #prefix: string
  readonly #gathered: Gathered

  constructor(facts: ReadonlyMap<Field, Fact>, prefix: string, gathered: Gathered) {
    this.#facts = facts
    this.#prefix = prefix
    this.#gathered = gathered
  }

  has(...fields: readonly Field[]): boolean {
    return fields.some((field) => this.#facts.has(field))
  }

  fact(field: Field): Fact | undefined {
    return this.#facts.get(field)
  }

  /** The value, null where it is absent, cut off or not of its shape. */
  read<T>(field: Field, path: string, parse: (text: string, raw: string) => T | null): T | null {
    const fact = this.#facts.get(field)
    if (fact === undefined || fact.cut) return null
    const value = parse(fact.text, fact.raw)
    if (value !== null) this.place(path, fact)
    return value
  }

  /** Folded: full-width signs in names, codes and addresses come from input methods, never from the script. */
  text(field: Field, path: string): string | null {
    return this.read(field, path, (text) => (text === '' ? null : hideKeys(text)))
  }

  /** As it stands: for names that people chose. */
  rawText(field: Field, path: string): string | null {
    return this.read(field, path, (_text, raw) => (raw === '' ? null : hideKeys(raw)))
  }

  date(field: Field, path: string): DateMembers {
    const fact = this.#facts.get(field)
    return fact === undefined ? { time: null } : this.dateOf(fact, path)
  }

  dateOf(fact: Fact, path: string): DateMembers {
    const date = fact.cut ? null : parseDate(fact.text)
    if (date === null) return { time: null }
    this.place(path, fact)
    const time = settleDate(date, this.#gathered.order)
    if (time !== null) return { time }
    this.#gathered.dateAmbiguous = true
    return { time: null, candidates: candidatesOf(date), text: fact.raw }
  }

  place(path: string, { from, to, line }: Pick<Fact, 'from' | 'to' | 'line'>): void {
    this.#gathered.places.push({ path: this.#prefix + path, from, to, line })
  }

  noteAmbiguousStatus(): void {
    this.#gathered.statusAmbiguous = true
  }
}

/** The order that the dates of one capture show; null where none does, or two different ones do. */
export function findOrder(dates: readonly FoundDate[]): DateOrder | null {
  const orders = new Set(dates.map(orderShownBy).filter((order) => order !== null))
  return orders.size === 1 ? ([...orders][0] ?? null) : null
}
