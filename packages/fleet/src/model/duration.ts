import { secondsPerDay } from '@holdfast/capabilities'

/** 9,999 years: nothing that a calendar here can hold is longer. */
export const durationSecondsMax = 315_537_897_599

const written = /^(?:(\d{1,7})d)?(?:(\d{1,8})h)?(?:(\d{1,10})min)?(?:(\d{1,12})s)?$/

/** `150000d`, `68d23h19min12s`, `2h` as seconds; null for everything else. spec: modelled-device §1 */
export function parseDuration(text: string): number | null {
  const found = text === '' ? null : written.exec(text)
  if (found === null) return null
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  const total = days * secondsPerDay + hours * 3600 + minutes * 60 + seconds
  return total <= durationSecondsMax ? total : null
}

/** The shortest text that `parseDuration` reads back: `869d4h35min12s`. */
export function formatDuration(durationSeconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(durationSeconds / secondsPerDay), 'd'],
    [Math.floor(durationSeconds / 3600) % 24, 'h'],
    [Math.floor(durationSeconds / 60) % 60, 'min'],
    [durationSeconds % 60, 's'],
  ]
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`)
  return told.length === 0 ? '0s' : told.join('')
}
