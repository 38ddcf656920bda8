import { formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'
import type { DeviceForecast } from './device-forecast.ts'

// Days whose text is kept: the years 1900 to 2300; others are formatted each time.
const firstKeptDay = -25_567
const daysKeptMax = 146_100

/** `formatInstant` for millions of moments: the text of a day and that of a second of the day are made once. */
export class InstantWriter {
  readonly #days: (string | undefined)[] = Array.from({ length: daysKeptMax })
  readonly #clocks: (string | undefined)[] = Array.from({ length: secondsPerDay })

  format(instant: Instant): string {
    return this.day(instant) + this.clock(instant)
  }

  /** `2021-01-05T` */
  day(instant: Instant): string {
    const place = Math.floor(instant / secondsPerDay) - firstKeptDay
    if (place < 0 || place >= daysKeptMax) return formatInstant(instant).slice(0, 11)
    return (this.#days[place] ??= formatInstant(instant).slice(0, 11))
  }

  /** `06:56:49Z` */
  clock(instant: Instant): string {
    const second = instant - Math.floor(instant / secondsPerDay) * secondsPerDay
    return (this.#clocks[second] ??= formatInstant(instant).slice(11))
  }
}

const bytesAtStart = 1 << 20
const bytesGoodToTake = 1 << 19
/** More than any entry needs: a name of 256 units, each escaped, and the rest. */
const entryBytesMax = 2048

const encoder = new TextEncoder()
const separator = encoder.encode(',\n{"device":')
const instantPlace = '-'.repeat(20)

/** What follows the name of a device that ends and stands alone, with places for four instants. */
type Ending = { readonly bytes: Uint8Array; readonly places: readonly [number, number, number, number] }

function makeEnding({ basis, certainty }: DeviceForecast): Ending {
  const span = `{"from":"${instantPlace}","to":"${instantPlace}"}`
  const text = `,"firstReminder":${span},"end":${span},"basis":"${basis}","certainty":"${certainty}"}`
  const places: number[] = []
  for (let at = text.indexOf(instantPlace); at >= 0; at = text.indexOf(instantPlace, at + 1)) places.push(at)
  return { bytes: encoder.encode(text), places: places as unknown as Ending['places'] }
}

/**
 * Members of `devices`, in the order of docs/spec/forecast.md §8, as UTF-8 with a separator between them. Texts of millions
 * of devices would be made of dozens of pieces each; here bytes are written once, over a copy of what is always the same.
 */
export class DeviceJsonWriter {
  readonly #instants = new InstantWriter()
  readonly #endings = new Map<string, Ending>()
  #latest: (Pick<DeviceForecast, 'basis' | 'certainty'> & { readonly ending: Ending }) | null = null
  #bytes = new Uint8Array(bytesAtStart)
  #length = 0
  #isFirst = true

  /** Enough to be worth a write. */
  get isFull(): boolean {
    return this.#length >= bytesGoodToTake
  }

  add(name: string, count: number, forecast: DeviceForecast, id?: string): void {
    if (this.#length + entryBytesMax > this.#bytes.length) this.#grow()
    const begin = this.#isFirst ? separator.subarray(1) : separator
    this.#isFirst = false
    this.#bytes.set(begin, this.#length)
    this.#length += begin.length
    this.#name(name)
    const { firstReminder, end } = forecast
    const isPlain = count === 1 && id === undefined
    if (firstReminder === null || end === null || !isPlain) this.#text(this.#rest(count, forecast, id))
    else this.#ending(forecast, firstReminder, end)
  }

  /** What was written since the last time, as a copy. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }

  #ending(forecast: DeviceForecast, firstReminder: Span, end: Span): void {
    const { bytes, places } = this.#endingOf(forecast)
    const start = this.#length
    this.#bytes.set(bytes, start)
    this.#instant(start + places[0], firstReminder.from)
    this.#instant(start + places[1], firstReminder.to)
    this.#instant(start + places[2], end.from)
    this.#instant(start + places[3], end.to)
    this.#length = start + bytes.length
  }

  #endingOf(forecast: DeviceForecast): Ending {
    // Most lists have one basis and one certainty.
    const { basis, certainty } = forecast
    const latest = this.#latest
    if (latest !== null && latest.basis === basis && latest.certainty === certainty) return latest.ending
    const ending = this.#findEnding(forecast)
    this.#latest = { basis, certainty, ending }
    return ending
  }

  #findEnding(forecast: DeviceForecast): Ending {
    const key = forecast.basis + forecast.certainty
    const known = this.#endings.get(key)
    if (known !== undefined) return known
    const made = makeEnding(forecast)
    this.#endings.set(key, made)
    return made
  }

  #instant(place: number, instant: Instant): void {
    const bytes = this.#bytes
    const day = this.#instants.day(instant)
    for (let index = 0; index < 11; index++) bytes[place + index] = day.charCodeAt(index)
    const second = instant - Math.floor(instant / secondsPerDay) * secondsPerDay
    const minute = Math.floor(second / 60)
    const hour = Math.floor(minute / 60)
    twoDigits(bytes, place + 11, hour)
    bytes[place + 13] = 58
    twoDigits(bytes, place + 14, minute - hour * 60)
    bytes[place + 16] = 58
    twoDigits(bytes, place + 17, second - minute * 60)
    bytes[place + 19] = 90
  }

  #rest(count: number, forecast: DeviceForecast, id: string | undefined): string {
    const span = (of: Span | null) =>
      of === null ? null : { from: this.#instants.format(of.from), to: this.#instants.format(of.to) }
    const { firstReminder, end, basis, certainty } = forecast
    const text = JSON.stringify({
      firstReminder: span(firstReminder),
      end: span(end),
      ...{ basis, certainty },
      ...(count === 1 ? {} : { count }),
      ...(id === undefined ? {} : { id }),
    })
    return `,${text.slice(1)}`
  }

  #name(name: string): void {
    const bytes = this.#bytes
    let at = this.#length
    bytes[at++] = 34
    for (let index = 0; index < name.length; index++) {
      const code = name.charCodeAt(index)
      if (code < 32 || code > 126 || code === 34 || code === 92) {
        this.#text(JSON.stringify(name))
        return
      }
      bytes[at++] = code
    }
    bytes[at++] = 34
    this.#length = at
  }

  #text(text: string): void {
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

function twoDigits(bytes: Uint8Array, place: number, value: number): void {
  const tens = Math.floor(value / 10)
  bytes[place] = 48 + tens
  bytes[place + 1] = 48 + value - tens * 10
}
