// What a product sees of its licence on one machine: options, states, actions and their outcomes.
import type { Clock, Entropy, Instant } from '@holdfast/capabilities'
import type { Lease, LeaseId, Name, Refusal, Release, RequestId } from '@holdfast/lease'

/** Doubts, in the order in which they are told. None of them locks. spec: device §1 */
export const noticedWords = [
  'clock-behind',
  'clock-ahead',
  'hardware-changed',
  'renewal-due',
  'renewal-overdue',
  'to-be-re-issued',
  'receipt-waiting',
  'request-waiting',
  'release-unconfirmed',
  'vault-generation-damaged',
  'trust-expired',
] as const
export type Noticed = (typeof noticedWords)[number]

export type EndReason = 'term-over' | 'renewal-missed'
/** `vault-unreadable`: the vault may well hold a lease, and this process may not read it. */
export type UnlicensedReason = 'never-activated' | 'reset' | 'released' | 'vault-lost' | 'vault-unreadable'

/** spec: device §1 */
export type DeviceState =
  | { readonly kind: 'unlicensed'; readonly because: UnlicensedReason; readonly noticed: readonly Noticed[] }
  | {
      readonly kind: 'licensed'
      readonly until: 'perpetual' | Instant
      readonly reminding: boolean
      readonly noticed: readonly Noticed[]
    }
  | {
      readonly kind: 'in-grace'
      readonly since: Instant
      readonly until: Instant
      readonly because: EndReason
      readonly noticed: readonly Noticed[]
    }
  | {
      readonly kind: 'lapsed'
      /** End of grace; `null` where the release is not covered. */
      readonly since: Instant | null
      readonly because: EndReason | 'release-not-covered'
      readonly noticed: readonly Noticed[]
    }

export type Allowance = 'yes' | 'warn' | 'no'

/** Hardware facts: name of a fingerprint part to its value. Values never leave the device. spec: device §5 */
export type Facts = { readonly [part: Name]: string }

/** Running time of this boot, whole seconds; `null` where the system does not tell. */
export type Uptime = { readonly bootId: string; readonly seconds: number }
export type UptimeReader = () => Uptime | null

export type LicenceOptions = {
  readonly product: Name
  /** Folder of the vault: one product on one machine. Made at the first write. */
  readonly dir: string
  /**
   * Trust bundle of any version, armoured text or bytes; may be absent where the vault holds one. A vault of another root is
   * not believed, and not changed.
   */
  readonly trust?: string | Uint8Array | undefined
  /** The running release. Absent: the one last told to this vault; where none is known, coverage is not judged. */
  readonly release?: Release | undefined
  /**
   * Hardware facts, or how to collect them; default: this system's. Collected at most once, when something is written. A
   * vault that was given facts never falls back to this system's: without them nothing is judged, until a reset. `null`:
   * they are of the product's own kind, and not at hand now.
   */
  readonly facts?: Facts | (() => Facts) | null | undefined
  readonly clock?: Clock | undefined
  readonly entropy?: Entropy | undefined
  readonly uptime?: UptimeReader | undefined
  /** Address of the vendor's server, `http://` or `https://`; default: the one that last answered. */
  readonly server?: string | undefined
  /** What features may do without any lease; a feature not named: `no`. */
  readonly defaults?: { readonly [feature: Name]: Allowance } | undefined
  /** Name of this device as shown to administrators, 1 to 200 characters. */
  readonly name?: string | undefined
  /** Language of the server's texts; default `en`. */
  readonly language?: 'en' | 'zh' | undefined
}

/** What the server said beside code and facts, in the language asked for. Shortened, without control characters. */
export type ServerWords = {
  readonly title?: string
  readonly userAction?: string
  readonly adminAction?: string
  readonly supportCode?: string
}
/** A refusal, made here or by the server. `said` is present where the server gave words. */
export type DeviceRefusal = Refusal & { readonly said?: ServerWords }

export type ActivateInput = {
  /** As typed. */
  readonly serial: string
  /** Product key as typed. Never stored. */
  readonly key: string
  readonly server?: string | undefined
  /** Default 60,000. */
  readonly deadlineMs?: number | undefined
}
export type RenewInput = { readonly server?: string | undefined; readonly deadlineMs?: number | undefined }
export type ReleaseInput = RenewInput
export type KeepUpInput = RenewInput
export type RequestInput =
  | { readonly action: 'activate'; readonly serial: string; readonly key: string }
  | { readonly action: 'renew' }
  | { readonly action: 'release' }

