// Hypotheses that foretell the same for every observation are one: nothing that was seen can tell them apart.
import { secondsPerDay as day } from '@holdfast/capabilities'
import { fleetGround, courseKind, courseMaker, type Course } from './course.ts'
import { ageSecondsMax, type DeviceEvidence, type Look } from './evidence.ts'
import type { Hypothesis, Weighted } from './hypothesis.ts'
import { logLikelihoodOf } from './likelihood.ts'
import { pinActivation } from './pin-activation.ts'

/** Logarithms that differ by less are believed alike. */
const sameLogLikelihood = 0.1

export type Member = {
  readonly hypothesis: Hypothesis
  readonly score: number
  readonly logLikelihood: number
}

/** `members` best first. */
export type HypothesisClass = {
  readonly members: readonly [Member, ...Member[]]
  readonly score: number
  /** Of all belief that is given out, the part that this class has. */
  readonly share: number
}

/** Best first. Pure; the same input gives the same order. Source: docs/spec/time-faults.md §4. */
export function rankClasses(
  devices: readonly DeviceEvidence[],
  hypotheses: readonly Weighted[],
): HypothesisClass[] {
  const tables = devices.map(foretellingTable)
  const byPrediction = new Map<string, Gathered[]>()
  const ground = fleetGround(devices)
  const byKind = new Map<string, Foretold>()
  for (const { hypothesis, weight } of hypotheses) {
    const kind = courseKind(hypothesis, ground)
    const foretold = (kind === null ? undefined : byKind.get(kind)) ?? foretellFleet(tables, hypothesis)
    if (kind !== null) byKind.set(kind, foretold)
    const { logLikelihood, prediction } = foretold
    const member = { hypothesis, score: Math.log(weight) + logLikelihood, logLikelihood }
    const alike = byPrediction.get(prediction) ?? []
    byPrediction.set(prediction, alike)
    const found = alike.find((one) => Math.abs(one.logLikelihood - logLikelihood) < sameLogLikelihood)
    if (found === undefined) alike.push({ members: [member], logLikelihood })
    else found.members.push(member)
  }
  return withShares([...byPrediction.values()].flat())
}

/** `logLikelihood` of the first member; the others have the same, or as good as the same. */
type Gathered = { readonly members: [Member, ...Member[]]; readonly logLikelihood: number }

/** What some courses of one device foretell; many hypotheses share them. */
type Foretold = {
  readonly logLikelihood: number
  /** Equal where the same is foretold for every look. */
  readonly prediction: string
}
type ForetellingTable = { readonly device: DeviceEvidence; readonly known: Map<string, Foretold> }

function foretellFleet(tables: readonly ForetellingTable[], hypothesis: Hypothesis): Foretold {
  const coursesOf = courseMaker(hypothesis)
  const foretold = tables.map((table) => {
    const granted = grantOf(hypothesis, table.device)
    return foretell(table, granted, coursesOf)
  })
  return {
    logLikelihood: foretold.reduce((sum, entry) => sum + entry.logLikelihood, 0),
    prediction: foretold.map((entry) => entry.prediction).join('|'),
  }
}

function foretellingTable(device: DeviceEvidence): ForetellingTable {
  return { device, known: new Map() }
}

function foretell(
  { device: unpinned, known }: ForetellingTable,
  granted: number | null,
  coursesOf: (device: DeviceEvidence) => readonly Course[],
): Foretold {
  const { device, chance } = pinActivation(unpinned, granted)
  const courses = coursesOf(device)
  const key = `${granted ?? ''}|${courses.map(courseText).join(';')}`
  const found = known.get(key)
  if (found !== undefined) return found
  const made = {
    logLikelihood: Math.log(chance) + logLikelihoodOf(device, courses, granted),
    prediction: predictionOf(device, courses),
  }
  known.set(key, made)
  return made
}

/** What a reading before the upgrade counts down from; null where the hypothesis knows of no upgrade. */
export function grantOf(hypothesis: Hypothesis, device: DeviceEvidence): number | null {
  return hypothesis.kind === 'fault' ? (device.grantedSeconds ?? hypothesis.grantedSeconds) : null
}

function withShares(gathered: readonly Gathered[]): HypothesisClass[] {
  const scored = gathered
    .map(({ members }) => {
      const [best, ...rest] = members.toSorted((a, b) => b.score - a.score) as [Member, ...Member[]]
      const sorted: [Member, ...Member[]] = [best, ...rest]
      return { members: sorted, score: best.score }
    })
    .toSorted((a, b) => b.score - a.score)
  const top = scored[0]?.score ?? 0
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), 0)
  return scored.map((entry) => ({ ...entry, share: Math.exp(entry.score - top) / total }))
}

function courseText({ from, end }: Course): string {
  if (end.kind === 'over') return `${from}o`
  if (end.kind === 'fixed') return `${from}f${end.at}`
  if (end.kind === 'offset') return `${from}+${end.left}`
  return `${from}r${end.left}/${end.since.map(({ secondsMax }) => secondsMax).join()}`
}

function predictionOf(device: DeviceEvidence, courses: readonly Course[]): string {
  const parts = device.looks.map((look) => {
    const range = predictedLeft(courses, look)
    const unit = Number.isFinite(look.remaining.from) ? look.remaining.to - look.remaining.from : day
    const bin = (left: number) =>
      Number.isFinite(left) ? Math.floor((left - look.remaining.to) / unit) : String(left)
    const least = look.remaining.from > 0 ? Math.max(range.least, 1) : range.least
    return range.most < least ? 'x' : `${bin(least)}:${bin(range.most)}`
  })
  return parts.join()
}

/** The least and the most that may be left at a look, both included. */
export function predictedLeft(
  courses: readonly Course[],
  look: Look,
): { readonly least: number; readonly most: number } {
  let least = Infinity
  let most = -Infinity
  const add = (low: number, high: number) => {
    least = Math.min(least, low)
    most = Math.max(most, high)
  }
  for (const { from, to, end } of courses) {
    if (end.kind === 'over') add(-Infinity, 0)
    else if (end.kind === 'restart')
      add(end.left - Math.max(...end.since.map(({ secondsMax }) => secondsMax)) + 1, end.left)
    else if (look.captured === null) {
      const [low, high] = end.kind === 'offset' ? [end.left, end.left] : [end.at - (to - 1), end.at - from]
      add(low - ageSecondsMax + 1, high)
    } else {
      const [low, high] = end.kind === 'offset' ? [from + end.left, to - 1 + end.left] : [end.at, end.at]
      add(low - (look.captured.to - 1), high - look.captured.from)
    }
  }
  return { least, most }
}
