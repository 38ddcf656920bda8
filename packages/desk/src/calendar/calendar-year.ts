// One published year: which days are free, and which days off are worked. spec: case §8
import { dayNumber, daysInMonth } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { openCalendarFile, refuseComplaints, type CalendarFile } from './calendar-file.ts'

export type CalendarYear = {
  readonly kind: 'year'
  readonly calendar: string
  readonly year: number
  /** Day numbers, as `dayNumber` counts. */
  readonly holidays: ReadonlySet<number>
  readonly workdays: ReadonlySet<number>
}

/** Entries of holidays, and of shifted working days, in one year. */
export const yearEntriesMax = 366

/**
 * A year file. Refuses INPUT_INVALID with every complaint, by path: a day that does not exist or lies in another year,
 * an end before its beginning, a day that would be both free and worked.
 */
export function parseCalendarYear(text: string): CalendarYear | Refusal<'INPUT_INVALID'> {
  const file = openCalendarFile(text, 'holdfast-calendar-year 1')
  if (file.kind === 'refused') return file
  const complaints: string[] = []
  const { calendar, year } = file.value
  if (typeof calendar !== 'string' || calendar === '') complaints.push('calendar: must be a name')
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 1 || year > 9999)
    return refuseComplaints([...complaints, 'year: must be a whole number from 1 to 9999'])
  const holidays = new Set<number>()
  const workdays = new Set<number>()
  for (const [at, entry] of listEntries(file.value['holidays'], 'holidays', complaints).entries()) {
    const first = readDay(entry['first'], year, `holidays/${at}/first`, complaints)
    const last = readDay(entry['last'], year, `holidays/${at}/last`, complaints)
    if (first === null || last === null) continue
    if (last < first) complaints.push(`holidays/${at}: ends before it begins`)
    for (let day = first; day <= last; day++) holidays.add(day)
  }
  for (const [at, entry] of listEntries(file.value['workdays'], 'workdays', complaints).entries()) {
    const day = readDay(entry['day'], year, `workdays/${at}/day`, complaints)
    if (day !== null && holidays.has(day)) complaints.push(`workdays/${at}: is a holiday too`)
    if (day !== null) workdays.add(day)
  }
  if (complaints.length > 0) return refuseComplaints(complaints)
  return { kind: 'year', calendar: String(calendar), year, holidays, workdays }
}

function listEntries(value: unknown, path: string, complaints: string[]): CalendarFile[] {
  if (Array.isArray(value) && value.length <= yearEntriesMax)
    return value.map((entry: unknown) =>
      typeof entry === 'object' && entry !== null ? (entry as CalendarFile) : {},
    )
  complaints.push(`${path}: must be a list of at most ${yearEntriesMax} entries`)
  return []
}

function readDay(value: unknown, year: number, path: string, complaints: string[]): number | null {
  const found = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null
  const [own, month, day] = (found?.slice(1).map(Number) ?? [0, 0, 0]) as [number, number, number]
  if (own === year && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))
    return dayNumber(year, month, day)
  complaints.push(`${path}: must be a day of ${year} such as ${year}-01-31`)
  return null
}
