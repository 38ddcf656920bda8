// Observed devices of the server's books as observations, with what was read of them last for the diagnoses.
import { operations, type ObservationWire, type ObservedDeviceWire } from '@holdfast/contract'
import {
  deviceOf,
  dropVolumeTerms,
  keyDayOf,
  primaryProduct,
  volumeTermSeconds,
  type Observation,
  type ObserveOptions,
  type Reading,
} from '@holdfast/fleet'
import { refuse } from '@holdfast/lease'
import type { ApiClient } from '../api-client.ts'
import type { Refused } from '../command.ts'
import { findGrantedTerm } from '../granted-term.ts'
import { listAll } from '../list-all.ts'
import { spanOfWire } from '../span-of-wire.ts'

/** Devices whose timelines are read for one explanation, and observations of each, the newest first. */
export const devicesMax = 1_000
const observationsMax = 100

export type ObservedCapture = { readonly device: string; readonly reading: Reading }
export type FleetObserved = {
  readonly kind: 'observed'
  readonly devices: readonly { readonly id: string; readonly device: string }[]
  readonly observations: readonly Observation[]
  /** The newest capture of each device, where it is licence text. */
  readonly captures: readonly ObservedCapture[]
  /** What the order granted, where nobody said it and it is one term. */
  readonly grantedSeconds: number | null
  /** There are more devices than were looked at. */
  readonly more: boolean
}

/** One device, by its id or the host name that a capture gave it. Refuses NOT_FOUND, DEVICE_AMBIGUOUS. */
export async function findFleetDevice(
  api: ApiClient,
  text: string,
  customer: string | null,
): Promise<
  { readonly kind: 'devices'; readonly list: readonly ObservedDeviceWire[]; readonly more: boolean } | Refused
> {
  if (/^dev_[0-9a-z]{26}$/.test(text)) {
    const shown = await api.call(operations.showFleetDevice, {
      params: { device: text },
      query: { limit: '1' },
    })
    return shown.kind === 'problem' ? shown : { kind: 'devices', list: [shown.answer.device], more: false }
  }
  const query = { host: text.slice(0, 255), ...(customer === null ? {} : { customer }) }
  const listed = await listAll<ObservedDeviceWire>(api, operations.listFleetDevices, { query }, devicesMax)
  if (listed.kind === 'problem') return listed
  const { items } = listed
  if (items.length === 0) return api.refused(refuse('NOT_FOUND', { what: 'device' }))
  if (items.length > 1)
    return api.refused(refuse('DEVICE_AMBIGUOUS', { devices: items.slice(0, 20).map(({ id }) => id) }))
  return { kind: 'devices', list: items, more: false }
}

/** Devices of a customer or of a finding, up to `max`. */
export async function listFleetDevices(
  api: ApiClient,
  query: { readonly customer: string } | { readonly finding: string },
  max: number,
): Promise<
  { readonly kind: 'devices'; readonly list: readonly ObservedDeviceWire[]; readonly more: boolean } | Refused
> {
  const listed = await listAll<ObservedDeviceWire>(api, operations.listFleetDevices, { query }, max)
  if (listed.kind === 'problem') return listed
  return { kind: 'devices', list: listed.items, more: listed.next !== null }
}

/** What was seen on these devices. `withReadings`: also what was read last, for the diagnoses. */
export async function observeFleet(
  api: ApiClient,
  devices: readonly ObservedDeviceWire[],
  options: ObserveOptions & { readonly withReadings: boolean; readonly more: boolean },
): Promise<FleetObserved | Refused> {
  const granted = await grantedOf(api, devices, options.grantedSeconds)
  if (granted.kind === 'problem') return granted
  const named = nameDevices(devices)
  const observations: Observation[] = []
  const captures: ObservedCapture[] = []
  for (const { wire, device } of named) {
    const query = { limit: String(observationsMax) }
    const shown = await api.call(operations.showFleetDevice, { params: { device: wire.id }, query })
    if (shown.kind === 'problem') return shown
    for (const seen of shown.answer.timeline.items.toReversed())
      observations.push(observationOf(seen, device, { ...options, grantedSeconds: granted.seconds }))
    if (!options.withReadings) continue
    const capture = await api.call(operations.showCapture, {
      params: { capture: wire.capture },
      query: { limit: '1' },
    })
    if (capture.kind === 'problem') return capture
    const { reading } = capture.answer
    if (isReading(reading)) captures.push({ device, reading })
  }
  return {
    kind: 'observed',
    devices: named.map(({ wire, device }) => ({ id: wire.id, device })),
    observations: granted.seconds === null ? dropVolumeTerms(observations) : observations,
    captures,
    grantedSeconds: granted.seconds,
    more: options.more,
  }
}

async function grantedOf(api: ApiClient, devices: readonly ObservedDeviceWire[], given: number | null) {
  if (given !== null) return { kind: 'granted', seconds: given } as const
  const [customer = null, ...others] = new Set(devices.map((device) => device.customer))
  if (customer === null || others.length > 0) return { kind: 'granted', seconds: null } as const
  return await findGrantedTerm(api, { customer })
}

/** A name that several devices have is told apart by their ids. */
function nameDevices(devices: readonly ObservedDeviceWire[]) {
  const counts = new Map<string, number>()
  for (const { label } of devices) counts.set(label, (counts.get(label) ?? 0) + 1)
  return devices.map((wire) => ({
    wire,
    device: counts.get(wire.label) === 1 ? wire.label : `${wire.label} (${wire.id})`,
  }))
}

function observationOf(seen: ObservationWire, device: string, options: ObserveOptions): Observation {
  const isVolume = seen.facts['expiryKind'] === 'volume'
  return {
    device,
    capturedAt: spanOfWire(seen.capturedAt),
    remaining: seen.remainingSeconds,
    activatedAt: options.activatedAt ?? spanOfWire(seen.activatedAt),
    keyInstalledAt: keyDayOf(seen.extendedPid),
    grantedSeconds: options.grantedSeconds ?? seen.grantedSeconds ?? (isVolume ? volumeTermSeconds : null),
    upgradedAt: options.upgradedAt ?? spanOfWire(seen.upgradedAt),
    releaseBefore: seen.releaseBefore,
    releaseAfter: seen.releaseAfter,
  }
}

/** Licence text as it was read; a report of our own has no products. */
function isReading(value: unknown): value is Reading {
  if (typeof value !== 'object' || value === null) return false
  const { products, warnings } = value as { readonly products?: unknown; readonly warnings?: unknown }
  return Array.isArray(products) && Array.isArray(warnings)
}

/** How the reading itself names its device, so that a diagnosis can be told of the device as it is called here. */
export function nameInReading({ device, reading }: ObservedCapture): string {
  const product = primaryProduct(reading)
  return product === null ? device : deviceOf(product, device)
}
