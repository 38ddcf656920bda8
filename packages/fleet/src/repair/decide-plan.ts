// The preview of a plan: for each device its need, the cheapest remedy, and what it was decided on. spec: repair §2, §3
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal, type SeatId } from '@holdfast/lease'
import { decideNeed } from './decide-need.ts'
import type { End } from './end.ts'
import {
  noMarks,
  type ActivationScheme,
  type DeviceMarks,
  type Need,
  type PlanDevice,
  type PlanOptions,
} from './plan-device.ts'
import { nextItemState, type ItemCounts, type ItemEvent, type ItemState } from './plan-state.ts'
import { chooseRemedy, startedHow, type RemedyName } from './remedies.ts'

/** Devices of one plan. */
export const planItemsMax = 20_000
/** Devices that are looked at to find those of one plan. */
export const planExaminedMax = 200_000

export type PlanItem = {
  readonly kind: PlanDevice['kind']
  readonly device: string
  readonly name: string | null
  readonly serial: string | null
  readonly scheme: ActivationScheme | null
  /** What people said of it. */
  readonly marks: DeviceMarks
  readonly need: Need
  readonly remedy: RemedyName | null
  /** The seat that a run gives back. */
  readonly seatGivenBack: SeatId | null
  /** Where the licence on the device ends now, as far as anybody knows; the earliest of an interval. */
  readonly end: End | null
  /** What the remedy will make of it. */
  readonly expectedEnd: End | null
  /** What a sighting must show at least. */
  readonly notBefore: End
  readonly generation: number
  /** What was decided on, as one text: another one means that the device has changed. */
  readonly basis: string
  readonly state: ItemState
}

export type PlanDecided = { readonly kind: 'plan'; readonly items: readonly PlanItem[] }

/**
 * Items for devices, in their order. `keepWell`: devices that need nothing stay as items, because somebody named them or
 * their customer; where only a date chose, they are left out.
 * Refuses PLAN_EMPTY (facts: examined) and PLAN_TOO_LARGE (facts: itemsMax).
 */
export function decidePlan(
  devices: readonly PlanDevice[],
  options: PlanOptions & { readonly keepWell: boolean; readonly examined?: number },
): PlanDecided | Refusal<'PLAN_EMPTY' | 'PLAN_TOO_LARGE'> {
  const given = new Set<SeatId>()
  const items: PlanItem[] = []
  for (const device of devices) {
    const item = decideItem(withSeatsLeft(device, given), options)
    if (item.seatGivenBack !== null) given.add(item.seatGivenBack)
    if (options.keepWell || item.state.kind !== 'well') items.push(item)
  }
  if (items.length === 0) return refuse('PLAN_EMPTY', { examined: options.examined ?? devices.length })
  if (items.length > planItemsMax) return refuse('PLAN_TOO_LARGE', { itemsMax: planItemsMax })
  return { kind: 'plan', items }
}

/** No seat is given back for two devices. */
function withSeatsLeft(device: PlanDevice, given: ReadonlySet<SeatId>): PlanDevice {
  if (device.kind === 'foreign' || given.size === 0) return device
  return { ...device, silentSeats: device.silentSeats.filter((seat) => !given.has(seat)) }
}

export function decideItem(device: PlanDevice, { horizon }: PlanOptions): PlanItem {
  const need = decideNeed(device, horizon)
  const chosen = need === 'none' ? null : chooseRemedy(device, need)
  const remedy = chosen?.kind === 'remedy' ? chosen : null
  const state: ItemState =
    chosen === null
      ? { kind: 'well' }
      : chosen.kind === 'none'
        ? { kind: 'unrepairable', because: chosen.because }
        : { kind: 'proposed' }
  const expectedEnd = remedy?.expectedEnd ?? null
  const own = device.kind === 'own' ? device : null
  return {
    kind: device.kind,
    device: device.device,
    name: device.name,
    serial: own?.serial ?? null,
    scheme: device.kind === 'foreign' ? device.scheme : null,
    marks: own === null ? noMarks : { offline: own.offline, gone: own.gone, named: own.named },
    need,
    remedy: remedy?.name ?? null,
    seatGivenBack: remedy?.seatGivenBack ?? null,
    end: endOf(device),
    expectedEnd,
    notBefore: expectedEnd ?? { kind: 'until', until: horizon },
    generation: own?.generation ?? 0,
    basis: basisOf(device),
    state,
  }
}

