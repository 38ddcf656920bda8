// Arithmetic in working time. What lies in a year without data is not guessed. spec: case §8
import { addSecondsHeld, civilDay, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { ZoneDays } from '@holdfast/capabilities/calendar'
import { refuse, type Refusal } from '@holdfast/lease'
import type { DaySpan, ServiceCalendar } from './service-calendar.ts'

/** Days that one question may run over: a century. */
export const serviceDaysMax = 36_525

export type NoYear = Refusal<'CALENDAR_YEAR_MISSING'>

/** Half-open, in seconds since 1970. */
type Open = { readonly from: number; readonly until: number }

export class ServiceHours {
  readonly calendar: ServiceCalendar
  readonly #days: ZoneDays

  constructor(calendar: ServiceCalendar) {
    this.calendar = calendar
    this.#days = new ZoneDays(calendar.zone)
  }

  /**
   * Working seconds from `from` to `until`; 0 where `until` is not later. Refuses CALENDAR_YEAR_MISSING (facts: calendar,
   * year) where a day of it lies in a year without data, or more than `serviceDaysMax` days after the first.
   */
  serviceSecondsBetween(
    from: Instant,
    until: Instant,
  ): { readonly kind: 'seconds'; readonly seconds: number } | NoYear {
    let seconds = 0
    if (until <= from) return { kind: 'seconds', seconds }
    const first = this.#days.dayOf(from)
    // `until` itself is excluded: midnight belongs to the day that it ends.
    const last = this.#days.dayOf((until - 1) as Instant)
    for (let day = first; day <= last; day++) {
      const open = this.#openOn(day, first)
      if ('code' in open) return open
      for (const span of open) seconds += Math.max(0, Math.min(span.until, until) - Math.max(span.from, from))
    }
    return { kind: 'seconds', seconds }
  }

  /**
   * The first moment at which `seconds` of working time have passed since `start`; of none, the first working moment from
   * `start` on. Refuses as `serviceSecondsBetween` does.
   */
  addServiceSeconds(
    start: Instant,
    seconds: number,
  ): { readonly kind: 'moment'; readonly at: Instant } | NoYear {
    let left = seconds
    const first = this.#days.dayOf(start)
    for (let day = first; ; day++) {
      const open = this.#openOn(day, first)
      if ('code' in open) return open
      for (const span of open) {
        const from = Math.max(span.from, start)
        if (from >= span.until) continue
        if (left <= span.until - from) return { kind: 'moment', at: addSecondsHeld(from as Instant, left) }
        left -= span.until - from
      }
    }
  }

  /** Whether somebody works at the moment. */
  isOpenAt(at: Instant): { readonly kind: 'open'; readonly open: boolean } | NoYear {
    const day = this.#days.dayOf(at)
    const open = this.#openOn(day, day)
    if ('code' in open) return open
    return { kind: 'open', open: open.some((span) => at >= span.from && at < span.until) }
  }

  /** Working time of a day, ascending and disjoint. */
  #openOn(day: number, first: number): readonly Open[] | NoYear {
    const spans = day - first > serviceDaysMax ? this.#missing(day) : this.#spansOn(day)
    if ('code' in spans) return spans
    const open: Open[] = []
    // Where the clock jumps, spans of a day may turn over or reach into the next one, and a day may be left out: what is
    // held between the day's own moments and behind the span before counts once.
    let free: number = this.#days.startOf(day) ?? Number.NEGATIVE_INFINITY
    const dayEnd = this.#days.startOf(day + 1) ?? Number.POSITIVE_INFINITY
    for (const { fromSeconds, untilSeconds } of spans) {
      const local = day * secondsPerDay
      const from = Math.max(this.#days.momentsOf(local + fromSeconds).first, free)
      const until = Math.min(this.#days.momentsOf(local + untilSeconds).first, dayEnd)
      if (until <= from) continue
      open.push({ from, until })
      free = until
    }
    return open
  }

  #spansOn(day: number): readonly DaySpan[] | NoYear {
    const { weekly, publicHolidays } = this.calendar
    // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
    const usual = weekly[(((day + 3) % 7) + 7) % 7] ?? []
    if (publicHolidays === null) return usual
    const year = publicHolidays.years.get(civilDay(day).year)
    if (year === undefined) return this.#missing(day)
    if (year.holidays.has(day)) return []
    return year.workdays.has(day) ? publicHolidays.shifted : usual
  }

  #missing(day: number): NoYear {
    return refuse('CALENDAR_YEAR_MISSING', { calendar: this.calendar.name, year: civilDay(day).year })
  }
}
