// Numbers as the script prints them, and as people and spreadsheets rewrite them. spec: reading §4

/** Digits of a number that is kept: every one of so many digits is a safe integer. */
export const numberDigitsMax = 15

const plain = /^-?\d{1,15}$/
const grouped = /^-?\d{1,3}(?:[, '’]\d{3}){1,4}$/
const pointed = /^-?\d{1,3}(?:\.\d{3}){2,4}$/
const onePoint = /^-?\d{1,3}\.\d{3}$/

/** A count; null for everything that is none. */
export function parseCount(text: string): number | null {
  if (plain.test(text)) return Number(text)
  if (!grouped.test(text) && !pointed.test(text)) return null
  return Number(text.replaceAll(/[^\d-]/g, ''))
}

export type MinutesAndDays = {
  readonly minutes: number
  /** null where no whole number of days stands beside. */
  readonly days: number | null
  /** Where each stands in the text. */
  readonly minutesAt: { readonly from: number; readonly to: number }
  readonly daysAt: { readonly from: number; readonly to: number } | null
}

const number = /^-?[\d., '’]*\d/

/**
 * `253127 minute(s) (176 day(s))`, `1152316 分钟(801 天)`. null without a unit behind the minutes: a number that stands
 * alone may have been cut.
 */
export function parseMinutesAndDays(text: string): MinutesAndDays | null {
  const minutesText = number.exec(text)?.[0]
  if (minutesText === undefined) return null
  const unitAt = skipBlanks(text, minutesText.length)
  if (!isUnitOfMinutes(text.slice(unitAt, unitAt + 6))) return null
  const days = findDays(text, unitAt)
  const minutes = parseCount(minutesText) ?? minutesOfOnePoint(minutesText, days?.value ?? null)
  if (minutes === null) return null
  return {
    minutes,
    days: days?.value ?? null,
    minutesAt: { from: 0, to: minutesText.length },
    daysAt: days?.at ?? null,
  }
}

/** Whether the text is complete: its second parenthesis is closed. */
export function isWholeMinutesAndDays(text: string): boolean {
  return text.endsWith(')') && (parseMinutesAndDays(text)?.days ?? null) !== null
}

/** Whether `days` is what the script prints beside `minutes`: rounded down on Windows 7, up since Windows 8. */
export function isDaysOf(days: number, minutes: number): boolean {
  return days === Math.floor(minutes / 1440) || days === Math.ceil(minutes / 1440)
}

/** `250.125`: the days beside it tell a separator from a fraction. */
function minutesOfOnePoint(text: string, days: number | null): number | null {
  if (!onePoint.test(text) || days === null) return null
  const minutes = Number(text.replace('.', ''))
  return isDaysOf(days, minutes) ? minutes : null
}

function isUnitOfMinutes(text: string): boolean {
  return text.startsWith('分') || text.toLowerCase().startsWith('min')
}

/** The number behind the parenthesis that opens after `from`, if a unit follows it. */
function findDays(text: string, from: number): { value: number; at: { from: number; to: number } } | null {
  const opening = openingBeforeNumber(text, from)
  if (opening === -1) return null
  const start = skipBlanks(text, opening + 1)
  const digits = number.exec(text.slice(start))?.[0] ?? ''
  const value = parseCount(digits)
  const unit = text.charAt(skipBlanks(text, start + digits.length))
  if (value === null || unit === '' || unit === ')') return null
  return { value, at: { from: start, to: start + digits.length } }
}

/** The `(` before a digit: not that of `minute(s)`. */
function openingBeforeNumber(text: string, from: number): number {
  let at = text.indexOf('(', from)
  while (at !== -1 && !/[-\d]/.test(text.charAt(skipBlanks(text, at + 1)))) at = text.indexOf('(', at + 1)
  return at
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  return at
}

/** `120 minutes`, `10080 分钟`; -1 is the unset value of the service. */
export function parseInterval(text: string): number | null {
  const digits = number.exec(text)?.[0]
  if (digits === undefined || !isUnitOfMinutes(text.slice(skipBlanks(text, digits.length)))) return null
  const minutes = parseCount(digits)
  return minutes === null || minutes < 0 ? null : minutes
}

/** `0xC004F009`, doubled prefixes and other cases too; null where no code of eight digits stands in the text. */
export function findCode(text: string): string | null {
  const digits = /0x(?:0x)?([0-9a-f]{8})(?![0-9a-f])/i.exec(text)?.[1]
  return digits === undefined ? null : `0x${digits.toUpperCase()}`
}