/**
 * What a run does with an item, by the facts of its device read again: start it, or leave it because the device changed.
 * Null where nothing is to be done with an item in this state.
 */
export function decideItemRun(
  item: Pick<PlanItem, 'kind' | 'basis' | 'remedy' | 'seatGivenBack' | 'state'>,
  device: PlanDevice | null,
  options: PlanOptions,
): ItemEvent | null {
  if (item.remedy === null || item.state.kind !== 'proposed') return null
  const { now, horizon } = options
  // Of what is not ours there are no books to read again: its sightings judge it at the verification.
  if (item.kind === 'foreign') return { kind: 'start', at: now, how: startedHow(item.remedy) }
  if (device === null) return { kind: 'outdate', at: now }
  if (basisOf(device) === item.basis && isStillSilent(item, device))
    return { kind: 'start', at: now, how: startedHow(item.remedy) }
  return decideNeed(device, horizon) === 'none' ? { kind: 'settle' } : { kind: 'outdate', at: now }
}

function isStillSilent(
  { remedy, seatGivenBack }: Pick<PlanItem, 'remedy' | 'seatGivenBack'>,
  device: PlanDevice,
): boolean {
  if (remedy !== 'release-seat' || device.kind === 'foreign') return true
  return seatGivenBack !== null && device.silentSeats.includes(seatGivenBack)
}

export function countItems(items: readonly { readonly state: ItemState }[]): ItemCounts {
  const counts = { proposed: 0, started: 0, outdated: 0, unrepairable: 0, well: 0, done: 0 }
  for (const { state } of items) counts[state.kind]++
  return counts
}

/** The item after an event. */
export function itemAfter<Item extends { readonly state: ItemState }>(item: Item, event: ItemEvent): Item {
  return { ...item, state: nextItemState(item.state, event) }
}

function endOf(device: PlanDevice): End | null {
  if (device.kind === 'own') return device.held?.end ?? null
  if (device.end === null) return null
  if (device.end.kind === 'perpetual') return { kind: 'perpetual' }
  return { kind: 'until', until: device.end.span.from }
}

/** Only what stays while nothing happens: no moment that moves with the clock stands in it. */
function basisOf(device: PlanDevice): string {
  if (device.kind === 'foreign') return JSON.stringify([device.scheme, device.hasKey])
  const { seat, generation, held, licenceTerm, renewal } = device
  const refused = renewal.kind === 'refused' ? renewal.code : null
  return JSON.stringify([seat.id, seat.state, generation, held?.generation ?? null, licenceTerm, refused])
}

/** Renewals of one plan are spread over so long. */
export const adviceSpreadSecondsMax = 86_400
/** Devices that may follow at once: beyond, the spread grows with their number. */
const advisedPerSecond = 10

/** The window of a plan's advice: long enough that so many devices do not come at once. */
export function adviceWindow(
  devices: number,
  now: Instant,
): { readonly from: Instant; readonly until: Instant } {
  const seconds = Math.min(adviceSpreadSecondsMax, Math.floor(devices / advisedPerSecond))
  return { from: now, until: addSecondsHeld(now, seconds) }
}

/**
 * How long a device waits from `now`: its place in the window follows from its thumbprint alone, so that asking again gives
 * the same place, and neither side remembers one. Source: docs/spec/activation-protocol.md §11.
 */
export function adviceAfterSeconds(
  device: string,
  window: { readonly from: Instant; readonly until: Instant },
  now: Instant,
): number {
  const share = Number.parseInt(device.slice(0, 8), 16) / 2 ** 32
  const place = window.from + Math.floor(share * (window.until - window.from))
  return Math.max(0, place - now)
}
