import { addSeconds, dayNumber, instantOfSeconds, secondsPerDay } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'

/** Groups of 5, 5, 3, 6 and 2 digits, language, build, and last the day of the year (3 digits) and the year (4). */
const pid = /^\d{5}-\d{5}-\d{3}-\d{6}-\d{2}-\d{1,5}-\d{1,5}\.\d{4}-(\d{3})(\d{4})$/

/** The day on which the present key was put in, by the clock of the device; null where the text is no such id. */
export function keyDayOf(extendedPid: string | null): Span | null {
  const found = extendedPid === null ? null : pid.exec(extendedPid)
  if (found === null) return null
  const [dayOfYear, year] = [Number(found[1]), Number(found[2])]
  if (dayOfYear < 1 || dayOfYear > 366 || year < 1990) return null
  const from = instantOfSeconds((dayNumber(year, 1, 1) + dayOfYear - 1) * secondsPerDay)
  const to = from === null ? null : addSeconds(from, secondsPerDay)
  return from === null || to === null ? null : { from, to }
}
