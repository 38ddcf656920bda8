// What a hypothesis says of one device: where its end lies, for every moment at which it may have been activated.
import { type Instant, secondsPerDay as day } from '@holdfast/capabilities'
import {
  endUnderFault,
  epochSeconds,
  leftSecondsOf,
  limitSeconds,
  rangeOf,
  unitTicks,
  type TimeFault,
} from '../fault.ts'
import type { DeviceEvidence } from './evidence.ts'
import type { Hypothesis } from './hypothesis.ts'

/** A stretch of activations is cut into steps of the unit up to this number; beyond it the step is taken as smooth. */
const stepsMax = 60
/** A term wraps so often only where nothing of it is left to see. */
const cellsMax = 200

/** How long ago the last start or renewal was: so many seconds at most, with what weight. */
export type SinceStart = readonly { readonly secondsMax: number; readonly weight: number }[]

export type End =
  | { readonly kind: 'offset'; readonly left: number }
  | { readonly kind: 'fixed'; readonly at: number }
  | { readonly kind: 'over' }
  | { readonly kind: 'restart'; readonly left: number; readonly since: SinceStart }

/** For activations from `from` (included) to `to` (excluded). */
export type Course = { readonly from: number; readonly to: number; readonly end: End }

const sinceStart: SinceStart = [
  { secondsMax: day, weight: 0.7 },
  { secondsMax: 30 * day, weight: 0.3 },
]

/**
 * The stretches of a device, in order and without gaps. What does not depend on the device is worked out once.
 * Pure. Source: docs/spec/time-faults.md §4.
 */
export function courseMaker(hypothesis: Hypothesis): (device: DeviceEvidence) => readonly Course[] {
  if (hypothesis.kind === 'fault') return faultMaker(hypothesis.fault, hypothesis.grantedSeconds)
  if (hypothesis.kind === 'as-granted')
    return (device) =>
      whole(device, { kind: 'offset', left: device.grantedSeconds ?? hypothesis.grantedSeconds })
  const { seconds } = hypothesis
  const end: End =
    hypothesis.kind === 'other-term'
      ? { kind: 'offset', left: seconds }
      : { kind: 'restart', left: seconds, since: sinceRenewal(seconds) }
  return (device) => whole(device, end)
}

/** What the devices have in common: every grant that is known, whether one is not, and the span of all activations. */
export type FleetGround = {
  readonly grants: readonly number[]
  readonly isGrantMissing: boolean
  readonly activated: { readonly from: number; readonly to: number }
}

export function fleetGround(devices: readonly DeviceEvidence[]): FleetGround {
  return {
    grants: [...new Set(devices.flatMap(({ grantedSeconds }) => grantedSeconds ?? []))],
    isGrantMissing: devices.some(({ grantedSeconds }) => grantedSeconds === null),
    activated: {
      from: Math.min(...devices.map(({ activated }) => activated.from)),
      to: Math.max(...devices.map(({ activated }) => activated.to)),
    },
  }
}

/** Equal for hypotheses that clearly have the same courses on every device; null where that is not known beforehand. */
export function courseKind(hypothesis: Hypothesis, ground: FleetGround): string | null {
  if (hypothesis.kind !== 'fault') return null
  const { fault } = hypothesis
  const grants = ground.isGrantMissing ? [...ground.grants, hypothesis.grantedSeconds] : ground.grants
  if (fault.held === 'instant') {
    const ends = grants.map((granted) => plainEnd(fault, reachOf(fault), granted, ground)?.kind)
    if (ends.includes(undefined)) return null
    return ends.every((end) => end === 'offset')
      ? `fits ${grants.join()}`
      : `instant ${ends.join()} ${grants.join()}`
  }
  if (fault.past === 'clip' || fault.kept === 'at-upgrade') return null
  const lefts = grants.map((granted) => leftSecondsOf(fault, granted) ?? 0)
  if (lefts.every((left, place) => left === grants[place])) return `fits ${grants.join()}`
  return `${fault.kept ?? 'once'} ${lefts.join()} ${grants.join()}`
}

function whole(device: DeviceEvidence, end: End): Course[] {
  return [{ ...device.activated, end }]
}

// A healthy client renews every 7 days; one that was off the network for some weeks has less, for months hardly anything.
function sinceRenewal(seconds: number): SinceStart {
  return [
    { secondsMax: Math.min(7 * day, seconds), weight: 0.7 },
    { secondsMax: Math.min(30 * day, seconds), weight: 0.2 },
    { secondsMax: seconds, weight: 0.1 },
  ]
}

function faultMaker(
  fault: TimeFault,
  grantedElsewhere: number,
): (device: DeviceEvidence) => readonly Course[] {
  const reach = reachOf(fault)
  const ends = new Map<number, End>()
  return (device) => {
    const grantedSeconds = device.grantedSeconds ?? grantedElsewhere
    if (fault.held === 'instant') {
      const end = plainEnd(fault, reach, grantedSeconds, device)
      return end === null ? cutCourses(fault, reach, grantedSeconds, device, null) : whole(device, end)
    }
    const upgradedAt =
      fault.kept === 'at-upgrade' && device.upgraded !== null ? middle(device.upgraded) : null
    if (upgradedAt !== null || fault.past === 'clip')
      return cutCourses(fault, reach, grantedSeconds, device, upgradedAt)
    const known = ends.get(grantedSeconds) ?? termEnd(fault, grantedSeconds)
    ends.set(grantedSeconds, known)
    return whole(device, known)
  }
}

