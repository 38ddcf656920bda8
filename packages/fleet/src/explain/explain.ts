// From what was granted and what was seen to the arithmetic between them. Spec: docs/spec/time-faults.md
import type { Instant } from '@holdfast/capabilities'
import { turnsOf, type TimeFault } from '../fault.ts'
import type { Certainty, Observation } from '../observation.ts'
import { rankClasses, type HypothesisClass } from './classes.ts'
import { courseMaker } from './course.ts'
import { evidenceOf, rankedPart, type DeviceEvidence } from './evidence.ts'
import type {
  Contradiction,
  Explanation,
  FoundHypothesis,
  NextObservation,
  OrdinaryExplanation,
  Verdict,
} from './explanation.ts'
import { fitDevice, type DeviceFit } from './fit.ts'
import { formatTerm } from './format-length.ts'
import { gradeOf, isPair, isRepeat } from './grade.ts'
import { listHypotheses, type Hypothesis } from './hypothesis.ts'
import { nextBetween } from './next-observation.ts'

/** How many hypotheses, contradictions, activations and equal faults an answer names. */
export const hypothesesMax = 10
export const namedMax = 100

export type ExplainOptions = {
  /** For observations that do not say what was granted. */
  readonly grantedSeconds?: number | null
  /** Bounds the past where no observation has a date. */
  readonly now?: Instant | null
}

/** Ranks everything that could have led from the grant to the observations. Pure; refuses nothing. */
export function explain(observations: readonly Observation[], options: ExplainOptions = {}): Explanation {
  const { grantedSeconds = null, now = null } = options
  const devices = evidenceOf(observations, { grantedSeconds, now })
  const looks = devices.reduce((sum, device) => sum + device.looks.length, 0)
  const counts = { observations: looks, devices: devices.length, silent: observations.length - looks }
  if (looks === 0) return withoutLooks(counts)

  const ranked = rankedPart(devices)
  const classes = seenAtWork(rankClasses(ranked, listHypotheses(ranked)), ranked)
  const [best, second] = classes
  if (best === undefined) return withoutLooks(counts)
  const ordinaryClass = classes.find((entry) => entry.members[0].hypothesis.kind !== 'fault')
  const ordinary = ordinaryClass === undefined ? null : ordinaryOf(ordinaryClass, devices)
  const faults = faultsOf(classes, devices)
  const verdict = verdictOf(best, faults, ordinary, devices)
  const found = verdict === 'time-fault' ? faults : []
  if (verdict === 'too-little')
    return { verdict, hypotheses: [], ordinary, next: { kind: 'granted-term' }, ...counts }
  const isOpen = best.share < 0.98 && second !== undefined
  const deciding = isOpen ? nextBetween(ranked, { first: best, second }) : null
  const next = deciding ?? settledNext(verdict, found[0]?.certainty ?? null)
  return { verdict, hypotheses: found, ordinary, next, ...counts }
}

function settledNext(verdict: Verdict, certainty: Certainty | null): NextObservation {
  if (verdict === 'unexplained') return { kind: 'reading' }
  if (verdict !== 'time-fault') return { kind: 'none' }
  return { kind: certainty === 'confirmed' ? 'another-device' : 'pair' }
}

function withoutLooks(counts: Pick<Explanation, 'observations' | 'devices' | 'silent'>): Explanation {
  return {
    verdict: counts.silent === 0 ? 'too-little' : 'no-fault-no-end',
    hypotheses: [],
    ordinary: null,
    next: { kind: counts.silent === 0 ? 'reading' : 'none' },
    ...counts,
  }
}

function verdictOf(
  best: HypothesisClass,
  faults: readonly FoundHypothesis[],
  ordinary: OrdinaryExplanation | null,
  devices: readonly DeviceEvidence[],
): Verdict {
  const { hypothesis } = best.members[0]
  const fit = hypothesis.kind === 'fault' ? (faults[0] ?? null) : ordinary
  const isGranted = devices.some((device) => device.grantedSeconds !== null)
  if (!isGranted && best.share < 0.9) return 'too-little'
  if (fit === null || fit.explains * 2 < fit.of) return 'unexplained'
  if (hypothesis.kind === 'fault') return 'time-fault'
  if (hypothesis.kind === 'as-granted') return 'no-fault'
  return hypothesis.kind === 'renewing' ? 'no-fault-renewing' : 'no-fault-other-term'
}

/**
 * Without faults that would have to have been at work on no device: what was seen would all be from before the upgrade.
 * Only what could come out on top is looked at.
 */
function seenAtWork(
  classes: readonly HypothesisClass[],
  devices: readonly DeviceEvidence[],
): HypothesisClass[] {
  const kept: HypothesisClass[] = []
  let faults = 0
  for (const entry of classes) {
    if (entry.members[0].hypothesis.kind === 'fault') {
      if (faults >= hypothesesMax) continue
      if (!fitsOf(entry, devices).some(({ after }) => after.length > 0)) continue
      faults += 1
    }
    kept.push(entry)
  }
  const total = kept.reduce((sum, { share }) => sum + share, 0)
  return kept.map((entry) => ({ ...entry, share: entry.share / total }))
}

function fitsOf(entry: HypothesisClass, devices: readonly DeviceEvidence[]): DeviceFit[] {
  const { hypothesis } = entry.members[0]
  const make = courseMaker(hypothesis)
  return devices.map((device) => fitDevice(hypothesis, device, make(device)))
}

