// What the books keep of the fleet beside the shapes of the fleet room itself.
import type { Instant } from '@holdfast/capabilities'
import type {
  CapturedBy,
  Certainty,
  DeviceKeyKind,
  Look,
  ObservedDevice,
  SightedEnd,
  Span,
  Wave,
} from '@holdfast/fleet'
import type {
  CaptureId,
  CustomerId,
  LicenceId,
  MessageId,
  ObservedDeviceId,
  WebhookId,
} from '@holdfast/lease'

/** What one file, or one part of it, said. `actor` sent it: `administrator:<token id>`. `observations`: the new ones in it. */
export type CaptureRecord = {
  readonly id: CaptureId
  readonly customer: CustomerId | null
  readonly source: string
  readonly kind: string
  readonly receivedAt: Instant
  readonly capturedAt: Span | null
  readonly capturedBy: CapturedBy
  readonly actor: string
  readonly observations: number
}

/** As it was read, without product keys. */
export type CaptureDetail = CaptureRecord & { readonly reading: unknown }

/** How the device was found. `ambiguous`: `candidates` are observed devices (`dev_...`) or devices of ours (`device:<thumbprint>`). */
export type MatchRecord =
  | { readonly kind: 'known'; readonly by: DeviceKeyKind; readonly certainty: Certainty }
  | { readonly kind: 'new'; readonly certainty: Certainty }
  | { readonly kind: 'ambiguous'; readonly by: DeviceKeyKind; readonly candidates: readonly string[] }

/** One device in one capture. `turned`: it had not been in this state before, and the state is not a good one. */
export type ObservationRecord = {
  readonly capture: CaptureId
  readonly place: number
  readonly device: ObservedDeviceId | null
  readonly match: MatchRecord
  readonly customer: CustomerId | null
  readonly receivedAt: Instant
  readonly at: Instant
  readonly turned: boolean
  readonly look: Look
}

/** A capture as it comes in. `factsText` is that of `factsTextOfCapture`, `reading` JSON text. */
export type NewCapture = {
  readonly customer: CustomerId | null
  readonly source: string
  readonly kind: string
  readonly capturedAt: Span | null
  readonly capturedBy: CapturedBy
  readonly factsText: string
  readonly reading: string
  readonly looks: readonly Look[]
}

/** What became of a capture: `known` were in the books already, `unmatched` fit several devices. */
export type RecordedCapture = {
  readonly id: CaptureId
  readonly state: 'added' | 'known'
  readonly observations: number
  readonly known: number
  readonly unmatched: number
}

export type RecordedCaptures = { readonly kind: 'recorded'; readonly captures: readonly RecordedCapture[] }

export type ObservedDeviceFilter = {
  readonly customer?: CustomerId
  readonly state?: string
  /** Devices that this finding is about; the order is then that of their ids. */
  readonly finding?: string
  /** As it stood in a capture; the order is that of their ids. Not together with a finding. */
  readonly host?: string
}

/** Where an observed device ends, by its newest looks; `agrees`: another look gives the same end. `ours`: it holds a seat. */
export type ObservedEnd = {
  readonly device: ObservedDevice
  readonly ours: boolean
  readonly end: SightedEnd | null
  readonly agrees: boolean
  readonly activatedAt: Span | null
  readonly keyInstalledAt: Span | null
  readonly upgradedAt: Span | null
  readonly grantedSeconds: number | null
  readonly release: string | null
}

/** Which observed devices a finding is about, asked of the books when it is raised. */
export type DevicesOfFinding =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'reminding'
      readonly customer: CustomerId | null
      readonly month: number
      readonly before: Instant
    }
  | {
      readonly kind: 'silent'
      readonly customer: CustomerId | null
      readonly month: number
      readonly before: Instant
    }
  | { readonly kind: 'misfit'; readonly misfit: string }
  | ({ readonly kind: 'wave' } & Wave)

export type DeviceGroup = {
  readonly customer: CustomerId | null
  readonly month: number
  readonly devices: number
  readonly first: Instant
}
export type MisfitGroup = {
  readonly misfit: string
  readonly devices: number
  readonly example: Pick<ObservedDevice, 'label' | 'ends'>
}
export type CountedWave = {
  readonly devices: number
  /** Those that are still in the state of the wave. */
  readonly left: number
  readonly customers: number
  /** The customer of all its devices; null where they have several or none. */
  readonly customer: CustomerId | null
}
/** A wave that was raised before, open or not. `left`: devices that are still in its state. */
export type KnownWave = Wave & {
  readonly finding: string
  readonly open: boolean
  readonly left: number
}
export type LicenceReminder = {
  readonly licence: LicenceId
  readonly order: string
  readonly holder: string
  readonly seats: number
  readonly first: Instant
  readonly until: Instant
}
export type MissedRenewals = {
  readonly licence: LicenceId
  readonly order: string
  readonly holder: string
  readonly span: number
  readonly devices: number
  readonly lastSeen: Instant
}

/** Where findings are sent. The secret's bytes are opaque here, possibly encrypted, and empty once it is stopped. */
export type WebhookRecord = {
  readonly id: WebhookId
  readonly url: string
  readonly secret: Uint8Array
  readonly kinds: 'all' | readonly string[]
  readonly createdAt: Instant
  readonly state:
    | { readonly kind: 'active' }
    | { readonly kind: 'stopped'; readonly at: Instant; readonly because: 'removed' | 'gone' }
}
/** How its messages fare. `lastError` is that of the message which waits longest. */
export type WebhookDeliveries = {
  readonly waiting: number
  readonly dead: number
  readonly lastError: string | null
}

/** A message that this server has claimed, with what it takes to send it. `attempt` counts from 1. */
export type ClaimedMessage = {
  readonly id: MessageId
  readonly payload: string
  readonly attempt: number
  readonly webhook: WebhookRecord
}
/** `failed` with `retryAt` null: it is dead. `gone`: whoever received it wants nothing more. `given-back`: not tried. */
export type DeliveryOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly error: string; readonly retryAt: Instant | null }
  | { readonly kind: 'gone' }
  | { readonly kind: 'given-back' }

/** `wanted` is what the one that fulfils the duty hands back when it is done. */
export type DutyClaim =
  { readonly kind: 'claimed'; readonly wanted: number } | { readonly kind: 'elsewhere' | 'nothing-wanted' }
