// Which observations a hypothesis explains, to the second and without any allowance, and by how much the others miss.
import { secondsPerDay as day } from '@holdfast/capabilities'
import { predictedLeft, grantOf } from './classes.ts'
import type { Course } from './course.ts'
import type { DeviceEvidence, Look } from './evidence.ts'
import type { Hypothesis } from './hypothesis.ts'
import { canHold } from './likelihood.ts'

/** `residualSeconds`: how much more (or, negative, less) was left than the hypothesis allows; null where it allows no end at all. */
export type Miss = { readonly look: Look; readonly residualSeconds: number | null }

export type DeviceFit = {
  readonly device: DeviceEvidence
  /** Explained, in the order in which they were captured; those of `before` count down from what was granted. */
  readonly after: readonly Look[]
  readonly before: readonly Look[]
  readonly misses: readonly Miss[]
  /** When the device must have been activated for all of this to hold; null where the hypothesis does not say. */
  readonly implied: { readonly from: number; readonly to: number } | null
  /** What the day on which the key was put in says of that: on it or the day after, before it, or later than it. */
  readonly witness: 'confirms' | 'allows' | 'refutes' | null
}

export function fitDevice(
  hypothesis: Hypothesis,
  device: DeviceEvidence,
  courses: readonly Course[],
): DeviceFit {
  const granted = grantOf(hypothesis, device)
  const looks = device.looks.toSorted((a, b) => (a.captured?.from ?? 0) - (b.captured?.from ?? 0))
  let best: Held = { after: [], before: [] }
  // A wrong reading must not shut out the right ones: every look may be the first that is believed.
  for (const first of looks) {
    const held = holdFrom(first, looks, device, courses, granted)
    if (countOf(held) > countOf(best)) best = held
    if (countOf(best) === looks.length) break
  }
  const implied = impliedActivation(device, courses, best, granted)
  const narrowed = implied === null ? courses : courses.map((course) => ({ ...course, ...implied }))
  const misses = looks
    .filter((look) => !best.after.includes(look) && !best.before.includes(look))
    .map((look) => ({ look, residualSeconds: residualOf(look, narrowed, granted) }))
  return { device, ...best, misses, implied, witness: implied === null ? null : witnessOf(device, implied) }
}

/** A key cannot be used before it is put in; it may lie unused for long. */
function witnessOf(
  { witness }: DeviceEvidence,
  implied: { readonly from: number; readonly to: number },
): DeviceFit['witness'] {
  if (witness === null) return null
  if (implied.to <= witness.from) return 'refutes'
  return implied.from < witness.to + day ? 'confirms' : 'allows'
}

type Held = { readonly after: readonly Look[]; readonly before: readonly Look[] }

function countOf({ after, before }: Held): number {
  return after.length + before.length
}

function holdFrom(
  first: Look,
  looks: readonly Look[],
  device: DeviceEvidence,
  courses: readonly Course[],
  granted: number | null,
): Held {
  const after: Look[] = []
  const before: Look[] = []
  const forced = (phase: 'before' | 'after', list: readonly Look[]): Look[] =>
    list.map((look) => ({ ...look, phase }))
  for (const look of [first, ...looks.filter((other) => other !== first)]) {
    const tried = (afterMore: Look[], beforeMore: Look[]) => [
      ...forced('after', [...after, ...afterMore]),
      ...forced('before', [...before, ...beforeMore]),
    ]
    if ((look.phase !== 'before' || granted === null) && canHold(device, courses, tried([look], []), granted))
      after.push(look)
    else if (
      look.phase !== 'after' &&
      granted !== null &&
      canHold(device, courses, tried([], [look]), granted)
    )
      before.push(look)
  }
  return { after, before }
}

/** What the explained looks leave of the activation, where the end moves along with it. */
function impliedActivation(
  device: DeviceEvidence,
  courses: readonly Course[],
  held: Held,
  granted: number | null,
): { from: number; to: number } | null {
  const [course, ...others] = courses
  if (course === undefined || others.length > 0 || course.end.kind !== 'offset') return null
  let { from, to } = device.activated
  let isTold = false
  const narrow = (look: Look, left: number) => {
    if (look.captured === null || !Number.isFinite(look.remaining.from)) return
    isTold = true
    from = Math.max(from, look.captured.from + look.remaining.from - left)
    to = Math.min(to, look.captured.to - 1 + look.remaining.to - left)
  }
  for (const look of held.after) narrow(look, course.end.left)
  if (granted !== null) for (const look of held.before) narrow(look, granted)
  return isTold && from < to ? { from, to } : null
}

function residualOf(look: Look, courses: readonly Course[], granted: number | null): number | null {
  const isBefore = look.phase === 'before' && granted !== null
  const range = predictedLeft(
    isBefore
      ? courses.map((course) => ({ ...course, end: { kind: 'offset' as const, left: granted } }))
      : courses,
    look,
  )
  if (range.most <= 0 || !Number.isFinite(range.most)) return null
  if (look.remaining.from > range.most) return look.remaining.from - range.most
  if (look.remaining.to - 1 < range.least) return look.remaining.to - 1 - range.least
  return 0
}