/** The values that fit, in seconds from where they are counted. Rounded: exact ends are left to `endUnderFault`. */
type Reach = { readonly bottom: number; readonly top: number; readonly unitSeconds: number }

function reachOf(fault: TimeFault): Reach {
  const { least, most } = rangeOf(fault)
  const unitSeconds = Number(unitTicks[fault.unit]) / 10_000_000
  return { bottom: Number(least) * unitSeconds, top: (Number(most) + 1) * unitSeconds, unitSeconds }
}

/** For an instant: where every activation of the device clearly fits, or clearly ends before it began. */
function plainEnd(
  fault: TimeFault,
  reach: Reach,
  grantedSeconds: number,
  device: Pick<DeviceEvidence, 'activated'>,
): End | null {
  const epoch = epochSeconds[fault.epoch ?? '1970']
  const { from, to } = device.activated
  const slack = 2 * reach.unitSeconds + 2
  const fits =
    from + grantedSeconds - epoch > reach.bottom + slack && to + grantedSeconds - epoch < reach.top - slack
  if (fits) return { kind: 'offset', left: grantedSeconds }
  return fault.past !== 'clip' && epoch + reach.top + slack < from ? { kind: 'over' } : null
}

/** A term under a fault that leaves nothing to the device: one length for all. */
function termEnd(fault: TimeFault, grantedSeconds: number): End {
  const left = leftSecondsOf(fault, grantedSeconds) ?? 0
  if (left === grantedSeconds) return { kind: 'offset', left }
  if (left <= 0) return { kind: 'over' }
  return fault.kept === 'each-start' ? { kind: 'restart', left, since: sinceStart } : { kind: 'offset', left }
}

function cutCourses(
  fault: TimeFault,
  reach: Reach,
  grantedSeconds: number,
  device: DeviceEvidence,
  upgradedAt: number | null,
): readonly Course[] {
  const { from, to } = device.activated
  const endOf = (activatedAt: number) => endFor(fault, grantedSeconds, Math.floor(activatedAt), upgradedAt)
  const cuts = [from, ...cutsOf(fault, reach, grantedSeconds, device.activated, upgradedAt), to]
  const courses: Course[] = []
  for (const [place, start] of cuts.entries()) {
    const until = cuts[place + 1]
    if (until === undefined || until <= start) continue
    courses.push({ from: start, to: until, end: spanned(endOf(start), endOf(until - 1), start, until) })
  }
  return courses
}

function endFor(
  fault: TimeFault,
  grantedSeconds: number,
  activatedAt: number,
  upgradedAt: number | null,
): End {
  const end = endUnderFault(fault, {
    grantedSeconds,
    activatedAt: activatedAt as Instant,
    ...(upgradedAt === null ? {} : { upgradedAt: upgradedAt as Instant }),
  })
  if (end.kind === 'over') return { kind: 'over' }
  if (end.kind === 'unchanged') return { kind: 'offset', left: grantedSeconds }
  if (end.kind === 'outside-years') return { kind: 'fixed', at: Number.MAX_SAFE_INTEGER }
  return { kind: 'fixed', at: end.at }
}

/** One end for a stretch, from the ends of its first and its last activation. */
function spanned(first: End, last: End, from: number, to: number): End {
  if (first.kind !== 'fixed' || last.kind !== 'fixed' || first.at === last.at) return first
  // The end moves along with the activation, in steps of the unit: the middle of the step stands for it.
  return { kind: 'offset', left: Math.round((first.at - from + (last.at - (to - 1))) / 2) }
}

/** The activations at which the end jumps. */
function cutsOf(
  fault: TimeFault,
  reach: Reach,
  grantedSeconds: number,
  span: { readonly from: number; readonly to: number },
  upgradedAt: number | null,
): number[] {
  const { bottom, top, unitSeconds } = reach
  const zero = fault.held === 'instant' ? epochSeconds[fault.epoch ?? '1970'] : (upgradedAt ?? 0)
  // The value that is held, in seconds, is the activation plus this.
  const shift = grantedSeconds - zero
  const cell = top - bottom
  const cuts: number[] = []
  // One cell earlier: its value may pass zero inside the span.
  const first = Math.ceil((span.from + shift - bottom) / cell) - 1
  const turns = cell > day ? cellsMax : 0
  for (let turn = 0; turn < turns; turn += 1) {
    const cut = Math.ceil(bottom + (first + turn) * cell - shift)
    if (cut >= span.to) break
    cuts.push(cut)
    // From the upgrade something is left only where the value has come above zero, a unit or a second at least.
    if (upgradedAt !== null) cuts.push(Math.ceil(cut - bottom + Math.max(unitSeconds, 1)))
  }
  if (fault.past === 'clip') cuts.push(limitSeconds[fault.limit ?? '2038-01-19'] - grantedSeconds)
  if (unitSeconds > 60 && (span.to - span.from) / unitSeconds <= stepsMax) {
    const start = Math.ceil((span.from + shift) / unitSeconds) * unitSeconds - shift
    for (let cut = start; cut < span.to; cut += unitSeconds) cuts.push(cut)
  }
  return cuts.filter((cut) => cut > span.from && cut < span.to).toSorted((a, b) => a - b)
}

function middle(span: { readonly from: number; readonly to: number }): number {
  return Math.floor((span.from + span.to - 1) / 2)
}
