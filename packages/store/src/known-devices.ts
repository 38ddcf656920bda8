// What a batch of looks needs to be matched: every device that one of their keys points at, in few statements.
import {
  DeviceIndex,
  keyDevicesMax,
  keysOfNames,
  type DeviceKey,
  type Look,
  type ObservedDevice,
} from '@holdfast/fleet'
import type { CustomerId, ObservedDeviceId, Thumbprint } from '@holdfast/lease'
import { selectByKeys, selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import { observedDeviceOfRow } from './fleet-rows.ts'
import type { Db } from './tables.ts'

export type LookOfCustomer = { readonly look: Look; readonly customer: CustomerId | null }
export type KnownDevices = {
  readonly index: DeviceIndex
  readonly devices: Map<ObservedDeviceId, ObservedDevice>
}

export async function loadKnownDevices(
  db: Db,
  facts: EngineFacts,
  looks: readonly LookOfCustomer[],
): Promise<KnownDevices> {
  const keys = looks.flatMap(({ look, customer }) => keysOfNames(look.names, customer))
  const ours = await findOurDevices(db, facts, keys)
  const ids = ours.map(({ device }): DeviceKey => ({ kind: 'device-id', value: device, customer: '' }))
  const wanted = new Map([...keys, ...ids].map((key) => [`${key.kind} ${key.customer} ${key.value}`, key]))
  const rows = await selectByKeys(
    db,
    facts,
    { table: 'observed_keys', columns: ['kind', 'value', 'customer'] },
    [...wanted.values()].map(({ kind, value, customer }) => [kind, value, customer]),
  )
  const found = await selectRows(
    db,
    facts,
    { table: 'observed_devices', column: 'id' },
    rows.map(({ device }) => device),
  )
  const devices = new Map(found.map((row) => [row.id as ObservedDeviceId, observedDeviceOfRow(row)]))
  const index = new DeviceIndex()
  const byDeviceId = new Map([...devices.values()].map((device) => [device.deviceId, device]))
  for (const { kind, value, customer, device: id } of rows) {
    const device = devices.get(id as ObservedDeviceId)
    if (device !== undefined) index.add({ kind, value, customer } as DeviceKey, candidateOf(device))
  }
  for (const { key, device } of ours) {
    const observed = byDeviceId.get(device)
    index.add(
      key,
      observed === undefined ? { id: null, deviceId: device, host: null } : candidateOf(observed),
    )
  }
  return { index, devices }
}

export function candidateOf({ id, deviceId, host }: ObservedDevice) {
  return { id, deviceId, host }
}

/** Devices of ours by their id, and by the seats of a serial number that few devices share. */
async function findOurDevices(
  db: Db,
  facts: EngineFacts,
  keys: readonly DeviceKey[],
): Promise<readonly { readonly key: DeviceKey; readonly device: Thumbprint }[]> {
  const valuesOf = (kind: DeviceKey['kind']) =>
    keys.filter((key) => key.kind === kind).map(({ value }) => value)
  const byId = await selectRows(db, facts, { table: 'devices', column: 'id' }, valuesOf('device-id'))
  const serials = await selectRows(db, facts, { table: 'serials', column: 'serial' }, valuesOf('serial'))
  const few = serials.filter(({ taken }) => taken > 0 && taken <= keyDevicesMax)
  const seats = await selectRows(
    db,
    facts,
    { table: 'seats', column: 'serial' },
    few.map(({ serial }) => serial),
  )
  return [
    ...byId.map(({ id }) => ({ key: keyOf('device-id', id), device: id as Thumbprint })),
    ...seats
      .filter(({ state }) => state === 'taken')
      .map(({ serial, device }) => ({ key: keyOf('serial', serial), device: device as Thumbprint })),
  ]
}

function keyOf(kind: DeviceKey['kind'], value: string): DeviceKey {
  return { kind, value, customer: '' }
}
