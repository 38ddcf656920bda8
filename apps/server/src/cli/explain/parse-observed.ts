// Observations typed by hand: figures and dates, each for one device or for all.
import {
  addSeconds,
  formatInstant,
  parseInstant,
  type Instant,
  secondsPerDay as day,
} from '@holdfast/capabilities'
import { parseInstantOrDate } from '@holdfast/capabilities/calendar'
import { parseLength, printedDays, type Observation, type SecondsRange, type Span } from '@holdfast/fleet'

/** More figures than this are a list and belong into a file. */
export const observedMax = 1000

export type Rounding = 'up' | 'down' | 'exact' | 'unknown'

export type Typed = {
  readonly granted: string | undefined
  readonly observed: readonly string[]
  readonly activated: readonly string[]
  readonly captured: readonly string[]
  readonly upgraded: readonly string[]
  readonly rounding: Rounding
  readonly zone: string
}

/** What could not be read, as it was typed, and the option it was given to. */
export type TypedFault = { readonly kind: 'fault'; readonly option: string; readonly text: string }
export type TypedObservations = {
  readonly kind: 'typed'
  readonly grantedSeconds: number | null
  readonly observations: readonly Observation[]
  /** Devices that have a date and no figure, as where a name was mistyped. */
  readonly unobserved: readonly { readonly option: string; readonly device: string }[]
  /** For what comes from files. */
  readonly activatedAt: Span | null
  readonly upgradedAt: Span | null
}

const datedOptions = ['activated', 'captured', 'upgraded'] as const

export function parseTyped(typed: Typed): TypedObservations | TypedFault {
  const granted = typed.granted === undefined ? null : parseLength(typed.granted)
  if (typed.granted !== undefined && (granted === null || granted.seconds === 0))
    return { kind: 'fault', option: '--granted', text: typed.granted }
  const dates: DatesByDevice[] = []
  for (const option of datedOptions) {
    const read = parseDates(typed[option], typed.zone)
    if (typeof read === 'string') return { kind: 'fault', option: `--${option}`, text: read }
    dates.push(read)
  }
  const [activated, captured, upgraded] = dates as [DatesByDevice, DatesByDevice, DatesByDevice]
  const observations: Observation[] = []
  for (const [place, text] of typed.observed.entries()) {
    const figure = parseFigure(text, typed)
    if (figure === null) return { kind: 'fault', option: '--observed', text }
    const device = figure.device ?? `#${place + 1}`
    observations.push({
      device,
      capturedAt: figure.capturedAt ?? dateFor(captured, device),
      remaining: figure.remaining,
      activatedAt: dateFor(activated, device),
      grantedSeconds: granted?.seconds ?? null,
      upgradedAt: dateFor(upgraded, device),
      releaseBefore: null,
      releaseAfter: null,
    })
  }
  const observed = new Set(observations.map(({ device }) => device))
  const unobserved = datedOptions.flatMap((option, at) =>
    [...(dates[at]?.byDevice.keys() ?? [])]
      .filter((device) => !observed.has(device))
      .map((device) => ({ option: `--${option}`, device })),
  )
  return {
    kind: 'typed',
    grantedSeconds: granted?.seconds ?? null,
    observations,
    unobserved,
    activatedAt: activated.all,
    upgradedAt: upgraded.all,
  }
}

/** A moment is that second, a date the whole day in the zone; null where it is neither. */
export function parseSpan(text: string, zone: string): Span | null {
  const from = parseInstantOrDate(text, zone)
  if (from === null) return null
  if (parseInstant(text) !== null) return spanFrom(from, 1)
  // Where clocks change, a day has 23 or 25 hours.
  const midnight = parseInstant(`${text}T00:00:00Z`)
  const next = midnight === null ? null : addSeconds(midnight, day)
  const to = next === null ? null : parseInstantOrDate(formatInstant(next).slice(0, 10), zone)
  return to === null ? null : { from, to }
}

function spanFrom(from: Instant, seconds: number): Span | null {
  const to = addSeconds(from, seconds)
  return to === null ? null : { from, to }
}

type DatesByDevice = { readonly all: Span | null; readonly byDevice: ReadonlyMap<string, Span> }

/** The text that is no date, else the dates. */
function parseDates(texts: readonly string[], zone: string): DatesByDevice | string {
  const byDevice = new Map<string, Span>()
  let all: Span | null = null
  for (const text of texts) {
    const found = /(?:^|:)(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?)$/.exec(text)
    const span = found === null ? null : parseSpan(found[1] ?? '', zone)
    if (found === null || span === null) return text
    const device = text.slice(0, found.index)
    if (device === '') all = span
    else byDevice.set(device, span)
  }
  return { all, byDevice }
}

function dateFor({ all, byDevice }: DatesByDevice, device: string): Span | null {
  return byDevice.get(device) ?? all
}

/** `[DEVICE:]LENGTH[@MOMENT]` */
function parseFigure(
  text: string,
  { rounding, zone }: Typed,
): { device: string | null; remaining: SecondsRange; capturedAt: Span | null } | null {
  const at = text.lastIndexOf('@')
  const capturedAt = at < 0 ? null : parseSpan(text.slice(at + 1), zone)
  if (at >= 0 && capturedAt === null) return null
  const rest = at < 0 ? text : text.slice(0, at)
  const colon = rest.lastIndexOf(':')
  const length = parseLength(rest.slice(colon + 1))
  if (length === null) return null
  return { device: colon < 1 ? null : rest.slice(0, colon), remaining: rangeOf(length, rounding), capturedAt }
}

function rangeOf(
  { seconds, resolutionSeconds }: { seconds: number; resolutionSeconds: number },
  rounding: Rounding,
): SecondsRange {
  if (rounding === 'exact') return { from: seconds, to: seconds + 1 }
  if (resolutionSeconds !== day || seconds % day !== 0)
    return rounding === 'up'
      ? { from: seconds - resolutionSeconds + 1, to: seconds + 1 }
      : { from: seconds, to: seconds + resolutionSeconds }
  return printedDays(seconds / day, rounding)
}
