/**
 * What a capture says, in the vocabulary of docs/spec/reading.md. A member is null where the capture does not say;
 * optional members are absent where the capture has no such block. Nothing in it was computed: what follows from a
 * reading is the business of explain and forecast.
 */
export const licenceStatusNames = [
  'unlicensed',
  'licensed',
  'initial-grace',
  'additional-grace',
  'non-genuine-grace',
  'notification',
  'extended-grace',
] as const
export type LicenceStatusName = (typeof licenceStatusNames)[number]
/** `code` is the place in `licenceStatusNames`. */
export type LicenceStatus = { readonly code: number; readonly name: LicenceStatusName }

export type Encoding =
  | 'ascii'
  | 'utf-8'
  | 'utf-8-bom'
  | 'utf-16le'
  | 'utf-16le-bom'
  | 'gbk'
  | 'utf-8 holding GBK bytes read as latin-1'
export type LineEnds = 'crlf' | 'lf' | 'mixed'
export type Locale = 'en' | 'zh-CN' | 'unknown'

/** In the order in which a reading lists them. */
export const readingWarnings = [
  'truncated',
  'mojibake-repaired',
  'date-order-ambiguous',
  'status-ambiguous',
  'unknown-locale',
] as const
export type ReadingWarning = (typeof readingWarnings)[number]

/** A local clock of the device: ISO without zone, `2018-11-27T09:40:03`. */
export type LocalTime = string

/** Where a fact stood: `path` is the member of the reading (`products[0].remainingMinutes`); half-open UTF-16 positions in the text as decoded; `line` from 1. */
export type Place = {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly line: number
}

export type ExpiryKind = 'volume' | 'timebased' | 'automatic-vm' | 'grace' | 'none'
export type ActivationType = 'all' | 'ad' | 'kms' | 'token'

export type NotificationReason = {
  /** `0xC004F009`. */
  readonly code: string
  readonly phrase: 'non-genuine' | 'grace-time-expired' | null
}

/** How often timers may still be set back. */
export type RearmCounts = {
  readonly windows: number | null
  readonly app: number | null
  readonly sku: number | null
}

export type LicenceUrls = {
  readonly processorCertificate?: string
  readonly machineCertificate?: string
  readonly useLicense?: string
  readonly productKeyCertificate?: string
  readonly validation?: string
}

export type KmsClient = {
  readonly cmid: string | null
  readonly lookupDomain: string | null
  readonly host: string | null
  readonly port: number | null
  readonly source: 'dns' | 'registered' | null
  readonly ip: string | null
  readonly extendedPid: string | null
  readonly activationIntervalMinutes: number | null
  readonly renewalIntervalMinutes: number | null
  readonly hostCaching: boolean | null
}

export type KmsHost = {
  readonly currentCount: number | null
  readonly listeningPort: number | null
  readonly dnsPublishing: boolean | null
  readonly priority: 'normal' | 'low' | null
  readonly requests: KmsRequests | null
}

/** Requests that a host received since it counts. */
export type KmsRequests = {
  readonly total: number | null
  readonly failed: number | null
  readonly unlicensed: number | null
  readonly licensed: number | null
  readonly initialGrace: number | null
  readonly expiredOrHwidOutOfTolerance: number | null
  readonly nonGenuineGrace: number | null
  readonly notification: number | null
}

export type AdActivation = {
  readonly objectName: string | null
  readonly objectDn: string | null
  readonly extendedPid: string | null
  readonly activationId: string | null
}

/** Activation of a virtual machine by its host. */
export type VmActivation = {
  readonly iaid: string | null
  readonly hostMachine: string | null
  readonly activationTime: LocalTime | null
  readonly activationTimeCandidates?: readonly LocalTime[]
  readonly activationTimeText?: string
  readonly hostPid2: string | null
}

export type TokenActivation = {
  readonly licenseId: string | null
  readonly versionId: number | null
  readonly grantNumber: number | null
  readonly certificateThumbprint: string | null
}

export type Subscription = {
  readonly edition: string | null
  readonly type: 'azure' | 'device' | 'user' | 'unknown' | null
  readonly status: 'active' | 'not-active' | 'disabled' | 'expired' | null
  readonly expiry: LocalTime | null
  readonly expiryCandidates?: readonly LocalTime[]
  readonly expiryText?: string
}

/** One licence of a capture. */
export type Product = {
  readonly name: string | null
  readonly description: string | null
  readonly channel: string | null
  readonly activationId: string | null
  readonly applicationId: string | null
  readonly extendedPid: string | null
  /** Absent in the Windows 7 layout, which has no such line. */
  readonly productKeyChannel?: string | null
  readonly installationId: string | null
  readonly urls?: LicenceUrls
  readonly partialKey: string | null
  readonly inUse: boolean | null
  readonly licenseStatus: LicenceStatus | null
  readonly licenseStatusCandidates?: readonly LicenceStatus[]
  readonly expiryKind: ExpiryKind | null
  readonly remainingMinutes: number | null
  readonly remainingDaysPrinted: number | null
  readonly notificationReason: NotificationReason | null
  readonly evaluationEnd: LocalTime | null
  readonly evaluationEndCandidates?: readonly LocalTime[]
  readonly evaluationEndText?: string
  readonly rearm: RearmCounts
  readonly trustedTime: LocalTime | null
  readonly trustedTimeCandidates?: readonly LocalTime[]
  readonly trustedTimeText?: string
  /** Property dumps alone: the same moment, `2023-08-14T01:26:41Z`, where the local clock cannot be known. */
  readonly trustedTimeUtc?: string
  readonly configuredActivationType: ActivationType | null
  readonly kms: KmsClient | null
  readonly kmsHost?: KmsHost
  readonly adActivation?: AdActivation
  readonly avma?: VmActivation
  readonly tokenActivation?: TokenActivation
  readonly subscription?: Subscription
  readonly needsAtoToRefreshKms?: true
  readonly xprExpiry?: LocalTime | null
  readonly xprExpiryCandidates?: readonly LocalTime[]
  readonly xprExpiryText?: string
}

export type AtoResult = {
  /** null where the text ends before the outcome. */
  readonly ok: boolean | null
  readonly errorCode: string | null
  readonly product: string | null
  readonly activationId: string | null
}

export type RearmResult = { readonly ok: boolean; readonly needsReboot: boolean }

export type CaptureError = { readonly kind: 'no-product-key' | 'wmi' }

/** What needs no translation. Only what was found is there. */
export type MinimumFacts = {
  readonly serviceVersion?: string
  readonly name?: string
  readonly description?: string
  readonly channel?: string
  readonly activationId?: string
  readonly applicationId?: string
  readonly extendedPid?: string
  readonly productKeyChannel?: string
  readonly installationId?: string
  readonly partialKey?: string
  readonly remainingMinutes?: number
  readonly remainingDaysPrinted?: number
  readonly cmid?: string
}

/** What one capture says. The file's encoding and line ends are added by whoever read the bytes. */
export type Reading = {
  readonly locale: Locale
  /** `dlv`, `dlv all`, `dlv+rearm+ato`, `collector`; null where the text does not tell. */
  readonly command: string | null
  readonly serviceVersion: string | null
  readonly products: readonly Product[]
  readonly primaryProductIndex?: number | null
  readonly atoResult?: AtoResult
  readonly rearmResult?: RearmResult
  readonly error?: CaptureError
  readonly minimumFacts?: MinimumFacts
  readonly warnings: readonly ReadingWarning[]
}

/** A reading with the places of its facts in the text. */
export type PlacedReading = { readonly reading: Reading; readonly places: readonly Place[] }
