import type { CustomerId } from '@holdfast/lease'
import type { Certainty } from '../observation.ts'
import { normaliseHost, type DeviceNames } from './look.ts'

/** By what a look finds its device, the surest first. */
export const deviceKeyKinds = ['device-id', 'machine-id', 'serial', 'host'] as const
export type DeviceKeyKind = (typeof deviceKeyKinds)[number]

/** `customer` is empty where the key means the same everywhere: host names are names within one customer alone. */
export type DeviceKey = {
  readonly kind: DeviceKeyKind
  readonly value: string
  readonly customer: CustomerId | ''
}

/** How sure a device found by such a key is. */
export const certaintyOfKey: { readonly [kind in DeviceKeyKind]: Certainty } = {
  'device-id': 'confirmed',
  'machine-id': 'fits',
  serial: 'fits',
  host: 'possible',
}

/** Devices that one key can point at: a key that more have in common tells nobody apart. */
export const keyDevicesMax = 8

/** Every key of a look, the surest first; a machine can have two ids. */
export function keysOfNames(names: DeviceNames, customer: CustomerId | null): readonly DeviceKey[] {
  const { deviceId, machineId, installationId, serial, host } = names
  const values: readonly (readonly [DeviceKeyKind, string | null])[] = [
    ['device-id', deviceId],
    ['machine-id', machineId?.toLowerCase() ?? null],
    ['machine-id', installationId === null ? null : `installation:${installationId}`],
    ['serial', serial],
    ['host', normaliseHost(host)],
  ]
  return values.flatMap(([kind, value]) => {
    if (value === null || value === '') return []
    return [{ kind, value, customer: kind === 'host' ? (customer ?? '') : '' }]
  })
}
