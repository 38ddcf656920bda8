// How many first reminders and ends fall on which day, and whose they are. Spec: docs/spec/forecast.md
import { civilDay, dayNumber, type Instant, formatDay } from '@holdfast/capabilities'
import type { ZoneDays } from '@holdfast/capabilities/calendar'
import type { DeviceForecast, ForecastBasis } from './device-forecast.ts'
import { keptText } from './row-reader.ts'

/** Customers that are counted apart; further ones are counted together under an empty name. */
export const customersMax = 100_000

export type DayRow = { readonly day: string; readonly reminders: number; readonly ends: number }
export type WeekRow = { readonly week: string; readonly reminders: number; readonly ends: number }
export type MonthRow = { readonly month: string; readonly reminders: number; readonly ends: number }
export type CustomerRow = {
  readonly customer: string
  readonly devices: number
  /** Days of the earliest reminder and end among devices whose end is not past; where all are, of all. Null without any. */
  readonly firstReminder: string | null
  readonly firstEnd: string | null
  readonly past: number
  readonly months: readonly MonthRow[]
}
export type ForecastSummary = {
  readonly devices: number
  readonly known: number
  readonly inferred: number
  readonly silent: number
  readonly never: number
  /** Those that renew themselves in time: in no calendar. */
  readonly renewing: number
  readonly past: number
  readonly reminding: number
  readonly severalDays: number
  readonly widestSeconds: number
}

type Counts = { reminders: number; ends: number }
type Customer = {
  devices: number
  past: number
  openReminder: number
  openEnd: number
  anyReminder: number
  anyEnd: number
  readonly months: Map<number, Counts>
}

/** Where a device stands at a moment. */
export type ForecastState = 'running' | 'reminding' | 'past' | 'renewing' | 'never'

export function stateAt(forecast: DeviceForecast, asOf: Instant): ForecastState {
  if (forecast.end === null) return 'never'
  if (forecast.firstReminder === null) return 'renewing'
  if (forecast.end.to <= asOf) return 'past'
  return forecast.firstReminder.from <= asOf ? 'reminding' : 'running'
}

/**
 * Counts forecasts. Each device counts once, at the first possible day of its span.
 * Source: docs/spec/forecast.md §7.
 */
