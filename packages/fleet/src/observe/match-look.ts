import type { CustomerId } from '@holdfast/lease'
import type { Certainty } from '../observation.ts'
import type { Candidate, DeviceIndex } from './device-index.ts'
import { certaintyOfKey, keysOfNames, type DeviceKey, type DeviceKeyKind } from './device-keys.ts'
import { normaliseHost, type DeviceNames } from './look.ts'

/**
 * Which device a look speaks of. `certainty` is that of the key that decided: of a new device, that of its surest key.
 * `ambiguous`: the key fits several devices, all named, and nobody guesses which.
 */
export type Match =
  | {
      readonly kind: 'known'
      readonly device: Candidate
      readonly by: DeviceKeyKind
      readonly certainty: Certainty
    }
  | { readonly kind: 'new'; readonly certainty: Certainty }
  | { readonly kind: 'ambiguous'; readonly by: DeviceKeyKind; readonly candidates: readonly Candidate[] }

/**
 * Device id, machine id, serial number, host name within a customer, in that order: the first key that fits a device
 * decides. What contradicts a surer key is no candidate. A look that nothing names stands for a device of its own.
 */
export function matchLook(names: DeviceNames, customer: CustomerId | null, index: DeviceIndex): Match {
  const keys = keysOfNames(names, customer)
  for (const key of keys) {
    const candidates = index.find(key).filter((candidate) => !contradicts(candidate, key, names))
    const [device, other] = candidates
    if (device === undefined) continue
    if (other !== undefined) return { kind: 'ambiguous', by: key.kind, candidates }
    return { kind: 'known', device, by: key.kind, certainty: certaintyOfKey[key.kind] }
  }
  const [surest] = keys
  return { kind: 'new', certainty: surest === undefined ? 'possible' : certaintyOfKey[surest.kind] }
}

/**
 * Two device ids are two devices. One machine id under two host names is two devices as well: disks that are copied with
 * their machine id are more common than machines that get another name, and a timeline of two machines tells a wrong story.
 * A host name outlives its machine id, which a rearm or a new installation draws again.
 */
function contradicts(candidate: Candidate, { kind }: DeviceKey, names: DeviceNames): boolean {
  if (kind === 'device-id') return false
  if (names.deviceId !== null && candidate.deviceId !== null && candidate.deviceId !== names.deviceId)
    return true
  if (kind !== 'machine-id' || names.host === null || candidate.host === null) return false
  return normaliseHost(names.host) !== candidate.host
}
