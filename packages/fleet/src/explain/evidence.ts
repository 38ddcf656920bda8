// Observations, sorted by device, as the comparison needs them.
import { type Instant, secondsPerDay as day } from '@holdfast/capabilities'
import type { Observation, SecondsRange, Span } from '../observation.ts'

/** How old a device may be at most where its activation is not known: 10 years. */
export const ageSecondsMax = 3650 * day
/** What is looked at, spread evenly; beyond it, observations are counted but do not rank. */
export const rankedDevicesMax = 300
export const rankedLooksMax = 12

/** One observation that says what was left. Bounds are seconds; `remaining.from` is -Infinity where the device was at its end. */
export type Look = {
  /** Its place in the list of observations. */
  readonly index: number
  readonly captured: Span | null
  readonly remaining: { readonly from: number; readonly to: number }
  /** Against the upgrade: before it nothing can have gone wrong. */
  readonly phase: 'before' | 'after' | 'unknown'
  /** The share of all possible values that would count as a hit. */
  readonly chance: number
}

export type DeviceEvidence = {
  readonly device: string
  /** Half-open; where the activation is not known, the years in which it must have been. */
  readonly activated: { readonly from: number; readonly to: number }
  readonly activationKnown: boolean
  /** The day on which the key was put in, where the activation is not known. */
  readonly witness: Span | null
  readonly upgraded: Span | null
  readonly grantedSeconds: number | null
  readonly looks: readonly Look[]
}

/** Devices with at least one observation that says what was left, in the order of their first mention. */
export function evidenceOf(
  observations: readonly Observation[],
  given: { readonly grantedSeconds: number | null; readonly now: Instant | null },
): DeviceEvidence[] {
  const byDevice = new Map<string, { observation: Observation; index: number }[]>()
  for (const [index, observation] of observations.entries()) {
    const list = byDevice.get(observation.device) ?? []
    list.push({ observation, index })
    byDevice.set(observation.device, list)
  }
  const latest = latestMoment(observations, given.now)
  const devices: DeviceEvidence[] = []
  for (const [device, list] of byDevice) {
    const upgraded = firstKnown(list, ({ observation }) => observation.upgradedAt)
    const looks = list.flatMap(({ observation, index }) => lookOf(observation, index, upgraded))
    if (looks.length === 0) continue
    const known = narrowest(list.map(({ observation }) => observation.activatedAt))
    devices.push({
      device,
      activated: known ?? possibleActivation(looks, upgraded, latest),
      activationKnown: known !== null,
      witness:
        known === null ? firstKnown(list, ({ observation }) => observation.keyInstalledAt ?? null) : null,
      upgraded,
      grantedSeconds:
        firstKnown(list, ({ observation }) => observation.grantedSeconds) ?? given.grantedSeconds,
      looks,
    })
  }
  return devices
}

/** At most so many devices and looks of each, spread evenly over what there is. */
export function rankedPart(devices: readonly DeviceEvidence[]): DeviceEvidence[] {
  return spread(devices, rankedDevicesMax).map((device) => ({
    ...device,
    looks: spread(device.looks, rankedLooksMax),
  }))
}

function spread<Item>(items: readonly Item[], max: number): Item[] {
  if (items.length <= max) return [...items]
  return Array.from({ length: max }, (_, place) => items[Math.floor((place * items.length) / max)] as Item)
}

function lookOf(observation: Observation, index: number, upgraded: Span | null): Look[] {
  const { remaining, capturedAt } = observation
  if (remaining === null || remaining.to <= remaining.from) return []
  const isOver = remaining.from <= 0
  const width = remaining.to - remaining.from
  return [
    {
      index,
      captured: capturedAt,
      remaining: { from: isOver ? -Infinity : remaining.from, to: remaining.to },
      phase: phaseOf(capturedAt, observation.upgradedAt ?? upgraded),
      chance: isOver ? 0.1 : Math.min(width / ageSecondsMax, 1),
    },
  ]
}

function phaseOf(captured: Span | null, upgraded: Span | null): Look['phase'] {
  if (captured === null || upgraded === null) return 'unknown'
  if (captured.to <= upgraded.from) return 'before'
  return captured.from >= upgraded.to ? 'after' : 'unknown'
}

/** What several statements about one moment leave open; one that contradicts the earlier ones is left out. */
function narrowest(spans: readonly (Span | null)[]): Span | null {
  let found: Span | null = null
  for (const span of spans) {
    if (span === null) continue
    if (found === null) found = span
    else if (span.from < found.to && span.to > found.from)
      found = { from: later(found.from, span.from), to: earlier(found.to, span.to) }
  }
  return found
}

function firstKnown<Item, Value>(list: readonly Item[], pick: (item: Item) => Value | null): Value | null {
  for (const item of list) {
    const value = pick(item)
    if (value !== null) return value
  }
  return null
}

function latestMoment(observations: readonly Observation[], now: Instant | null): number {
  const moments = observations.flatMap(({ capturedAt, upgradedAt, activatedAt }) =>
    [capturedAt, upgradedAt, activatedAt].flatMap((span) => (span === null ? [] : [span.to])),
  )
  // Without any date only lengths can be compared, and every year serves as well as another.
  return moments.length === 0 ? (now ?? 1_735_689_600) : Math.max(...spread(moments, 10_000))
}

function possibleActivation(
  looks: readonly Look[],
  upgraded: Span | null,
  latest: number,
): { from: number; to: number } {
  const bounds = looks.flatMap(({ captured }) => (captured === null ? [] : [captured.to]))
  if (upgraded !== null) bounds.push(upgraded.to)
  const to = bounds.length === 0 ? latest : Math.min(...bounds)
  return { from: to - ageSecondsMax, to }
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}

/** `801` days as printed: rounded up on Windows 8 and later, down before; not known which: both. */
export function printedDays(days: number, rounding: 'up' | 'down' | 'unknown'): SecondsRange {
  const up = { from: (days - 1) * day + 1, to: days * day + 1 }
  const down = { from: days * day, to: (days + 1) * day }
  if (rounding === 'up') return up
  return rounding === 'down' ? down : { from: up.from, to: down.to }
}
