// Rows of a table to what is known of each device. Spec: docs/spec/forecast.md
import { secondsPerDay } from '@holdfast/capabilities'
import type { ZoneDays } from '@holdfast/capabilities/calendar'
import type { SecondsRange, Span } from '../observation.ts'
import { hideKeys } from '../read/hide-keys.ts'
import type { ColumnMapping } from './column-mapping.ts'
import { Delays, type DelayRule } from './delays.ts'
import type { DeviceEvidence, SeenEnd } from './device-forecast.ts'
import { forecastFields, type ForecastField } from './fields.ts'
import { MomentReader, type DateOrder, type MomentFault } from './moment-text.ts'
import { isNeverWord, parseTermSeconds, termDaysMax } from './term-text.ts'

export const quantityMax = 10_000_000
export const reminderDaysMax = 36_525
/** UTF-16 units of a name of a device or a customer. */
export const nameCharsMax = 256

/** How a printed number of days was rounded. */
export type DayRounding = 'up' | 'down' | 'either'

export type RowRules = {
  readonly mapping: ColumnMapping
  readonly days: ZoneDays
  /** Plain numbers are days of a spreadsheet: true for workbooks alone. */
  readonly sheetNumbers: boolean
  readonly rounding: DayRounding
  /** Decides dates with two readings; null leaves that to their column. */
  readonly dateOrder?: DateOrder
}

export type RowFaultKind =
  | Exclude<MomentFault, 'empty'>
  | 'no-name'
  | 'name-too-long'
  | 'no-number'
  | 'no-term'
  | 'silent'
  | 'no-capture-time'

/** Why a row is left out: `field` and `text` are the cell, the text cut short. */
export type RowFault = {
  readonly kind: RowFaultKind
  readonly field: ForecastField | null
  readonly text: string
}

/** One entry of the list: a device, or an order for `count` of them. */
export type DeviceRow = {
  readonly kind: 'row'
  readonly name: string
  /** Where the books have one; a plan names devices by it. */
  readonly id?: string
  readonly customer: string
  readonly release: string
  readonly count: number
  readonly known: DeviceEvidence
}

export type RowAnswer =
  | DeviceRow
  | { readonly kind: 'rejected'; readonly fault: RowFault }
  /** What the whole list decides is not known yet. */
  | { readonly kind: 'deferred' }

export type TermAnswer =
  | {
      readonly kind: 'term'
      readonly grantedSeconds: number | 'never' | null
      readonly count: number
      readonly release: string
    }
  | { readonly kind: 'rejected'; readonly fault: RowFault }

/** What only the whole list can tell: delays, and which number of a date is the day. */
export type ListKnowledge = {
  readonly delay: DelayRule
  readonly orders: { readonly [field in MomentField]: DateOrder }
}

type MomentField = 'ordered' | 'activated' | 'upgraded' | 'captured' | 'ends'

const deferred = { kind: 'deferred' } as const
const nowhere = 1_000_000
/** So much of a cell is repeated to a person; a product key is longer. */
const excerptChars = 20

/**
 * Reads rows one after another, and learns from them what the list as a whole says.
 * Source: docs/spec/forecast.md §3, §6.
 */
export class RowReader {
  readonly #rules: RowRules
  // Where the cell of each field stands; past every row where no column has it, which reads as undefined.
  readonly #at: { readonly [field in ForecastField]: number }
  readonly #moments: { readonly [field in MomentField]: MomentReader }
  readonly #delays = new Delays()
  #fault: RowFault | null = null
  #isDeferred = false

