// Times as desks write them. spec: case-import §2
import { dayNumber, daysInMonth, instantOfSeconds, secondsPerDay, type Instant } from '@holdfast/capabilities'

export type WrittenTime = {
  /** What the wall clock showed, in seconds as if it showed UTC. */
  readonly wallSeconds: number
  readonly hour: number
  /** Minutes ahead of UTC; null where no offset is written. */
  readonly offsetMinutes: number | null
  /** Null where no offset is written. A fraction of a second is cut off. */
  readonly moment: Instant | null
}

const writtenLengthMax = 80

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`
const offset = String.raw`[ ]?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?`
const day = String.raw`(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)`
const weekday = String.raw`(?:[ ]?[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?`
const half = String.raw`(?:(上午|下午|中午|晚上|凌晨|早上)[ ]?)?`
const form = new RegExp(`^${day}${weekday}(?:[ ]{0,3}T[ ]{0,3}|[ ]{0,3})${half}${clock}${offset}$`, 'i')

/**
 * `2026-03-05T11:40:12.1234567+00:00`, with `Z`, `+0800`, `+08` or without an offset, a blank for the `T`, and days
 * and hours as Chinese programs write them. Null for everything else and for days that do not exist.
 */
export function parseWrittenTime(text: string): WrittenTime | null {
  if (text.length > writtenLengthMax) return null
  const found = form.exec(text.normalize('NFKC').trim())
  if (found === null) return null
  const [, year, month, dayOfMonth, monthZh, dayZh, halfOfDay, hours, minutes, seconds, zone] = found
  const date = [year, month ?? monthZh, dayOfMonth ?? dayZh].map(Number) as [number, number, number]
  const hour = hourOf(Number(hours), halfOfDay)
  const [minute, second] = [Number(minutes), Number(seconds ?? 0)]
  if (date[0] < 1 || date[1] < 1 || date[1] > 12 || date[2] < 1 || date[2] > daysInMonth(date[0], date[1]))
    return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const offsetMinutes = offsetOf(zone)
  if (offsetMinutes !== null && Math.abs(offsetMinutes) > 14 * 60) return null
  const wallSeconds = dayNumber(...date) * secondsPerDay + hour * 3600 + minute * 60 + second
  const moment = offsetMinutes === null ? null : instantOfSeconds(wallSeconds - offsetMinutes * 60)
  return { wallSeconds, hour, offsetMinutes, moment }
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  const isAfternoon = half === '下午' || half === '晚上' || (half === '中午' && hour < 11)
  if (isAfternoon) return hour < 12 ? hour + 12 : hour
  return hour === 12 && half !== '中午' ? 0 : hour
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null
  if (!/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0')
  return zone.startsWith('-') && minutes !== 0 ? -minutes : minutes
}
