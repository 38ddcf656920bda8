// When somebody works: weekly hours in a zone, and per year the days that are otherwise. spec: case §8
import { isZone } from '@holdfast/capabilities/calendar'
import type { Refusal } from '@holdfast/lease'
import { openCalendarFile, refuseComplaints, type CalendarFile } from './calendar-file.ts'
import type { CalendarYear } from './calendar-year.ts'

/** Seconds of a day by the wall clock, half-open; the end of the day is 86,400. */
export type DaySpan = { readonly fromSeconds: number; readonly untilSeconds: number }

export type ServiceCalendar = {
  readonly kind: 'calendar'
  readonly name: string
  /** IANA name. */
  readonly zone: string
  /** Monday first; each ascending and disjoint. */
  readonly weekly: readonly (readonly DaySpan[])[]
  /** null: no day is otherwise, and no year needs data. */
  readonly publicHolidays: {
    /** The name under which the years are published. */
    readonly calendar: string
    /** Hours of a day off that was made a working day. */
    readonly shifted: readonly DaySpan[]
    readonly years: ReadonlyMap<number, CalendarYear>
  } | null
}

/** Spans of one day. */
export const daySpansMax = 12
export const calendarNameCharsMax = 60
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/**
 * A calendar file, with the years that belong to it out of `years`; of one year given twice the later counts.
 * Refuses INPUT_INVALID with every complaint, by path.
 */
export function parseServiceCalendar(
  text: string,
  years: readonly CalendarYear[],
): ServiceCalendar | Refusal<'INPUT_INVALID'> {
  const file = openCalendarFile(text, 'holdfast-calendar 1')
  if (file.kind === 'refused') return file
  const complaints: string[] = []
  const name = readName(file.value['name'], 'name', complaints)
  const zone = file.value['zone']
  if (typeof zone !== 'string' || !isZone(zone)) complaints.push('zone: is no IANA time zone')
  const weekly = readWeekly(file.value['weekly'], complaints)
  const publicHolidays = readHolidays(file.value['publicHolidays'], years, complaints)
  if (complaints.length > 0) return refuseComplaints(complaints)
  return { kind: 'calendar', name, zone: String(zone), weekly, publicHolidays }
}

function readName(value: unknown, path: string, complaints: string[]): string {
  if (typeof value === 'string' && value !== '' && value.length <= calendarNameCharsMax) return value
  complaints.push(`${path}: must be a text of 1 to ${calendarNameCharsMax} characters`)
  return ''
}

function readWeekly(value: unknown, complaints: string[]): DaySpan[][] {
  const before = complaints.length
  const days = (typeof value === 'object' && value !== null ? value : {}) as CalendarFile
  for (const day of Object.keys(days))
    if (!(weekdays as readonly string[]).includes(day))
      complaints.push(`weekly/${day}: is no day of the week`)
  const weekly = weekdays.map((day) => readSpans(days[day], `weekly/${day}`, complaints))
  // A calendar without any hours would make every promise endless.
  if (complaints.length === before && weekly.every((spans) => spans.length === 0))
    complaints.push('weekly: has no hours at all')
  return weekly
}

function readHolidays(
  value: unknown,
  years: readonly CalendarYear[],
  complaints: string[],
): ServiceCalendar['publicHolidays'] {
  if (value === null) return null
  const given = (typeof value === 'object' && value !== undefined ? value : {}) as CalendarFile
  const calendar = readName(given['calendar'], 'publicHolidays/calendar', complaints)
  const shifted = readSpans(given['shiftedWorkday'], 'publicHolidays/shiftedWorkday', complaints)
  const own = years.filter((year) => year.calendar === calendar)
  return { calendar, shifted, years: new Map(own.map((year) => [year.year, year])) }
}

function readSpans(value: unknown, path: string, complaints: string[]): DaySpan[] {
  if (!Array.isArray(value) || value.length > daySpansMax) {
    complaints.push(`${path}: must be a list of at most ${daySpansMax} spans such as 09:00-17:30`)
    return []
  }
  const spans = value.map(readSpan)
  for (const [at, span] of spans.entries())
    if (span === null) complaints.push(`${path}/${at}: must be a span such as 09:00-17:30, up to 24:00`)
  const read = spans.filter((span) => span !== null)
  if (read.some((span, at) => at > 0 && span.fromSeconds < (read[at - 1]?.untilSeconds ?? 0)))
    complaints.push(`${path}: spans must follow each other`)
  return read
}

function readSpan(value: unknown): DaySpan | null {
  const found = typeof value === 'string' ? /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(value) : null
  if (found === null) return null
  const [hour, minute, untilHour, untilMinute] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const fromSeconds = hour * 3600 + minute * 60
  const untilSeconds = untilHour * 3600 + untilMinute * 60
  const sound = minute < 60 && untilMinute < 60 && fromSeconds < untilSeconds && untilSeconds <= 86_400
  return sound ? { fromSeconds, untilSeconds } : null
}