  constructor(rules: RowRules) {
    this.#rules = rules
    this.#at = Object.fromEntries(
      forecastFields.map((field) => [field, rules.mapping[field] ?? nowhere]),
    ) as {
      [field in ForecastField]: number
    }
    const moments = () => new MomentReader(rules)
    this.#moments = {
      ordered: moments(),
      activated: moments(),
      upgraded: moments(),
      captured: moments(),
      ends: moments(),
    }
  }

  /** What the rows read so far say about all. */
  get knowledge(): ListKnowledge {
    const { ordered, activated, upgraded, captured, ends } = this.#moments
    return {
      delay: this.#delays.rule(),
      orders: {
        ordered: ordered.order,
        activated: activated.order,
        upgraded: upgraded.order,
        captured: captured.order,
        ends: ends.order,
      },
    }
  }

  /** Whether a row with an order date alone depends on other rows: only where the list has activations. */
  get #hasDelays(): boolean {
    return this.#at.activated < nowhere && this.#at.ordered < nowhere
  }

  /** `known` null: the list was not read through yet. `learns`: delays of this row count (once for each row). */
  read(cells: readonly string[], known: ListKnowledge | null, learns: boolean): RowAnswer {
    this.#fault = null
    this.#isDeferred = false
    const name = this.#name(cells)
    const activated = this.#moment('activated', cells[this.#at.activated], known)
    const ordered = this.#moment('ordered', cells[this.#at.ordered], known)
    if (learns && activated !== null && ordered !== null) this.#delays.add(ordered, activated)
    const upgraded = this.#moment('upgraded', cells[this.#at.upgraded], known)
    const seen = this.#seen(cells, known)
    const grantedSeconds = this.#granted(cells)
    const count = this.#integer('quantity', cells[this.#at.quantity], { least: 1, most: quantityMax }) ?? 1
    const reminderDays = this.#integer('reminderDays', cells[this.#at.reminderDays], {
      least: 0,
      most: reminderDaysMax,
    })
    const customer = hideKeys(this.#text('customer', cells[this.#at.customer]))
    if (this.#fault !== null) return { kind: 'rejected', fault: this.#fault }
    if (this.#isDeferred) return deferred
    const needsList =
      (seen === null || seen.kind === 'stated') &&
      activated === null &&
      ordered !== null &&
      grantedSeconds !== 'never'
    if (needsList && known === null && this.#hasDelays) return deferred
    return {
      kind: 'row',
      name,
      customer,
      release: this.#text('release', cells[this.#at.release]),
      count,
      known: {
        lease: null,
        seen,
        seenTwice: false,
        activated,
        ordered,
        upgraded,
        grantedSeconds,
        reminderDays,
      },
    }
  }

  /** The granted term of a row alone, with its count and release: what lint-terms looks at. */
  readTerm(cells: readonly string[]): TermAnswer {
    this.#fault = null
    const grantedSeconds = this.#granted(cells)
    const count = this.#integer('quantity', cells[this.#at.quantity], { least: 1, most: quantityMax }) ?? 1
    const release = this.#text('release', cells[this.#at.release])
    return this.#fault === null
      ? { kind: 'term', grantedSeconds, count, release }
      : { kind: 'rejected', fault: this.#fault }
  }

  #text(field: ForecastField, cell: string | undefined): string {
    if (cell === undefined) return ''
    const text = cell.trim()
    if (text.length > nameCharsMax) this.#refuse('name-too-long', field, text)
    return text
  }

  #name(cells: readonly string[]): string {
    const name =
      this.#text('device', cells[this.#at.device]) ||
      this.#text('serial', cells[this.#at.serial]) ||
      this.#text('order', cells[this.#at.order])
    if (name === '') this.#refuse('no-name', null, '')
    return hideKeys(name)
  }

  #moment(field: MomentField, text: string | undefined, known: ListKnowledge | null): Span | null {
    if (text === undefined || text === '') return null
    const read = this.#moments[field].read(text, known === null ? null : known.orders[field])
    if (typeof read === 'object') return read
    if (read === 'empty') return null
    if (read === 'date-order' && known === null) this.#isDeferred = true
    else this.#refuse(read, field, text)
    return null
  }

  /** An end that was seen: minutes before days, what was left before an end that was written down. */
  #seen(cells: readonly string[], known: ListKnowledge | null): SeenEnd | null {
    const remaining = this.#remaining(cells)
    if (remaining === 'never') return { kind: 'never' }
    if (remaining !== null) {
      const capturedAt = this.#moment('captured', cells[this.#at.captured], known)
      if (capturedAt !== null) return { kind: 'remaining', capturedAt, remaining }
      if (!this.#isDeferred) this.#refuse('no-capture-time', 'captured', '')
      return null
    }
    const ends = cells[this.#at.ends] ?? ''
    if (ends === '') return null
    if (isNeverWord(ends)) return { kind: 'never' }
    const end = this.#moment('ends', ends, known)
    return end === null ? null : { kind: 'stated', end }
  }

  #remaining(cells: readonly string[]): SecondsRange | 'never' | null {
    const minutesText = cells[this.#at.remainingMinutes] ?? ''
    const daysText = cells[this.#at.remainingDays] ?? ''
    if (minutesText === '' && daysText === '') return null
    if (isNeverWord(minutesText) || isNeverWord(daysText)) return 'never'
    const most = termDaysMax * 1440
    const minutes = this.#integer('remainingMinutes', minutesText, { least: 0, most })
    if (minutes !== null) return { from: minutes * 60, to: minutes * 60 + 60 }
    const days = this.#integer('remainingDays', daysText, { least: 0, most: termDaysMax })
    return days === null ? null : daysLeft(days, this.#rules.rounding)
  }

  #granted(cells: readonly string[]): number | 'never' | null {
    const text = cells[this.#at.granted] ?? ''
    if (text === '' || text.trim() === '') return null
    if (isNeverWord(text)) return 'never'
    const seconds = parseTermSeconds(text)
    if (seconds === null) this.#refuse('no-term', 'granted', text)
    return seconds
  }

  #integer(
    field: ForecastField,
    text: string | undefined,
    range: { readonly least: number; readonly most: number },
  ): number | null {
    if (text === undefined || text === '') return null
    const value = parseCount(text)
    if (value === 'empty') return null
    if (value !== null && value >= range.least && value <= range.most) return value
    this.#refuse('no-number', field, text)
    return null
  }

  /** The first fault of a row is the one that is told. */
  #refuse(kind: RowFaultKind, field: ForecastField | null, text: string): void {
    this.#fault ??= { kind, field, text: excerpt(text) }
  }
}

/** Up, as Windows 8 and later print: more than N-1 days by whole minutes, at most N. */
function daysLeft(days: number, rounding: DayRounding): SecondsRange {
  const up = { from: Math.max(0, (days - 1) * secondsPerDay + 60), to: days * secondsPerDay + 60 }
  const down = { from: days * secondsPerDay, to: (days + 1) * secondsPerDay }
  if (rounding === 'up') return up
  return rounding === 'down' ? down : { from: up.from, to: down.to }
}

const grouped = /^\d{1,3}(?:,\d{3})+$/
const withUnit = /^(\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.0+)? ?(?:天|日|d|days?|分钟?|min|minutes?|套|台|份)?$/i

/** Digits, also with thousands set apart and a unit behind. Null for anything else. */
function parseCount(text: string): number | 'empty' | null {
  let value = 0
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9 || at > 14) return parseWrittenCount(text)
    value = value * 10 + digit
  }
  return value
}

function parseWrittenCount(text: string): number | 'empty' | null {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  const found = withUnit.exec(trimmed)?.[1]
  if (found === undefined) return null
  return Number(grouped.test(found) ? found.replaceAll(',', '') : found)
}

/** A copy of its own: what a row is cut from is a large piece of the file, which must not be kept alive. */
function excerpt(text: string): string {
  const cut = text.length > excerptChars ? `${text.slice(0, excerptChars)}…` : text
  return keptText(cut.trim())
}

/** The same text, without holding on to the piece of the file that it was cut from. */
export function keptText(text: string): string {
  return ` ${text}`.slice(1)
}
