// How well a hypothesis foretold what was seen on one device. Probabilities are floating numbers; moments are only compared.
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { Course, End } from './course.ts'
import { ageSecondsMax, type DeviceEvidence, type Look } from './evidence.ts'

/** docs/spec/time-faults.md §4: how often a reading is off by up to a day, wrong altogether, or was made before the upgrade. */
const nearShare = 0.03
const wrongShare = 0.001
const beforeShare = 0.05
/** How often an activation falls on the day on which the key was put in, or on the day after. */
const witnessShare = 0.6
/** That a device can be looked at is itself hardly ever less likely than this. */
const seenLeast = 0.0005

type Measure = (course: Course, activatedAt: number, look: Look) => number

/**
 * The logarithm of how likely the readings of a device are under a hypothesis, given that the device could be read at all;
 * the activation is averaged over everything that is possible for it. `granted`: what a reading before the upgrade counts
 * down from; null where that is not known.
 */
export function logLikelihoodOf(
  device: DeviceEvidence,
  courses: readonly Course[],
  granted: number | null,
): number {
  const read: Measure = (course, at, look) => readChance(course, at, look, granted)
  const seen: Measure = (course, at, look) => seenChance(course, at, look)
  const hits = average(device, courses, granted, read)
  const sights = average(device, courses, granted, seen)
  return Math.log(Math.max(hits, 1e-300)) - Math.log(sights)
}

/** Whether all of these looks can be true at once, to the second and without any allowance. */
export function canHold(
  device: DeviceEvidence,
  courses: readonly Course[],
  looks: readonly Look[],
  granted: number | null,
): boolean {
  const strict: Measure = (course, at, look) => strictChance(course, at, look, granted)
  return average({ ...device, looks }, courses, granted, strict) > 0
}

/** The mean of a product over the activations: exact, since between two edges every factor is a straight line. */
function average(
  device: DeviceEvidence,
  courses: readonly Course[],
  granted: number | null,
  measure: Measure,
): number {
  let sum = 0
  for (const course of courses) {
    const edges = edgesOf(device, course, granted)
    for (let place = 0; place + 1 < edges.length; place += 1) {
      const from = edges[place] ?? 0
      const width = (edges[place + 1] ?? 0) - from
      for (const point of gaussPoints) {
        let product = (width / 2) * densityAt(device, from + width * point)
        for (const look of device.looks) product *= measure(course, from + width * point, look)
        sum += product
      }
    }
  }
  return sum
}

/** How likely an activation is, before any reading: even, but for the day of the witness. */
function densityAt({ activated, witness }: DeviceEvidence, activatedAt: number): number {
  const even = 1 / (activated.to - activated.from)
  if (witness === null) return even
  const isDay = activatedAt >= witness.from && activatedAt < witness.to + day
  return (1 - witnessShare) * even + (isDay ? witnessShare / (witness.to + day - witness.from) : 0)
}

/** How likely an activation lies in a part of what is possible, before any reading. */
export function activationChance(
  { activated, witness }: DeviceEvidence,
  part: { readonly from: number; readonly to: number },
): number {
  const even = shareOf(part.from, part.to, activated.from, activated.to)
  if (witness === null) return even
  return (
    (1 - witnessShare) * even + witnessShare * shareOf(part.from, part.to, witness.from, witness.to + day)
  )
}

// Two points of Gauss and Legendre: exact for three looks, and close for more.
const gaussPoints = [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]

function edgesOf(device: DeviceEvidence, course: Course, granted: number | null): number[] {
  const { end, from, to } = course
  const edges = [from, to]
  const add = (edge: number) => {
    if (edge > from && edge < to) edges.push(edge)
  }
  if (device.witness !== null) {
    add(device.witness.from)
    add(device.witness.to + day)
  }
  for (const { captured, remaining, phase } of device.looks) {
    const reach = [remaining.from - day, remaining.from, remaining.to, remaining.to + day, 1]
    if (captured === null) {
      // The age is what is not known: only a fixed end depends on the activation.
      if (end.kind !== 'fixed') continue
      for (const left of reach) {
        add(end.at - left + 1)
        add(end.at - left + 1 - ageSecondsMax)
      }
      continue
    }
    const addReach = (left: number) => {
      for (const bound of reach) {
        add(captured.from + bound - 1 - left)
        add(captured.to + bound - 1 - left)
      }
    }
    if (end.kind === 'offset') addReach(end.left)
    if (phase !== 'after' && granted !== null) addReach(granted)
  }
  return edges.length === 2 ? edges : edges.toSorted((a, b) => a - b)
}

function readChance(course: Course, activatedAt: number, look: Look, granted: number | null): number {
  const bounds = look.remaining
  const width = bounds.to - bounds.from
  // A device that was seen running is not near to one that has ended.
  const near = { from: bounds.from > 0 ? Math.max(bounds.from - day, 1) : bounds.from, to: bounds.to + day }
  const nearScale = Number.isFinite(width) ? width / (width + 2 * day) : 1
  const read = (end: End): number =>
    (1 - nearShare) * hitChance(end, activatedAt, look, bounds) +
    nearShare * nearScale * hitChance(end, activatedAt, look, near)
  const seen = seenChance(course, activatedAt, look)
  const right = byPhase(course.end, look, granted, read, seen)
  return (1 - wrongShare) * right + wrongShare * look.chance * seen
}

function strictChance(course: Course, activatedAt: number, look: Look, granted: number | null): number {
  return byPhase(course.end, look, granted, (end) => hitChance(end, activatedAt, look, look.remaining), 1)
}

/**
 * Before the upgrade a device counts down from what was granted. `seen` keeps a reading that may be from before, or wrong,
 * worth the same, however hard it is to catch the device alive after the upgrade.
 */
function byPhase(
  end: End,
  look: Look,
  granted: number | null,
  chance: (end: End) => number,
  seen: number,
): number {
  if (granted === null || look.phase === 'after') return chance(end)
  const before = chance({ kind: 'offset', left: granted })
  if (look.phase === 'before') return before
  return (1 - beforeShare) * chance(end) + beforeShare * seen * before
}

function seenChance(course: Course, activatedAt: number, look: Look): number {
  if (look.remaining.from <= 0 || look.phase === 'before') return 1
  return seenLeast + (1 - seenLeast) * hitChance(course.end, activatedAt, look, { from: 1, to: Infinity })
}

/** The share of the possible moments of capture at which so much is left. */
function hitChance(
  end: End,
  activatedAt: number,
  look: Look,
  bounds: { readonly from: number; readonly to: number },
): number {
  if (end.kind === 'over') return bounds.from <= 0 ? 1 : 0
  if (end.kind === 'restart') {
    let sum = 0
    for (const { secondsMax, weight } of end.since)
      sum += weight * shareOf(end.left - bounds.to + 1, end.left - bounds.from + 1, 0, secondsMax)
    return sum
  }
  if (look.captured === null) {
    const left = end.kind === 'offset' ? end.left : end.at - activatedAt
    return shareOf(left - bounds.to + 1, left - bounds.from + 1, 0, ageSecondsMax)
  }
  const at = end.kind === 'offset' ? activatedAt + end.left : end.at
  return shareOf(at - bounds.to + 1, at - bounds.from + 1, look.captured.from, look.captured.to)
}

/** What part of [from, to) lies in [low, high). */
function shareOf(low: number, high: number, from: number, to: number): number {
  const overlap = Math.min(high, to) - Math.max(low, from)
  return overlap <= 0 ? 0 : overlap / (to - from)
}