export type Activated = {
  readonly kind: 'activated'
  readonly lease: Lease
  /** The answer was the lease already held. */
  readonly already: boolean
  /** The server has confirmed the receipt. */
  readonly acknowledged: boolean
  readonly state: DeviceState
}
export type Renewed = Omit<Activated, 'kind'> & { readonly kind: 'renewed' }
/** What upkeep did: shown to nobody but administrators. `code`: why the server advised it, its own word. */
export type KeptUp = Renewed & {
  readonly because: 'window' | 're-issue' | 'unanswered' | 'advised'
  readonly code: string | null
}
/** Nothing is due; to be called again after `againSeconds`. */
export type NothingDue = {
  readonly kind: 'nothing-due'
  readonly because:
    | 'not-licensed'
    | 'no-server'
    | 'not-due'
    | 'not-yet'
    | 'asked-lately'
    | 'advised-lately'
    | 'renewed-lately'
    | 'request-waiting'
  readonly againSeconds: number
}
export type Released = {
  readonly kind: 'released'
  /** `false`: not known to the server yet. Only `release` repeats it, or `request` in a file. spec: device §2 */
  readonly confirmed: boolean
  readonly lease: LeaseId
  /** The RELEASE block as a file, to be carried where `confirmed` is false. */
  readonly text: string
  /** Why it is not confirmed; `null` also where the release that was confirmed is no longer the one that waits. */
  readonly refusal: DeviceRefusal | null
}
export type Reset = {
  readonly kind: 'reset'
  readonly forgot: { readonly lease: LeaseId | null; readonly requests: number; readonly proofs: number }
  readonly kept: {
    readonly deviceKey: boolean
    readonly receipts: number
    readonly trust: number | null
    readonly generation: number
  }
}
export type Requested = {
  readonly kind: 'request'
  readonly id: RequestId
  readonly action: 'activate' | 'renew' | 'release'
  /** Armoured: one REQUEST or RELEASE block, then the waiting RECEIPT blocks. */
  readonly text: string
  /** The same request as before, byte for byte. */
  readonly already: boolean
}
export type Applied = {
  readonly kind: 'applied'
  /** `null` where the text brought trust bundles alone. */
  readonly lease: Lease | null
  readonly already: boolean
  /** Version of the newest trust bundle held. */
  readonly trust: number
  /** Receipts to carry back, armoured; empty where none waits. */
  readonly receipts: string
  readonly state: DeviceState
}

export type VaultFinding = {
  readonly file: string
  /** `too-open`: others than the owner may read or write the device key. */
  readonly finding: 'damaged' | 'missing' | 'newer' | 'unreadable' | 'too-open'
}
export type JournalEntry = { readonly at: Instant; readonly word: string; readonly code: string | null }
export type Diagnosis = {
  readonly kind: 'diagnosis'
  readonly state: DeviceState
  readonly lease: Lease | null
  readonly device: string | null
  readonly trust: { readonly version: number; readonly fingerprint: string; readonly vendor: string } | null
  readonly release: Release | null
  readonly server: string | null
  readonly clock: { readonly wall: Instant; readonly floor: Instant | null; readonly now: Instant }
  readonly vault: readonly VaultFinding[]
  /** What is wrong with the trust bundle given, or the lease held; `null` where nothing is. */
  readonly refusals: readonly Refusal[]
  readonly waiting: {
    readonly receipts: number
    readonly requests: readonly { readonly id: RequestId; readonly action: string; readonly serial: string }[]
    readonly release: boolean
  }
  readonly facts: readonly { readonly name: Name; readonly hash: string | null }[]
  readonly journal: readonly JournalEntry[]
  /** The report of lease-format §8, signed and armoured; `null` where the device key is missing or not readable. */
  readonly report: string | null
}

export type DeviceLicence = {
  /** Pure reading; without `now` the clock is asked. Needs no lock, no private file and no right to write. */
  state(now?: Instant): DeviceState
  allows(feature: Name, now?: Instant): Allowance
  /** The verified lease held, whatever its state. */
  lease(): Lease | null
  activate(input: ActivateInput): Promise<Activated | DeviceRefusal>
  renew(input?: RenewInput): Promise<Renewed | DeviceRefusal>
  /** Upkeep in the background, as often as the product likes; nothing of it is shown to people. */
  keepUp(input?: KeepUpInput): Promise<KeptUp | NothingDue | DeviceRefusal>
  release(input?: ReleaseInput): Promise<Released | DeviceRefusal>
  reset(): Promise<Reset | DeviceRefusal>
  request(input: RequestInput): Promise<Requested | DeviceRefusal>
  apply(text: string | Uint8Array): Promise<Applied | DeviceRefusal>
  /** Never refuses and writes nothing. */
  diagnose(now?: Instant): Diagnosis
}