export class Tally {
  readonly #days: ZoneDays
  readonly #asOf: Instant
  readonly #byDay = new Map<number, Counts>()
  readonly #byCustomer = new Map<string, Customer>()
  // Lists are often sorted by customer.
  #latestName: string | null = null
  #latest: Customer | null = null
  readonly #byBasis: { [basis in ForecastBasis]: number } = { lease: 0, capture: 0, finding: 0, order: 0 }
  readonly #byState: { [state in ForecastState]: number } = {
    running: 0,
    reminding: 0,
    past: 0,
    renewing: 0,
    never: 0,
  }
  readonly #monthOfDay = new Map<number, number>()
  #silent = 0
  #severalDays = 0
  #widestSeconds = 0

  constructor(days: ZoneDays, asOf: Instant) {
    this.#days = days
    this.#asOf = asOf
  }

  addSilent(count: number): void {
    this.#silent += count
  }

  add(forecast: DeviceForecast, customer: string, count: number): void {
    const state = stateAt(forecast, this.#asOf)
    this.#byBasis[forecast.basis] += count
    this.#byState[state] += count
    const { firstReminder, end } = forecast
    const of = this.#customer(customer)
    of.devices += count
    if (firstReminder === null || end === null) return
    const reminderDay = this.#days.dayOf(firstReminder.from)
    const endDay = this.#days.dayOf(end.from)
    this.#countsOf(reminderDay).reminders += count
    this.#countsOf(endDay).ends += count
    monthCounts(of.months, this.#month(reminderDay)).reminders += count
    monthCounts(of.months, this.#month(endDay)).ends += count
    if (state === 'past') of.past += count
    else {
      if (reminderDay < of.openReminder) of.openReminder = reminderDay
      if (endDay < of.openEnd) of.openEnd = endDay
    }
    if (reminderDay < of.anyReminder) of.anyReminder = reminderDay
    if (endDay < of.anyEnd) of.anyEnd = endDay
    const width = end.to - end.from
    if (width <= 1) return
    if (this.#days.dayOf((end.to - 1) as Instant) !== endDay) this.#severalDays += count
    if (width > this.#widestSeconds) this.#widestSeconds = width
  }

  summary(): ForecastSummary {
    const { lease, capture, finding, order } = this.#byBasis
    return {
      devices: lease + capture + finding + order + this.#silent,
      known: lease + capture,
      inferred: finding + order,
      silent: this.#silent,
      never: this.#byState.never,
      renewing: this.#byState.renewing,
      past: this.#byState.past,
      reminding: this.#byState.reminding,
      severalDays: this.#severalDays,
      widestSeconds: this.#widestSeconds,
    }
  }

  calendar(): DayRow[] {
    return this.#sortedDays().map(([day, counts]) => ({ day: formatDay(day), ...counts }))
  }

  weeks(): WeekRow[] {
    return this.#gather(mondayOf).map(([monday, counts]) => ({ week: formatWeek(monday), ...counts }))
  }

  months(): MonthRow[] {
    return this.#gather((day) => this.#month(day)).map(([month, counts]) => ({
      month: formatMonth(month),
      ...counts,
    }))
  }

  /** Whom to call first comes first. */
  customers(): CustomerRow[] {
    return [...this.#byCustomer]
      .toSorted(([nameA, a], [nameB, b]) => compareCustomers(a, b) || (nameA < nameB ? -1 : 1))
      .map(([customer, of]) => {
        const open = of.openEnd < Number.POSITIVE_INFINITY
        return {
          customer,
          devices: of.devices,
          firstReminder: dayOrNull(open ? of.openReminder : of.anyReminder),
          firstEnd: dayOrNull(open ? of.openEnd : of.anyEnd),
          past: of.past,
          months: [...of.months]
            .toSorted(([a], [b]) => a - b)
            .map(([month, counts]) => ({ month: formatMonth(month), ...counts })),
        }
      })
  }

  /** First reminders and ends by day number, for comparing two tallies. */
  counts(): { readonly reminders: number; readonly ends: number } {
    let [reminders, ends] = [0, 0]
    for (const counts of this.#byDay.values()) {
      reminders += counts.reminders
      ends += counts.ends
    }
    return { reminders, ends }
  }

  #sortedDays(): [number, Counts][] {
    return [...this.#byDay].toSorted(([a], [b]) => a - b)
  }

  #gather(placeOf: (day: number) => number): [number, Counts][] {
    const gathered = new Map<number, Counts>()
    for (const [day, { reminders, ends }] of this.#sortedDays()) {
      const counts = monthCounts(gathered, placeOf(day))
      counts.reminders += reminders
      counts.ends += ends
    }
    return [...gathered]
  }

  #countsOf(day: number): Counts {
    return monthCounts(this.#byDay, day)
  }

  /** Months counted from year 0. */
  #month(day: number): number {
    let month = this.#monthOfDay.get(day)
    if (month === undefined) {
      const civil = civilDay(day)
      month = civil.year * 12 + civil.month - 1
      this.#monthOfDay.set(day, month)
    }
    return month
  }

  #customer(name: string): Customer {
    if (this.#latest === null || name !== this.#latestName) {
      this.#latest = this.#byCustomer.get(name) ?? this.#addCustomer(name)
      this.#latestName = name
    }
    return this.#latest
  }

  #addCustomer(name: string): Customer {
    const apart = this.#byCustomer.size < customersMax ? keptText(name) : ''
    const made = this.#byCustomer.get(apart) ?? {
      devices: 0,
      past: 0,
      openReminder: Number.POSITIVE_INFINITY,
      openEnd: Number.POSITIVE_INFINITY,
      anyReminder: Number.POSITIVE_INFINITY,
      anyEnd: Number.POSITIVE_INFINITY,
      months: new Map<number, Counts>(),
    }
    this.#byCustomer.set(apart, made)
    return made
  }
}

function monthCounts(counts: Map<number, Counts>, place: number): Counts {
  let found = counts.get(place)
  if (found === undefined) {
    found = { reminders: 0, ends: 0 }
    counts.set(place, found)
  }
  return found
}

function compareCustomers(a: Customer, b: Customer): number {
  const open = (of: Customer) => (of.openEnd < Number.POSITIVE_INFINITY ? 0 : 1)
  if (open(a) !== open(b)) return open(a) - open(b)
  const [first, second] = open(a) === 0 ? [a.openReminder, b.openReminder] : [a.anyReminder, b.anyReminder]
  if (first !== second) return first < second ? -1 : 1
  return b.devices - a.devices
}

function dayOrNull(day: number): string | null {
  return day === Number.POSITIVE_INFINITY ? null : formatDay(day)
}

const two = (value: number) => String(value).padStart(2, '0')
const four = (value: number) => String(value).padStart(4, '0')

function formatMonth(month: number): string {
  return `${four(Math.floor(month / 12))}-${two((month % 12) + 1)}`
}

// Day 0 was a Thursday.
function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7)
}

/** ISO 8601: the week belongs to the year that its Thursday is in. */
function formatWeek(monday: number): string {
  const { year } = civilDay(monday + 3)
  const firstMonday = mondayOf(dayNumber(year, 1, 4))
  return `${four(year)}-W${two((monday - firstMonday) / 7 + 1)}`
}
