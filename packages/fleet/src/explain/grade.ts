// How sure an explanation is. Never one machine's coincidence sold as a law.
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { Certainty } from '../observation.ts'
import type { DeviceFit } from './fit.ts'

export type Evidence = {
  readonly explains: number
  readonly of: number
  readonly devicesExplained: number
  readonly pairs: number
  readonly repeats: number
  readonly share: number
}

/**
 * confirmed: one device was read before and after its upgrade, or twice with a known activation, both fit, and everything
 * else together has less than a twentieth of the belief. fits: more than one device, at least half of the observations,
 * and more belief than everything else together. Else possible.
 */
export function gradeOf(evidence: Evidence): Certainty {
  const part = evidence.of === 0 ? 0 : evidence.explains / evidence.of
  if (evidence.pairs + evidence.repeats > 0 && part >= 0.8 && evidence.share >= 0.95) return 'confirmed'
  return evidence.devicesExplained > 1 && part >= 0.5 && evidence.share > 0.5 ? 'fits' : 'possible'
}

/** Read before and, still running, after the upgrade, both dated: the two differ by what the fault took away. */
export function isPair({ after, before }: DeviceFit): boolean {
  return after.some(
    ({ captured, remaining }) =>
      captured !== null &&
      remaining.from > 0 &&
      before.some((earlier) => earlier.captured !== null && earlier.captured.from < captured.from),
  )
}

/** An activation that is known, or that the day of the key confirms, and two dated readings at least a week apart. */
export function isRepeat({ device, after, witness }: DeviceFit): boolean {
  const isKnown = device.activationKnown && device.activated.to - device.activated.from <= 2 * day
  if (!isKnown && witness !== 'confirms') return false
  const moments = after.flatMap(({ captured }) => (captured === null ? [] : [captured.from]))
  return moments.length > 1 && Math.max(...moments) - Math.min(...moments) >= 7 * day
}
