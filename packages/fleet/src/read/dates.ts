// Dates of a regional format that the text does not name. spec: reading §4
import {
  addSecondsHeld,
  daysInMonth,
  formatInstant,
  parseInstant,
  secondsPerDay,
} from '@holdfast/capabilities'
import type { LocalTime } from '../reading.ts'

export type DateOrder = 'month-first' | 'day-first'

/** One reading, or two: `monthFirst` and `dayFirst` are null where the calendar, the form or the text forbids them. */
export type FoundDate = {
  readonly certain: LocalTime | null
  readonly monthFirst: LocalTime | null
  readonly dayFirst: LocalTime | null
}

const dayPattern =
  /^(?:(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?|(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}))(?:$|[ T日]|(?=[上下]))/
/** People let the day of the week be shown. */
const weekday = /[ (]?(?:星期|周)[一二三四五六日天]\)?/
const timePattern =
  /^ ?(上午|下午|AM|PM|[ap]\.? ?m\.?)? ?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(上午|下午|AM|PM|[ap]\.? ?m\.?)?(?: ?(?:过期|UTC|Z))?[.。]?$/i

/** `null` where the text is no date with a year of four digits. */
export function parseDate(text: string): FoundDate | null {
  const clean = text
    .replace(weekday, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ?\/ ?/g, '/')
    .trim()
  const day = dayPattern.exec(clean)
  if (day === null) return null
  const time = parseTime(clean.slice(day[0].length).trim())
  if (time === null) return null
  const [, year, firstSign, month, secondSign, date] = day
  if (year !== undefined) {
    if (!areSigns(firstSign, secondSign)) return null
    const certain = formatLocal({ year, month, date, clock: time.clock })
    return certain === null ? null : { certain, monthFirst: null, dayFirst: null }
  }
  return orderedDate(day, time)
}

function orderedDate(day: RegExpExecArray, time: ParsedTime): FoundDate | null {
  const [first = '', sign, second = '', otherSign, year = ''] = day.slice(6)
  if (sign !== otherSign) return null
  const monthFirst = formatLocal({ year, month: first, date: second, clock: time.clock })
  const dayFirst = formatLocal({ year, month: second, date: first, clock: time.clock })
  if (sign === '.') return dayFirst === null ? null : { certain: dayFirst, monthFirst: null, dayFirst }
  if (monthFirst === null && dayFirst === null) return null
  if (monthFirst === dayFirst || dayFirst === null)
    return { certain: monthFirst, monthFirst: monthFirst === dayFirst ? null : monthFirst, dayFirst: null }
  if (monthFirst === null) return { certain: dayFirst, monthFirst: null, dayFirst }
  // Formats with AM and PM in capitals write the month first, but for those that pad one of the two parts alone.
  if (time.halfDay === 'capitals' && first.startsWith('0') === second.startsWith('0'))
    return { certain: monthFirst, monthFirst, dayFirst: null }
  return { certain: null, monthFirst, dayFirst }
}

/** The order that this date shows, where it has one reading because of it. */
export function orderShownBy(date: FoundDate): DateOrder | null {
  if (date.certain === null) return null
  if (date.monthFirst !== null) return 'month-first'
  return date.dayFirst === null ? null : 'day-first'
}

/** The one reading under an order that other evidence gave. */
export function settleDate(date: FoundDate, order: DateOrder | null): LocalTime | null {
  if (date.certain !== null || order === null) return date.certain
  return order === 'month-first' ? date.monthFirst : date.dayFirst
}

/** The earlier first. */
export function candidatesOf(date: FoundDate): LocalTime[] {
  return [date.monthFirst, date.dayFirst].filter((each) => each !== null).toSorted()
}

/** Whether nothing of the date can be missing behind its end. */
export function isWholeDate(text: string): boolean {
  if (/(?:[AP]M|过期|UTC)[.。]?$/.test(text)) return true
  const time = / (\d{1,2}):\d\d:\d\d$/.exec(text)?.[1] ?? /[上下]午 ?(\d{1,2}):\d\d:\d\d$/.exec(text)?.[1]
  if (time === undefined) return false
  // Half days may still follow an hour that is no hour of 24 for sure.
  return /^\d{4}/.test(text) || time.startsWith('0') || Number(time) > 12
}

/** The order in which `minutes` lead from `start` to `end`, within a day; null where both do or none does. */
export function orderByDistance(start: FoundDate, end: FoundDate, minutes: number): DateOrder | null {
  const fits = (from: LocalTime | null, to: LocalTime | null): boolean => {
    const [begin, finish] = [instantOf(from), instantOf(to)]
    if (begin === null || finish === null || minutes > 5_000_000_000) return false
    return Math.abs(addSecondsHeld(begin, minutes * 60) - finish) <= secondsPerDay
  }
  const monthFirst = fits(start.certain ?? start.monthFirst, end.certain ?? end.monthFirst)
  const dayFirst = fits(start.certain ?? start.dayFirst, end.certain ?? end.dayFirst)
  if (monthFirst === dayFirst) return null
  return monthFirst ? 'month-first' : 'day-first'
}

const instantOf = (local: LocalTime | null) => (local === null ? null : parseInstant(`${local}Z`))

type ParsedTime = { readonly clock: string; readonly halfDay: 'capitals' | 'other' | null }

/** Nothing is midnight: the script prints the date alone then. */
function parseTime(text: string): ParsedTime | null {
  if (text === '' || text === '过期' || text === '.') return { clock: '00:00:00', halfDay: null }
  const found = timePattern.exec(text)
  if (found === null) return null
  const [, before, hourText, minute = '', second = '00', after] = found
  const half = before ?? after
  const hour = hourOfDay(Number(hourText), half)
  if (hour === null || Number(minute) > 59 || Number(second) > 59) return null
  const halfDay = half === undefined ? null : /^[AP]M$/.test(half) ? 'capitals' : 'other'
  return { clock: `${pad(hour)}:${minute}:${second}`, halfDay }
}

function hourOfDay(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour
  const isLate = /^(?:下|p)/i.test(half)
  if (hour > 12) return isLate && hour < 24 ? hour : null
  return (hour % 12) + (isLate ? 12 : 0)
}

function areSigns(first: string | undefined, second: string | undefined): boolean {
  return first === '年' ? second === '月' : first === second
}

function formatLocal(parts: {
  year: string
  month: string | undefined
  date: string | undefined
  clock: string
}): LocalTime | null {
  const [year, month, date] = [Number(parts.year), Number(parts.month), Number(parts.date)]
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null
  return `${parts.year}-${pad(month)}-${pad(date)}T${parts.clock}`
}

/** From UTC seconds to `2023-08-14T01:26:41`. */
export function localOfInstant(instant: Parameters<typeof formatInstant>[0]): LocalTime {
  return formatInstant(instant).slice(0, -1)
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
