// The artefacts as values. Each is made by its parser from verified bytes, or composed by its issuer; moments are Instants here and text on the wire.
import type { Instant } from '@holdfast/capabilities'

declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** `ABCDE-FGHJK-MNPQR`, normalised, check symbols right. Made by `parseSerial` or `makeSerial`. */
export type SerialNumber = Brand<string, 'SerialNumber'>
/** A product key, normalised. A secret: never stored, logged or sent. Made by `parseProductKey` or `makeProductKey`. */
export type ProductKey = Brand<string, 'ProductKey'>
/** SHA-256 of a public key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits. A device's id is that of its key. */
export type Thumbprint = Brand<string, 'Thumbprint'>
export type LeaseId = Brand<string, 'LeaseId'>
export type RequestId = Brand<string, 'RequestId'>
export type SeatId = Brand<string, 'SeatId'>
export type LicenceId = Brand<string, 'LicenceId'>
export type OrderId = Brand<string, 'OrderId'>
export type CustomerId = Brand<string, 'CustomerId'>
export type PlanId = Brand<string, 'PlanId'>
export type CaptureId = Brand<string, 'CaptureId'>
export type ObservedDeviceId = Brand<string, 'ObservedDeviceId'>
export type WebhookId = Brand<string, 'WebhookId'>
export type MessageId = Brand<string, 'MessageId'>
export type CaseId = Brand<string, 'CaseId'>
export type CaseMessageId = Brand<string, 'CaseMessageId'>
export type CaseItemId = Brand<string, 'CaseItemId'>
export type CaseMoveId = Brand<string, 'CaseMoveId'>
export type ProposalId = Brand<string, 'ProposalId'>
export type PersonId = Brand<string, 'PersonId'>
export type IntakeId = Brand<string, 'IntakeId'>
export type OutgoingMailId = Brand<string, 'OutgoingMailId'>
/** Name of a product, edition, feature or fingerprint part: `^[a-z][a-z0-9-]{0,31}$`. */
export type Name = string

/** SHA-256 of the payload bytes of a vendor's trust bundle version 1: names the vendor. 64 hexadecimal digits. */
export type Root = Brand<string, 'Root'>

export type ArtefactKind = 'trust' | 'lease' | 'request' | 'receipt' | 'release' | 'report'

/** A DSSE envelope as it travels: base64 payload, list of signatures. */
export type Envelope = {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** Half-open range of release ordinals; without `below`, every later release too. */
export type ReleaseRange = { readonly from: number; readonly below?: number }
export type Release = { readonly name: string; readonly ordinal: number }

export type Term = { readonly kind: 'perpetual' } | { readonly kind: 'until'; readonly until: Instant }
export type Renewal =
  | { readonly kind: 'none' }
  | { readonly kind: 'advised' | 'required'; readonly from: Instant; readonly until: Instant }
export type Policy = 'enforce' | 'warn' | 'observe'

export type FingerprintPart = { readonly name: Name; readonly hash: string }
export type Fingerprint = { readonly salt: Thumbprint; readonly parts: readonly FingerprintPart[] }
export type AcceptedFingerprint = {
  readonly salt: Thumbprint
  readonly parts: readonly (FingerprintPart & { readonly weight: number })[]
}

export type Lease = {
  readonly root: Root
  readonly id: LeaseId
  readonly generation: number
  readonly answers: RequestId
  readonly acknowledges: readonly LeaseId[]
  readonly licence: LicenceId
  readonly order: string
  readonly seat: SeatId
  readonly product: Name
  readonly edition: Name
  readonly releases: readonly ReleaseRange[]
  readonly serial: SerialNumber
  readonly productKey: Thumbprint
  readonly holder: string
  readonly device: { readonly key: Thumbprint; readonly fingerprints: readonly AcceptedFingerprint[] }
  readonly term: Term
  readonly renewal: Renewal
  readonly reminderDays: number
  readonly graceDays: number
  readonly policies: { readonly [feature: Name]: Policy }
  readonly issuedAt: Instant
  readonly trust: number
}

export type Request = {
  readonly root: Root
  readonly id: RequestId
  readonly sequence: number
  readonly action: 'activate' | 'renew'
  readonly product: Name
  readonly release: Release
  readonly serial: SerialNumber
  readonly device: {
    readonly key: Thumbprint
    readonly name?: string
    readonly fingerprints: readonly Fingerprint[]
  }
  readonly held: Envelope | null
  /** The highest generation that this device key ever accepted, 0 if none. */
  readonly generation: number
  readonly receipts: readonly LeaseId[]
  readonly trust: number | null
  readonly clock: { readonly wall: Instant; readonly floor?: Instant }
}

export type Receipt = {
  readonly root: Root
  readonly lease: LeaseId
  readonly generation: number
  readonly product: Name
  readonly device: { readonly key: Thumbprint }
  readonly appliedAt: Instant
}

export type ReleaseStatement = {
  readonly root: Root
  readonly id: RequestId
  readonly sequence: number
  readonly product: Name
  readonly serial: SerialNumber
  readonly device: { readonly key: Thumbprint }
  readonly held: Envelope
  readonly releasedAt: Instant
}

export type Algorithm = 'ed25519' | 'ml-dsa-65' | 'sm2-sm3'
export type TrustKey = {
  readonly id: Thumbprint
  readonly algorithm: string
  /** SubjectPublicKeyInfo in DER. */
  readonly public: Uint8Array
  readonly from: Instant
  readonly until?: Instant
}
export type TrustRole = {
  readonly keys: readonly Thumbprint[]
  readonly threshold: number
  readonly algorithms: readonly string[]
}
export type IssuingRole = TrustRole & { readonly products: 'all' | readonly Name[] }
export type TrustBundle = {
  readonly version: number
  readonly issuedAt: Instant
  readonly expires?: Instant
  /** The vendor's name for people. */
  readonly title: string
  /** The root: of version 1 computed from its payload, of later ones read from it. */
  readonly root: Root
  readonly keys: readonly TrustKey[]
  readonly roles: {
    readonly root: TrustRole
    readonly issuing: readonly IssuingRole[]
    readonly time: TrustRole
    readonly typedCode: TrustRole
    readonly site: TrustRole
  }
  readonly revoked: readonly {
    readonly key: Thumbprint
    readonly reason: string
    readonly at: Instant
    readonly compromised: boolean
  }[]
  readonly disregard: readonly { readonly key: Thumbprint; readonly from: Instant; readonly until: Instant }[]
}
