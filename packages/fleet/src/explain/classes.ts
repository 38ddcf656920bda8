// Hypotheses that foretell the same for every observation are one: nothing that was seen can tell them apart.
import { courseMaker, type Course } from './course.ts'
import { ageSecondsMax, type DeviceEvidence, type Look } from './evidence.ts'
import type { Hypothesis, Weighted } from './hypothesis.ts'
import { logLikelihood } from './likelihood.ts'

const day = 86_400

export type Member = {
  readonly hypothesis: Hypothesis
  readonly score: number
  readonly logLikelihood: number
}

/** `members` best first; `courses` of the best, one list for each device. */
export type HypothesisClass = {
  readonly members: readonly [Member, ...Member[]]
  readonly courses: readonly (readonly Course[])[]
  readonly score: number
  /** Of all belief that is given out, the part that this class has. */
  readonly share: number
}

/** Best first. Pure; the same input gives the same order. Source: docs/spec/time-faults.md §4. */
export function rankClasses(
  devices: readonly DeviceEvidence[],
  hypotheses: readonly Weighted[],
): HypothesisClass[] {
  const likelihoods = new Map<string, number>()
  const byPrediction = new Map<string, { members: Member[]; courses: readonly (readonly Course[])[] }>()
  for (const { hypothesis, weight } of hypotheses) {
    const courses = devices.map(courseMaker(hypothesis))
    const key = courseKey(hypothesis, courses)
    const known = likelihoods.get(key)
    const logLikely = known ?? sumOfLogs(devices, courses, hypothesis)
    likelihoods.set(key, logLikely)
    const member = { hypothesis, score: Math.log(weight) + logLikely, logLikelihood: logLikely }
    const prediction = predictionKey(devices, courses)
    const found = byPrediction.get(prediction)
    if (found === undefined) byPrediction.set(prediction, { members: [member], courses })
    else if (member.score > (found.members[0]?.score ?? -Infinity)) {
      found.members.unshift(member)
      found.courses = courses
    } else found.members.push(member)
  }
  return withShares([...byPrediction.values()])
}

/** What a reading before the upgrade counts down from; null where the hypothesis knows of no upgrade. */
export function grantOf(hypothesis: Hypothesis, device: DeviceEvidence): number | null {
  return hypothesis.kind === 'fault' ? (device.grantedSeconds ?? hypothesis.grantedSeconds) : null
}

function sumOfLogs(
  devices: readonly DeviceEvidence[],
  courses: readonly (readonly Course[])[],
  hypothesis: Hypothesis,
): number {
  let sum = 0
  for (const [place, device] of devices.entries())
    sum += logLikelihood(device, courses[place] ?? [], grantOf(hypothesis, device))
  return sum
}

function withShares(
  found: readonly { members: Member[]; courses: readonly (readonly Course[])[] }[],
): HypothesisClass[] {
  const scored = found
    .map(({ members, courses }) => {
      const [best, ...rest] = members.toSorted((a, b) => b.score - a.score) as [Member, ...Member[]]
      return { members: [best, ...rest] as const, courses, score: best.score }
    })
    .toSorted((a, b) => b.score - a.score)
  const top = scored[0]?.score ?? 0
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), 0)
  return scored.map((entry) => ({
    ...entry,
    members: [...entry.members] as [Member, ...Member[]],
    share: Math.exp(entry.score - top) / total,
  }))
}

// Devices under one hypothesis that share its courses share its likelihood; the grant decides readings before the upgrade.
function courseKey(hypothesis: Hypothesis, courses: readonly (readonly Course[])[]): string {
  const grant =
    hypothesis.kind === 'fault' || hypothesis.kind === 'as-granted' ? hypothesis.grantedSeconds : ''
  return `${grant}|${courses.map((list) => list.map(courseText).join(';')).join('|')}`
}

function courseText({ from, end }: Course): string {
  if (end.kind === 'over') return `${from}o`
  if (end.kind === 'fixed') return `${from}f${end.at}`
  if (end.kind === 'offset') return `${from}+${end.left}`
  return `${from}r${end.left}/${end.since.map(({ secondsMax }) => secondsMax).join()}`
}

function predictionKey(devices: readonly DeviceEvidence[], courses: readonly (readonly Course[])[]): string {
  const parts: string[] = []
  for (const [place, device] of devices.entries())
    for (const look of device.looks) {
      const range = predictedLeft(courses[place] ?? [], look)
      const unit = Number.isFinite(look.remaining.from) ? look.remaining.to - look.remaining.from : day
      const bin = (left: number) =>
        Number.isFinite(left) ? Math.floor((left - look.remaining.to) / unit) : String(left)
      const least = look.remaining.from > 0 ? Math.max(range.least, 1) : range.least
      parts.push(range.most < least ? 'x' : `${bin(least)}:${bin(range.most)}`)
    }
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
