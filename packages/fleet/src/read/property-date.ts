// Dates as dumps print them. spec: reading §8
import { instantOfSeconds, parseInstant } from '@holdfast/capabilities'
import type { LocalTime } from '../reading.ts'
import { candidatesOf, localOfInstant, parseDate } from './dates.ts'

export type PropertyDate = {
  readonly time: LocalTime | null
  readonly utc?: string
  readonly candidates?: readonly LocalTime[]
  readonly text?: string
}

/** null where the text is no date, or the year 1601 that stands for none. */
export function parsePropertyDate(text: string): PropertyDate | null {
  const found = parseCim(text) ?? parseEpoch(text) ?? parseZoned(text) ?? parseRegional(text)
  const written = found?.time ?? found?.utc ?? found?.candidates?.[0]
  return written === undefined || written.startsWith('1601') ? null : found
}

/** `20230814092641.123000+480`: the local clock and its minutes before UTC. With 000 the zone of the device is not told. */
function parseCim(text: string): PropertyDate | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.\d{6}([+-]\d{3})$/.exec(text)
  if (found === null) return null
  const [, year, month, day, hour, minute, second, offset] = found
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  if (parseInstant(`${time}Z`) === null) return null
  return Number(offset) === 0 ? { time: null, utc: `${time}Z` } : { time }
}

/** `/Date(1692004001000)/`: milliseconds since 1970 in UTC. */
function parseEpoch(text: string): PropertyDate | null {
  const milliseconds = /^\\?\/Date\((-?\d{1,15})\)\\?\/$/.exec(text)?.[1]
  if (milliseconds === undefined) return null
  const instant = instantOfSeconds(Math.floor(Number(milliseconds) / 1000))
  return instant === null ? null : { time: null, utc: `${localOfInstant(instant)}Z` }
}

/** `2023-08-14T09:26:41+08:00`, `2023-08-14T01:26:41Z`. */
function parseZoned(text: string): PropertyDate | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/.exec(text)
  if (found === null || parseInstant(`${found[1]}Z`) === null) return null
  return found[2] === 'Z' ? { time: null, utc: `${found[1]}Z` } : { time: found[1] ?? null }
}

function parseRegional(text: string): PropertyDate | null {
  const date = parseDate(text)
  if (date === null) return null
  return date.certain === null ? { time: null, candidates: candidatesOf(date), text } : { time: date.certain }
}
