import { formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'
import type { DeviceForecast } from './device-forecast.ts'

const daysKeptMax = 50_000

/** `formatInstant` for millions of moments: the text of a day and that of a second of the day are made once. */
export class InstantWriter {
  readonly #days = new Map<number, string>()
  readonly #clocks: (string | undefined)[] = Array.from({ length: secondsPerDay })

  format(instant: Instant): string {
    const day = Math.floor(instant / secondsPerDay)
    return this.#dayText(day, instant) + this.#clockText(instant - day * secondsPerDay, instant)
  }

  #dayText(day: number, instant: Instant): string {
    let text = this.#days.get(day)
    if (text === undefined) {
      if (this.#days.size >= daysKeptMax) this.#days.clear()
      text = formatInstant(instant).slice(0, 11)
      this.#days.set(day, text)
    }
    return text
  }

  #clockText(second: number, instant: Instant): string {
    return (this.#clocks[second] ??= formatInstant(instant).slice(11))
  }
}

/** One member of `devices`, in the order of docs/spec/forecast.md §8. `count` stands there for more than one device. */
export function formatDeviceJson(
  name: string,
  count: number,
  forecast: DeviceForecast,
  instants: InstantWriter,
): string {
  const counted = count === 1 ? '' : `,"count":${count}`
  return (
    `{"device":${quoted(name)},"firstReminder":${span(forecast.firstReminder, instants)},"end":${span(forecast.end, instants)}` +
    `,"basis":"${forecast.basis}","certainty":"${forecast.certainty}"${counted}}`
  )
}

function span(of: Span | null, instants: InstantWriter): string {
  return of === null ? 'null' : `{"from":"${instants.format(of.from)}","to":"${instants.format(of.to)}"}`
}

/** A JSON string; most names need no escape, and looking costs less than asking. */
function quoted(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(text)
  }
  return `"${text}"`
}
