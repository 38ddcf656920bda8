// Lengths as all of fleet writes and reads them: `869 d 04:35:12`, `32-bit seconds`.
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { TimeFault, TimeUnit } from '../fault.ts'

/** `869 d 04:35:12`; whole days without a clock: `800 d`. Negative with a sign in front. */
export function formatTerm(seconds: number): string {
  const whole = Math.abs(seconds)
  const days = Math.floor(whole / day)
  const rest = whole - days * day
  const pad = (value: number) => String(value).padStart(2, '0')
  const clock = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`
  return `${seconds < 0 ? '-' : ''}${days} d${rest === 0 ? '' : ` ${clock}`}`
}

const unitNames: { readonly [unit in TimeUnit]: string } = {
  week: 'weeks',
  day: 'days',
  hour: 'hours',
  minute: 'minutes',
  second: 'seconds',
  decisecond: 'tenths of a second',
  centisecond: 'hundredths of a second',
  millisecond: 'milliseconds',
  tick: 'ticks of 100 ns',
}

/** `32-bit seconds`. */
export function formatWidth({ unit, width }: Pick<TimeFault, 'unit' | 'width'>): string {
  return `${width}-bit ${unitNames[unit]}`
}

/** The longest length that is read, in days, and in characters. */
export const lengthDaysMax = 10_000_000
export const lengthCharactersMax = 60

const unitSeconds: { readonly [letter: string]: number } = {
  w: 7 * day,
  d: day,
  h: 3600,
  min: 60,
  m: 60,
  s: 1,
}

/**
 * `150000d`, `801 d`, `869d4h35m12s`, `1152316min`, `75098112s`, `P150000D`, `P869DT4H35M12S`: seconds, and the
 * unit of the last figure, to which it may have been rounded. null for everything else. Linear in the text.
 */
export function parseLength(
  text: string,
): { readonly seconds: number; readonly resolutionSeconds: number } | null {
  if (text.length > lengthCharactersMax) return null
  const bare = text.trim().toLowerCase()
  const parts = bare.startsWith('p') ? joinIso(bare.slice(1)) : bare
  const pattern = /(\d{1,12}) ?(w|d|h|min|m|s) ?/y
  let seconds = 0
  const letters: string[] = []
  while (pattern.lastIndex < parts.length) {
    const found = pattern.exec(parts)
    if (found === null) return null
    const letter = found[2] ?? ''
    const scale = unitSeconds[letter] ?? 0
    const before = unitSeconds[letters.at(-1) ?? 'w'] ?? 0
    if (letters.length > 0 && before <= scale) return null
    seconds += Number(found[1]) * scale
    letters.push(letter)
  }
  if (letters.length === 0 || seconds > lengthDaysMax * day) return null
  return { seconds, resolutionSeconds: unitSeconds[letters.at(-1) ?? 's'] ?? 1 }
}

/** ISO 8601: weeks and days stand before the T, the clock after it; months and years are no lengths. */
function joinIso(text: string): string {
  const [days = '', clock = '', more] = text.split('t')
  return more !== undefined || /[hms]/.test(days) || /[wd]/.test(clock) ? '' : days + clock
}
