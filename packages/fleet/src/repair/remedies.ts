// Remedies as a table, the cheapest first. spec: repair §3
import type { RefusalCode, SeatId } from '@holdfast/lease'
import { endsEarlier, type End } from './end.ts'
import type { ForeignDevice, Need, OwnDevice } from './plan-device.ts'

export const remedyNames = [
  'capture',
  'renew',
  'reissue',
  'reactivate',
  'vendor-activate',
  'release-seat',
  'vendor-key',
  'rehost',
  'vendor-case',
] as const
export type RemedyName = (typeof remedyNames)[number]

/** Why a remedy does not apply: a code with which the books would refuse, or one of the plan's own words. */
export type Because = RefusalCode | 'TERM_NOT_LATER' | 'NO_SILENT_SEAT' | 'NO_SEAT' | 'NO_REMEDY'

/** How a run starts a step; nothing of it is a proof. */
export type StartedHow = 'advised' | 'awaiting-file' | 'handed-out' | 'seat-released'

type Remedy<Device> = {
  /** Rank, not money: how much people have to do. */
  readonly cost: number
  readonly how: StartedHow
  /** Somebody has to do something at the device. */
  readonly byHand: boolean
  /** Whether it is a remedy for this need at all. */
  fits(device: Device, need: Need): boolean
  /** Which precondition does not hold; null where all do. */
  refuse(device: Device): Because | null
  /** What the device will hold; null where nobody can know. */
  expectedEnd(device: Device): End | null
  /** The seat that the run gives back, with the accepted risk. */
  readonly seatGivenBack?: (device: Device) => SeatId | null
}

type OwnRemedyName = 'renew' | 'reissue' | 'reactivate' | 'release-seat' | 'rehost'
type ForeignRemedyName = Exclude<RemedyName, OwnRemedyName>

const byRenewal = {
  expectedEnd: ({ renewal }: OwnDevice) => (renewal.kind === 'granted' ? renewal.end : null),
  refuse({ renewal, held }: OwnDevice): Because | null {
    if (renewal.kind === 'refused') return renewal.code
    return held !== null && !endsEarlier(held.end, renewal.end) ? 'TERM_NOT_LATER' : null
  },
}

const byActivation = {
  expectedEnd: ({ activation }: OwnDevice) => (activation.kind === 'granted' ? activation.end : null),
  refuse: ({ activation }: OwnDevice) => (activation.kind === 'refused' ? activation.code : null),
}

const renewable = (need: Need) => need === 'term-differs' || need === 'ends-soon'
const exhausted = ({ activation }: OwnDevice) =>
  activation.kind === 'refused' && activation.code === 'SEATS_EXHAUSTED'

export const ownRemedies: { readonly [name in OwnRemedyName]: Remedy<OwnDevice> } = {
  renew: {
    ...{ cost: 1, how: 'advised', byHand: false },
    fits: ({ offline }, need) => renewable(need) && !offline,
    ...byRenewal,
  },
  reissue: {
    ...{ cost: 2, how: 'awaiting-file', byHand: true },
    fits: ({ offline }, need) => renewable(need) && offline,
    ...byRenewal,
  },
  reactivate: {
    ...{ cost: 3, how: 'handed-out', byHand: true },
    fits: (device, need) => need === 'unseated' && !exhausted(device),
    ...byActivation,
  },
  'release-seat': {
    ...{ cost: 4, how: 'seat-released', byHand: true },
    fits: (device, need) => need === 'unseated' && exhausted(device),
    refuse: ({ silentSeats }) => (silentSeats.length === 0 ? 'NO_SILENT_SEAT' : null),
    expectedEnd: ({ licenceTerm }) => licenceTerm,
    seatGivenBack: ({ silentSeats }) => silentSeats[0] ?? null,
  },
  rehost: {
    ...{ cost: 5, how: 'seat-released', byHand: true },
    fits: (_, need) => need === 'gone',
    refuse: ({ seat, activation }) =>
      seat.state !== 'taken' ? 'NO_SEAT' : activation.kind === 'refused' ? activation.code : null,
    expectedEnd: byActivation.expectedEnd,
    seatGivenBack: ({ seat }) => seat.id,
  },
}

const ill = (need: Need) => need === 'ends-soon'
const needsOwnKey = ({ scheme, hasKey }: ForeignDevice) => hasKey === false || scheme === 'windows-evaluation'
const handedOut = { how: 'handed-out', byHand: true, refuse: () => null, expectedEnd: () => null } as const

/** Steps for an administrator with the maker's own means. Nothing here activates anything. */
export const foreignRemedies: { readonly [name in ForeignRemedyName]: Remedy<ForeignDevice> } = {
  capture: { cost: 1, ...handedOut, fits: (_, need) => need === 'unknown' },
  'vendor-activate': {
    ...{ cost: 3, ...handedOut },
    fits: (device, need) => ill(need) && device.scheme !== 'other' && !needsOwnKey(device),
  },
  'vendor-key': {
    ...{ cost: 4, ...handedOut },
    fits: (device, need) => ill(need) && device.scheme !== 'other' && needsOwnKey(device),
  },
  'vendor-case': { cost: 6, ...handedOut, fits: (device, need) => ill(need) && device.scheme === 'other' },
}

/** Rank of a remedy, for previews. */
export function costOf(name: RemedyName): number {
  return name in ownRemedies
    ? ownRemedies[name as OwnRemedyName].cost
    : foreignRemedies[name as ForeignRemedyName].cost
}

export function isByHand(name: RemedyName): boolean {
  return name in ownRemedies
    ? ownRemedies[name as OwnRemedyName].byHand
    : foreignRemedies[name as ForeignRemedyName].byHand
}

/** How a run starts this remedy. */
export function startedHow(name: RemedyName): StartedHow {
  return name in ownRemedies
    ? ownRemedies[name as OwnRemedyName].how
    : foreignRemedies[name as ForeignRemedyName].how
}

export type ChosenRemedy =
  | {
      readonly kind: 'remedy'
      readonly name: RemedyName
      readonly expectedEnd: End | null
      readonly seatGivenBack: SeatId | null
    }
  | { readonly kind: 'none'; readonly because: Because }

/** The cheapest remedy whose preconditions hold; else the reason that the cheapest gave. */
export function chooseRemedy(device: OwnDevice | ForeignDevice, need: Need): ChosenRemedy {
  return device.kind === 'own'
    ? chooseFrom(ownRemedies, device, need)
    : chooseFrom(foreignRemedies, device, need)
}

function chooseFrom<Device>(
  table: { readonly [name in RemedyName]?: Remedy<Device> },
  device: Device,
  need: Need,
): ChosenRemedy {
  const fitting = Object.entries(table)
    .map(([name, remedy]) => ({ name: name as RemedyName, remedy }))
    .filter(({ remedy }) => remedy.fits(device, need))
    .toSorted((one, other) => one.remedy.cost - other.remedy.cost)
  let because: Because = 'NO_REMEDY'
  for (const { name, remedy } of fitting) {
    const refused = remedy.refuse(device)
    if (refused === null)
      return {
        kind: 'remedy',
        name,
        expectedEnd: remedy.expectedEnd(device),
        seatGivenBack: remedy.seatGivenBack?.(device) ?? null,
      }
    if (because === 'NO_REMEDY') because = refused
  }
  return { kind: 'none', because }
}
