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

/** Every key of a look, the surest first. */
export function keysOfNames(names: DeviceNames, customer: CustomerId | null): readonly DeviceKey[] {
  const values: { readonly [kind in DeviceKeyKind]: string | null } = {
    'device-id': names.deviceId,
    'machine-id': names.machineId?.toLowerCase() ?? null,
    serial: names.serial,
    host: normaliseHost(names.host),
  }
  return deviceKeyKinds.flatMap((kind) => {
    const value = values[kind]
    if (value === null || value === '') return []
    return [{ kind, value, customer: kind === 'host' ? (customer ?? '') : '' }]
  })
}
