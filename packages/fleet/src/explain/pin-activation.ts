// Before its upgrade a device counts down from the grant, so that a reading of then tells when it was activated.
import { secondsPerDay as day } from '@holdfast/capabilities'
import type { DeviceEvidence } from './evidence.ts'
import { activationChance } from './likelihood.ts'

/**
 * The device with the activations that its readings from before the upgrade leave, with a day to spare on both sides, and
 * how likely these are among all. Unchanged where they leave none, or where nothing was read before. `granted`: what such
 * a reading counts down from; null where the hypothesis knows of no upgrade. Source: docs/spec/time-faults.md §4.
 */
export function pinActivation(
  device: DeviceEvidence,
  granted: number | null,
): { readonly device: DeviceEvidence; readonly chance: number } {
  if (granted === null || device.activationKnown) return { device, chance: 1 }
  let { from, to } = device.activated
  for (const { captured, remaining, phase } of device.looks) {
    if (phase !== 'before' || captured === null || !Number.isFinite(remaining.from)) continue
    from = Math.max(from, captured.from + remaining.from - granted - day)
    to = Math.min(to, captured.to + remaining.to - granted + day)
  }
  if (from >= to || (from === device.activated.from && to === device.activated.to))
    return { device, chance: 1 }
  const chance = activationChance(device, { from, to })
  return { device: { ...device, activated: { from, to }, witness: null }, chance }
}
