import type { ObservedDeviceId, Thumbprint } from '@holdfast/lease'
import { keyDevicesMax, type DeviceKey } from './device-keys.ts'

/** A device that a look may speak of: observed before (`id`), one of ours (`deviceId`), or both. `host` is its newest host name. */
export type Candidate = {
  readonly id: ObservedDeviceId | null
  readonly deviceId: Thumbprint | null
  readonly host: string | null
}

/** Devices by their keys, as one batch of looks needs them. Looks of the same batch are found as soon as they are added. */
export class DeviceIndex {
  readonly #byKey = new Map<string, Candidate[]>()

  /** At most `keyDevicesMax` devices of one key are kept; whether this one was, is the answer. */
  add(key: DeviceKey, candidate: Candidate): boolean {
    const name = nameOf(key)
    const known = this.#byKey.get(name) ?? []
    this.#byKey.set(name, known)
    const same = known.findIndex((other) => isSame(other, candidate))
    if (same >= 0) {
      known[same] = joined(known[same] as Candidate, candidate)
      return false
    }
    if (known.length >= keyDevicesMax) return false
    known.push(candidate)
    return true
  }

  find(key: DeviceKey): readonly Candidate[] {
    return this.#byKey.get(nameOf(key)) ?? []
  }
}

function nameOf({ kind, value, customer }: DeviceKey): string {
  return `${kind} ${customer} ${value}`
}

function isSame(one: Candidate, other: Candidate): boolean {
  return (
    (one.id !== null && one.id === other.id) || (one.deviceId !== null && one.deviceId === other.deviceId)
  )
}

function joined(one: Candidate, other: Candidate): Candidate {
  return {
    id: one.id ?? other.id,
    deviceId: one.deviceId ?? other.deviceId,
    host: other.host ?? one.host,
  }
}
