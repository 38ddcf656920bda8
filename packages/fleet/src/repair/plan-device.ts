// What a plan knows of a device when it is decided: facts that whoever reads the books has gathered. spec: repair §2
import type { Instant } from '@holdfast/capabilities'
import type { RefusalCode, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { Span } from '../observation.ts'
import type { End } from './end.ts'

/** What the books would answer now: the end that would be granted, or the code of the refusal. */
export type Foreseen =
  { readonly kind: 'granted'; readonly end: End } | { readonly kind: 'refused'; readonly code: RefusalCode }

/** One of ours. */
export type OwnDevice = {
  readonly kind: 'own'
  readonly device: Thumbprint
  /** As the device calls itself. */
  readonly name: string | null
  readonly serial: SerialNumber
  /** The seat that it holds, or held last. */
  readonly seat: { readonly id: SeatId; readonly state: 'taken' | 'released' | 'moved' }
  /** The newest lease that it confirmed, or the newest where it confirmed none; null where the books have none. */
  readonly held: {
    /** By term, or by a required renewal, whichever is earlier. */
    readonly end: End
    readonly term: End
    readonly reminderDays: number
    readonly generation: number
    readonly confirmed: boolean
  } | null
  /** The highest generation that the books issued to it. */
  readonly generation: number
  /** What the books say now; null where the first activation has not resolved it. */
  readonly licenceTerm: End | null
  readonly renewal: Foreseen
  readonly activation: Foreseen
  /** Other seats of the same serial number whose devices have been silent for long enough, the longest first. */
  readonly silentSeats: readonly SeatId[]
} & DeviceMarks

/** What people say of a device, and no book knows. */
export type DeviceMarks = {
  /** It reaches no network. */
  readonly offline: boolean
  /** The machine is gone. */
  readonly gone: boolean
  /** A list or a finding names this very device. */
  readonly named: boolean
}
export const noMarks: DeviceMarks = { offline: false, gone: false, named: false }

/** How a maker's own activation works, as far as its documented commands go. */
export const activationSchemes = [
  'windows-kms-client',
  'windows-mak',
  'windows-retail',
  'windows-evaluation',
  'other',
] as const
export type ActivationScheme = (typeof activationSchemes)[number]

/** A device whose activation is another maker's: we read what it shows, and never touch it. */
export type ForeignDevice = {
  readonly kind: 'foreign'
  /** Whatever tells it apart: machine id, host name, name of the file. */
  readonly device: string
  readonly name: string | null
  readonly scheme: ActivationScheme
  /** Whether a product key is installed; null where nobody knows. */
  readonly hasKey: boolean | null
  readonly licensed: boolean | null
  /** Null where no sighting tells it. */
  readonly end: SightedEnd | null
}

/**
 * Where a licence ends, as it was seen: in this interval; never; or the end moves on before it comes, because the machine
 * meets its activation host every few days.
 */
export type SightedEnd =
  | { readonly kind: 'perpetual' }
  | { readonly kind: 'moves-on'; readonly span: Span }
  | { readonly kind: 'within'; readonly span: Span }

export type PlanDevice = OwnDevice | ForeignDevice

export const needs = ['none', 'term-differs', 'ends-soon', 'unseated', 'gone', 'unknown'] as const
export type Need = (typeof needs)[number]

/** Moments by which a plan judges: reminders and ends before `horizon` are a need. */
export type PlanOptions = {
  readonly now: Instant
  readonly horizon: Instant
}