function countsOf(fits: readonly DeviceFit[]): { explains: number; of: number } {
  let explains = 0
  let of = 0
  for (const { device, after, before } of fits) {
    explains += after.length + before.length
    of += device.looks.length
  }
  return { explains, of }
}

function ordinaryOf(entry: HypothesisClass, devices: readonly DeviceEvidence[]): OrdinaryExplanation | null {
  const { hypothesis } = entry.members[0]
  if (hypothesis.kind === 'fault') return null
  const seconds = hypothesis.kind === 'as-granted' ? hypothesis.grantedSeconds : hypothesis.seconds
  return {
    kind: hypothesis.kind,
    seconds,
    term: formatTerm(seconds),
    ...countsOf(fitsOf(entry, devices)),
    share: entry.share,
  }
}

function faultsOf(
  classes: readonly HypothesisClass[],
  devices: readonly DeviceEvidence[],
): FoundHypothesis[] {
  const found: FoundHypothesis[] = []
  for (const entry of classes) {
    if (found.length >= hypothesesMax) break
    const { hypothesis } = entry.members[0]
    if (hypothesis.kind !== 'fault') continue
    const fits = fitsOf(entry, devices)
    // What is explained only as "before the upgrade" says nothing of the fault.
    if (fits.some(({ after }) => after.length > 0))
      found.push(foundOf(entry, { ...hypothesis, lefts: leftsOf(hypothesis, devices) }, fits))
  }
  return found
}

function foundOf(
  entry: HypothesisClass,
  best: { fault: TimeFault; grantedSeconds: number; lefts: ReadonlySet<number | null> },
  fits: readonly DeviceFit[],
): FoundHypothesis {
  const { fault, grantedSeconds } = best
  const members = entry.members.flatMap(({ hypothesis }) =>
    hypothesis.kind === 'fault' ? [hypothesis.fault] : [],
  )
  const counts = countsOf(fits)
  const devicesExplained = fits.filter(
    ({ after, before }) => after.length > 0 && after.length + before.length > 0,
  ).length
  const pairs = fits.filter(isPair).length
  const repeats = fits.filter(isRepeat).length
  const [left] = best.lefts
  const leftSeconds = best.lefts.size === 1 && left !== undefined ? left : null
  const isClip = fault.past === 'clip'
  return {
    unit: isClip ? null : fault.unit,
    width: isClip ? null : fault.width,
    signed: isClip ? null : sameOrNull(twins(members, fault), (member) => member.signed),
    held: sameOrNull(twins(members, fault), (member) => member.held),
    past: fault.past,
    epoch: fault.epoch,
    limit: isClip ? (fault.limit ?? '2038-01-19') : null,
    kept: fault.kept ?? 'once',
    leftSeconds,
    certainty: gradeOf({ ...counts, devicesExplained, pairs, repeats, share: entry.share }),
    ...counts,
    against: fits.flatMap(contradictionsOf).slice(0, namedMax),
    fault,
    grantedSeconds,
    granted: formatTerm(grantedSeconds),
    left: leftSeconds === null ? null : formatTerm(leftSeconds),
    turns: fault.past === 'wrap' && fault.held === 'term' ? turnsOf(fault, grantedSeconds) : null,
    devicesExplained,
    devices: fits.length,
    pairs,
    repeats,
    witnessed: fits.filter(({ witness }) => witness === 'confirms').length,
    refuted: fits.filter(({ witness }) => witness === 'refutes').length,
    share: entry.share,
    impliedActivations: fits.flatMap(impliedOf).slice(0, namedMax),
    alsoFits: members.slice(1, namedMax + 1),
  }
}

/** Members that differ from the best only in what may be told apart. */
function twins(members: readonly TimeFault[], best: TimeFault): TimeFault[] {
  return members.filter(
    ({ unit, width, past }) => unit === best.unit && width === best.width && past === best.past,
  )
}

function sameOrNull<Value>(members: readonly TimeFault[], pick: (fault: TimeFault) => Value): Value | null {
  const [first, ...others] = new Set(members.map(pick))
  return others.length > 0 ? null : (first ?? null)
}

/** What is left from activation, on every stretch of every device. */
function leftsOf(hypothesis: Hypothesis, devices: readonly DeviceEvidence[]): ReadonlySet<number | null> {
  const lefts = new Set<number | null>()
  for (const list of devices.map(courseMaker(hypothesis)))
    for (const { end } of list) {
      if (end.kind === 'over') lefts.add(0)
      else lefts.add(end.kind === 'fixed' ? null : end.left)
    }
  return lefts
}

function contradictionsOf({ device, misses }: DeviceFit): Contradiction[] {
  return misses.map(({ look, residualSeconds }) => ({
    device: device.device,
    observation: look.index,
    remaining: { from: Math.max(look.remaining.from, 0), to: look.remaining.to },
    residualSeconds,
  }))
}

function impliedOf({ device, implied, witness }: DeviceFit): FoundHypothesis['impliedActivations'] {
  if (implied === null) return []
  return [
    {
      device: device.device,
      activation: { from: Math.floor(implied.from) as Instant, to: Math.ceil(implied.to) as Instant },
      witness,
    },
  ]
}
