// Observations for tests, with defaults for everything; random faults from a seed.
import { parseInstant, type Instant } from '@holdfast/capabilities'
import { printedDays } from '../src/explain/evidence.ts'
import { endUnderFault, type ClipLimit, type Epoch, type TimeFault, type TimeUnit } from '../src/fault.ts'
import type { Observation, Span } from '../src/observation.ts'

export const day = 86_400

export function at(text: string): Instant {
  const instant = parseInstant(text.length === 10 ? `${text}T00:00:00Z` : text)
  if (instant === null) throw new RangeError(text)
  return instant
}

/** A date is the whole day, a moment its second. */
export function span(text: string): Span {
  const from = at(text)
  return { from, to: (from + (text.length === 10 ? day : 1)) as Instant }
}

export function observed(set: Partial<Observation> & { days?: number }): Observation {
  const { days, ...rest } = set
  return {
    device: 'pc-1',
    capturedAt: null,
    remaining: days === undefined ? null : printedDays(days, 'up'),
    activatedAt: null,
    grantedSeconds: null,
    upgradedAt: null,
    releaseBefore: null,
    releaseAfter: null,
    ...rest,
  }
}

/** Numbers from 0 to 1, the same for a seed on every machine (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const units: readonly TimeUnit[] = [
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'decisecond',
  'millisecond',
  'tick',
]
const widths = [8, 10, 16, 24, 31, 32, 53, 63, 64] as const
const epochs: readonly Epoch[] = ['1601', '1970', '1980', '1980-01-06', '2000']
const pasts = ['wrap', 'clamp', 'zero', 'clip'] as const
const limits: readonly ClipLimit[] = ['2038-01-19', '9999-12-31']
const grantsDays = [
  180, 365, 730, 1095, 1825, 3650, 7300, 10_000, 25_000, 36_500, 50_000, 73_000, 99_999, 100_000, 150_000,
  365_000, 999_999,
]

/** What only the maker of the observations knows. */
export type Truth = {
  readonly activatedAt: Instant
  readonly capturedAt: Instant
  readonly isRoundedUp: boolean
  readonly days: number
}
export type Case = {
  readonly fault: TimeFault | null
  readonly grantedSeconds: number
  readonly observations: readonly Observation[]
  readonly truths: readonly Truth[]
}

/** Dates as the whole day; which of them are given. */
export type Knowledge = {
  readonly activated: (device: number, chance: () => number) => boolean
  readonly capturedToDay: number
  readonly capturedMissing: number
  readonly upgraded: number
}
export const halfKnown: Knowledge = {
  activated: (device) => device % 2 === 0,
  capturedToDay: 0.3,
  capturedMissing: 0,
  upgraded: 0.5,
}

/** A fault that can be seen, on 4 to 12 devices with 1 to 3 readings each; null: no fault at all. */
export function randomCase(seed: number, knowledge: Knowledge, isFaulty: boolean): Case {
  const chance = chanceOf(seed)
  for (;;) {
    const fault = isFaulty ? randomFault(chance) : null
    const days = chance() < 0.5 ? pick(grantsDays, chance) : Math.round(Math.exp(chance() * 9 + 4))
    const made = randomFleet({ fault, grantedSeconds: days * day }, knowledge, chance)
    if (made !== null) return made
  }
}

function pick<Item>(items: readonly Item[], chance: () => number): Item {
  return items[Math.floor(chance() * items.length)] as Item
}

function randomFault(chance: () => number): TimeFault {
  const held = pick(['term', 'instant'] as const, chance)
  const past = pick(pasts, chance)
  const width = pick(widths, chance)
  return {
    unit: pick(units, chance),
    width,
    signed: ![10, 31, 53, 63].includes(width) && chance() < 0.5,
    held,
    epoch: held === 'instant' ? pick(epochs, chance) : null,
    past,
    ...(past === 'clip' ? { limit: pick(limits, chance) } : {}),
  }
}

function randomFleet(
  ground: { readonly fault: TimeFault | null; readonly grantedSeconds: number },
  knowledge: Knowledge,
  chance: () => number,
): Case | null {
  const observations: Observation[] = []
  const truths: Truth[] = []
  const devices = 4 + Math.floor(chance() * 9)
  let isVisible = ground.fault === null
  for (let device = 0; device < devices; device += 1) {
    const activatedAt = Math.floor(at('2015-01-01') + chance() * 5 * 365 * day) as Instant
    const end = trueEnd(ground.fault, ground.grantedSeconds, activatedAt)
    if (end === null || end.at - activatedAt < 2 * day) return null
    isVisible ||= end.isChanged
    const life = end.at - activatedAt
    const upgradedAt = Math.floor(activatedAt + chance() * Math.min(life, 600 * day) * 0.9)
    const isRoundedUp = chance() < 0.5
    const isActivationKnown = knowledge.activated(device, chance)
    const isUpgradeKnown = chance() < knowledge.upgraded
    for (let left = 1 + Math.floor(chance() * 3); left > 0; left -= 1) {
      const capturedAt = Math.floor(
        upgradedAt + chance() * Math.min(end.at - upgradedAt, 1200 * day),
      ) as Instant
      const days = printed(end.at - capturedAt, isRoundedUp)
      truths.push({ activatedAt, capturedAt, isRoundedUp, days })
      observations.push({
        ...observed({ device: `pc-${device}`, grantedSeconds: ground.grantedSeconds }),
        capturedAt:
          chance() < knowledge.capturedMissing
            ? null
            : chance() < knowledge.capturedToDay
              ? wholeDay(capturedAt)
              : { from: capturedAt, to: (capturedAt + 1) as Instant },
        remaining: printedDays(days, isRoundedUp ? 'up' : 'down'),
        activatedAt: isActivationKnown ? wholeDay(activatedAt) : null,
        upgradedAt: isUpgradeKnown ? wholeDay(upgradedAt) : null,
      })
    }
  }
  return isVisible ? { ...ground, observations, truths } : null
}

function trueEnd(
  fault: TimeFault | null,
  grantedSeconds: number,
  activatedAt: Instant,
): { readonly at: number; readonly isChanged: boolean } | null {
  const asGranted = { at: activatedAt + grantedSeconds, isChanged: false }
  if (fault === null) return asGranted
  const end = endUnderFault(fault, { grantedSeconds, activatedAt })
  if (end.kind === 'unchanged') return asGranted
  return end.kind === 'end' ? { at: end.at, isChanged: true } : null
}

function printed(seconds: number, isRoundedUp: boolean): number {
  return isRoundedUp ? Math.ceil(seconds / day) : Math.floor(seconds / day)
}

function wholeDay(instant: number): Span {
  const from = Math.floor(instant / day) * day
  return { from: from as Instant, to: (from + day) as Instant }
}

/** Whether a fault leads to every figure that was printed: then it cannot be told apart from the true one. */
export function foretellsAll(fault: TimeFault, { grantedSeconds, truths }: Case): boolean {
  return truths.every(({ activatedAt, capturedAt, isRoundedUp, days }) => {
    const end = trueEnd(fault, grantedSeconds, activatedAt)
    return end !== null && printed(end.at - capturedAt, isRoundedUp) === days
  })
}
