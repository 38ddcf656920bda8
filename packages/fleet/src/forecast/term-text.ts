import { secondsPerDay } from '@holdfast/capabilities'
import { parseLength } from '../explain/format-length.ts'

/** Longer terms do not fit between the years 1 and 9999. */
export const termDaysMax = 3_652_059

const unitSeconds: { readonly [unit in 'd' | 'h' | 'm' | 's']: number } = {
  d: secondsPerDay,
  h: 3600,
  m: 60,
  s: 1,
}

// Blank or empty before the unit; thousands may be set apart by commas.
const written =
  /^(?:p(\d{1,7})d|(\d{1,12}|\d{1,3}(?:,\d{3}){1,3}) ?(d|days?|天|日|h|hours?|小时|m|min|minutes?|分钟?|s|seconds?|秒)?)$/i

/**
 * A granted term in seconds: `150000d`, `150000 days`, `150,000 天`, `P150000D`, hours, minutes, seconds; a number alone
 * counts days; else as lengths are written everywhere (`869d4h35m12s`). Null for zero, for anything else, and past `termDaysMax`. Civil periods with years and months are no term of seconds.
 */
export function parseTermSeconds(text: string): number | null {
  const seconds = plainSeconds(text) ?? parseLength(text)?.seconds ?? 0
  return seconds > 0 && seconds <= termDaysMax * secondsPerDay ? seconds : null
}

function plainSeconds(text: string): number | null {
  const found = written.exec(text.trim())
  if (found === null) return null
  const amount = Number((found[1] ?? found[2] ?? '').replaceAll(',', ''))
  return amount * unitSeconds[unitOf(found[3])]
}

function unitOf(text: string | undefined): 'd' | 'h' | 'm' | 's' {
  if (text === undefined || /^(?:d|天|日)/i.test(text)) return 'd'
  if (/^(?:h|小时)/i.test(text)) return 'h'
  return /^(?:m|分)/i.test(text) ? 'm' : 's'
}

const neverWords =
  /^(?:perpetual|permanent|permanently activated|never|unlimited|for ?ever|永久|永久有效|永不过期|永久激活|长期|无限期)$/i

/** Whether a cell says that the licence has no end. */
export function isNeverWord(text: string): boolean {
  const first = text.charCodeAt(0)
  // Nearly every cell begins with a digit.
  if (first >= 48 && first <= 57) return false
  return text.length <= 24 && neverWords.test(text.trim())
}
