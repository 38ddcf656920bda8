// Everything that is compared: the faults of the catalogue, and the ordinary ways in which a device comes to its end.
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { TimeFault } from '../fault.ts'
import { faultWeights } from './catalogue.ts'
import type { DeviceEvidence } from './evidence.ts'

/** `grantedSeconds` counts for devices whose own grant is not known. */
export type Hypothesis =
  | { readonly kind: 'as-granted'; readonly grantedSeconds: number }
  | { readonly kind: 'other-term'; readonly seconds: number }
  | { readonly kind: 'renewing'; readonly seconds: number }
  | { readonly kind: 'fault'; readonly fault: TimeFault; readonly grantedSeconds: number }

export type Weighted = { readonly hypothesis: Hypothesis; readonly weight: number }

/** Terms that are sold, in days: trials, months, half years, years with and without a leap day, round numbers. */
const usualTerms = [
  30, 45, 60, 90, 120, 180, 181, 183, 184, 270, 365, 366, 500, 548, 700, 730, 731, 800, 900, 1000, 1095, 1096,
  1200, 1460, 1461, 1500, 1825, 1826, 2000, 2190, 2191, 2555, 2557, 3000, 3650, 3652, 3653,
]
/** Numbers that were meant to say "for ever", in days; tried where nobody says what was granted. */
const foreverTerms = [
  9999, 10_000, 20_000, 25_000, 30_000, 36_500, 36_525, 40_000, 50_000, 73_000, 99_999, 100_000, 150_000,
  200_000, 365_000, 999_999,
]

const volumeTerm = 180

/**
 * The hypotheses with their weights before any evidence (docs/spec/time-faults.md §5): half for "as granted", most of the
 * rest for the faults; a term of another length counts little, because every length would fit some device.
 */
export function listHypotheses(devices: readonly DeviceEvidence[]): Weighted[] {
  const grants = [...new Set(devices.flatMap(({ grantedSeconds }) => grantedSeconds ?? []))]
  const granted = grants[0]
  const terms = otherTerms(devices)
  if (granted !== undefined)
    return [
      { hypothesis: { kind: 'as-granted', grantedSeconds: granted }, weight: 0.5 },
      { hypothesis: { kind: 'renewing', seconds: granted }, weight: 0.05 },
      ...(granted === volumeTerm * day ? [] : [renewing(0.02)]),
      ...terms.map((term) => ({ ...term, weight: term.weight * 0.005 })),
      ...faultHypotheses([granted], 0.4),
    ]
  return [
    renewing(0.1),
    ...terms.map((term) => ({ ...term, weight: term.weight * 0.8 })),
    ...faultHypotheses(
      foreverTerms.map((days) => days * day),
      0.1,
    ),
  ]
}

function renewing(weight: number): Weighted {
  return { hypothesis: { kind: 'renewing', seconds: volumeTerm * day }, weight }
}

function faultHypotheses(grants: readonly number[], weight: number): Weighted[] {
  return grants.flatMap((grantedSeconds) =>
    faultWeights.map((entry) => ({
      hypothesis: { kind: 'fault' as const, fault: entry.fault, grantedSeconds },
      weight: (entry.weight * weight) / grants.length,
    })),
  )
}

/** The usual terms share one half; whole days that the observations themselves suggest get their part of the other. */
function otherTerms(devices: readonly DeviceEvidence[]): Weighted[] {
  const usual = new Set(usualTerms)
  const suggested = new Set<number>()
  for (const { activationKnown, activated, looks } of devices.slice(0, 50)) {
    if (!activationKnown) continue
    for (const { captured, remaining } of looks.slice(0, 3)) {
      if (captured === null || remaining.from <= 0) continue
      const least = Math.floor((captured.from - activated.to + remaining.from) / day)
      const most = Math.ceil((captured.to - activated.from + remaining.to) / day)
      for (let days = least; days <= most && days - least < 6; days += 1)
        if (days > 0 && !usual.has(days)) suggested.add(days)
    }
  }
  const term = (days: number, weight: number): Weighted => ({
    hypothesis: { kind: 'other-term', seconds: days * day },
    weight,
  })
  return [
    ...usualTerms.map((days) => term(days, 0.5 / usualTerms.length)),
    ...[...suggested].map((days) => term(days, 0.5 / 3650)),
  ]
}
