// The Date of a mail, in all the ways in which mailers write it. RFC 5322 §3.3 and §4.3. spec: mail §3
import { dayNumber, daysInMonth, instantOfSeconds, secondsPerDay, type Instant } from '@holdfast/capabilities'

export type MailDate = {
  readonly written: string
  /** null where the date cannot be read, or names no zone. */
  readonly moment: Instant | null
  /** As written; null where the zone is none that says an offset: `-0000`, `Z` of old, names that nobody defined. */
  readonly offsetMinutes: number | null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zoneHours: { readonly [name: string]: number } = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
}
const writtenMax = 200

const mailForm =
  /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]{0,6}\.?,?[\s-]+(\d{2,4}),?\s+(\d{1,2})\s*[:.]\s*(\d{1,2})(?:\s*[:.]\s*(\d{1,2}))?(?:[.,]\d{1,9})?\s*(.*)$/i
// As `date` of C writes it: Tue Jan  5 11:40:00 2021, with a zone before or after the year.
const ctimeForm =
  /^[a-z]{3,9},?\s+([a-z]{3})[a-z]{0,6}\s+(\d{1,2})\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s+(?:([a-z]{1,5}|[+-]\d{4})\s+)?(\d{4})\s*(.*)$/i
const isoForm =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:t|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d{1,9})?\s*(.*)$/i

/** Nothing is refused: what cannot be read has no moment. */
export function parseMailDate(written: string): MailDate {
  const text = withoutComments(written.slice(0, writtenMax)).replace(/\s+/g, ' ').trim()
  const parts = partsOf(text)
  const nothing = { written, moment: null, offsetMinutes: null }
  if (parts === null) return nothing
  const zone = parseZone(parts.zone)
  if (zone === null) return nothing
  const { year, month, day, hour, minute } = parts
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return nothing
  if (hour > 23 || minute > 59 || parts.second > 60) return nothing
  // No clock here can hold a leap second: it counts as the second before it.
  const second = Math.min(parts.second, 59)
  const seconds = dayNumber(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second
  return {
    written,
    moment: instantOfSeconds(seconds - (zone.offsetMinutes ?? 0) * 60),
    offsetMinutes: zone.offsetMinutes,
  }
}

type DateParts = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly zone: string
}

function partsOf(text: string): DateParts | null {
  const mail = mailForm.exec(text)
  if (mail !== null)
    return {
      ...clockOf(mail.slice(4)),
      year: yearOf(mail[3] ?? ''),
      month: monthOf(mail[2]),
      day: Number(mail[1]),
      zone: mail[7] ?? '',
    }
  const iso = isoForm.exec(text)
  if (iso !== null)
    return {
      ...clockOf(iso.slice(4)),
      year: Number(iso[1]),
      month: Number(iso[2]),
      day: Number(iso[3]),
      zone: iso[7] ?? '',
    }
  const ctime = ctimeForm.exec(text)
  if (ctime === null) return null
  return {
    ...clockOf(ctime.slice(3)),
    year: Number(ctime[7]),
    month: monthOf(ctime[1]),
    day: Number(ctime[2]),
    zone: ctime[6] ?? ctime[8] ?? '',
  }
}

function clockOf([hour, minute, second]: readonly (string | undefined)[]): {
  hour: number
  minute: number
  second: number
} {
  return { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) }
}

function monthOf(name: string | undefined): number {
  return months.indexOf(name?.toLowerCase() ?? '') + 1
}

/** Two digits are of the years 1950 to 2049, three count from 1900. RFC 5322 §4.3 */
function yearOf(digits: string): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  return digits.length === 3 || year >= 50 ? 1900 + year : 2000 + year
}

/** null where no zone is written: then the moment is not known. */
function parseZone(text: string): { readonly offsetMinutes: number | null } | null {
  const found = /^(?:(?:gmt|utc?)\s*)?([+-])(\d{1,2}):?(\d{2})?(?:\s|$)/i.exec(text)
  if (found !== null) {
    const [hours, minutes] = [Number(found[2]), Number(found[3] ?? 0)]
    if (hours > 23 || minutes > 59) return null
    const offset = hours * 60 + minutes
    // RFC 5322 §3.3: -0000 says nothing of where the writer was.
    if (found[1] === '-') return { offsetMinutes: offset === 0 ? null : -offset }
    return { offsetMinutes: offset }
  }
  const name = /^([a-z]{1,5})\b/i.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return null
  const hours = zoneHours[name]
  // Names that nobody defined, and the letters of the military, count as -0000. RFC 5322 §4.3
  return { offsetMinutes: hours === undefined ? null : hours * 60 }
}

/** Each character is looked at once. */
function withoutComments(text: string): string {
  let [depth, out] = [0, '']
  for (const sign of text) {
    if (sign === '(') depth++
    else if (sign === ')' && depth > 0) depth--
    else if (depth === 0) out += sign
  }
  return out
}
