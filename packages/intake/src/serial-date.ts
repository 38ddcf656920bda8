import { civilDay, dayNumber, secondsPerDay } from '@holdfast/capabilities'

/** Which numbers of a workbook are dates: the formats of Excel's own list, and what a custom format spells. */
const dateFormatIds: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
]

export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return dateFormatIds.some(([first, last]) => id >= first && id <= last)
  // Quoted words, escaped signs, colours and locales are no part of the pattern; [h] and its like are.
  const pattern = code
    .slice(0, 255)
    .replace(/"[^"]*"|\\./g, '')
    .replace(/\[(?!(?:h{1,2}|m{1,2}|s{1,2})\])[^\]]*\]/gi, '')
  return /[ymdhs]/i.test(pattern.replace(/general/gi, ''))
}

// Excel counts 29 February 1900, which there never was: days from 1 March 1900 on are one too high.
const zeroDay1900 = dayNumber(1899, 12, 30)
const zeroDay1904 = dayNumber(1904, 1, 1)
const serialMax = 2_958_465

/** A date of a workbook as `2018-09-19` or `2018-09-19T10:21:37`, to the nearest second; null where it is none. */
export function formatSerialDate(serial: number, is1904: boolean): string | null {
  if (!(serial >= 0 && serial <= serialMax + 1)) return null
  const seconds = Math.round(serial * secondsPerDay)
  const wholeDays = Math.floor(seconds / secondsPerDay)
  const rest = seconds - wholeDays * secondsPerDay
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  if (wholeDays === 0 && !is1904) return clock
  if (wholeDays === 60 && !is1904) return null
  const zeroDay = is1904 ? zeroDay1904 : zeroDay1900 + (wholeDays < 60 ? 1 : 0)
  const { year, month, day } = civilDay(zeroDay + wholeDays)
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return rest === 0 ? date : `${date}T${clock}`
}
