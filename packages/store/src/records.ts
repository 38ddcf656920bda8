// What the books keep beside the domain of licensing: who acted, keys and tokens of the server, findings, audit rows.
import type { Instant } from '@holdfast/capabilities'
import type { Who } from '@holdfast/fleet'
import type { LeaseId, LicenceId, Name, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'

/** Who acts. `id` is a token's id, a device's thumbprint or a server's id; never a secret. Stored as `kind:id`. */
export type Actor = { readonly kind: 'administrator' | 'device' | 'server'; readonly id: string }

export type TokenScope = string
/** An access token. The secret is never stored: `hash` is the SHA-256 of the token's text, lower-case hexadecimal. */
export type TokenRecord = {
  readonly id: string
  readonly name: string
  readonly hash: string
  readonly scopes: readonly TokenScope[]
  readonly createdAt: Instant
  readonly revokedAt: Instant | null
  /** Days since 1970-01-01 of the last use, so that a use costs at most one write a day. */
  readonly lastUsedDay: number | null
}

export type ServerKeyRole = 'root' | 'issuing' | 'time' | 'typed-code' | 'site'
/** A signing key of the server. `privateBytes` are opaque here: possibly encrypted, empty where the key is kept elsewhere. */
export type ServerKeyRecord = {
  readonly id: Thumbprint
  readonly role: ServerKeyRole
  readonly products: 'all' | readonly Name[]
  readonly algorithm: string
  readonly publicRaw: Uint8Array
  readonly privateBytes: Uint8Array
  readonly from: Instant
  readonly until: Instant | null
}

/** A trust bundle as it is sent: the bytes of its envelope. */
export type TrustBundleRecord = {
  readonly version: number
  readonly envelope: Uint8Array
  readonly addedAt: Instant
}

export type FindingState =
  { readonly kind: 'open' } | { readonly kind: 'closed'; readonly at: Instant; readonly by: string }
/** Something that a person should look at, and who should act. `facts` hold short values without secrets. */
export type FindingRecord = {
  readonly id: string
  readonly code: string
  readonly at: Instant
  readonly subject: string
  readonly who: Who
  readonly facts: { readonly [name: string]: string | number | boolean | null }
  readonly state: FindingState
}

/** One row of an audit chain (docs/spec/store-schema.md §4). */
export type AuditRecord = {
  readonly chain: string
  readonly sequence: number
  readonly at: Instant
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** JSON text of an object; never holds a secret. */
  readonly detail: string
  readonly previous: Uint8Array
  readonly hash: Uint8Array
}

/** The end of a server's audit chain. Noted down elsewhere, it proves later that nothing was taken away. */
export type AuditHead = {
  readonly server: string
  readonly chain: string
  readonly sequence: number
  readonly hash: Uint8Array
}

/** A head as somebody noted it down: the server's chain is looked up in the books. */
export type NotedHead = Omit<AuditHead, 'chain'>

export type AuditVerdict =
  { readonly kind: 'whole'; readonly rows: number; readonly heads: readonly AuditHead[] } | BrokenAudit

export type BrokenAudit =
  | {
      readonly kind: 'broken'
      readonly chain: string
      readonly sequence: number
      readonly what:
        'row-missing' | 'row-altered' | 'previous-altered' | 'tail-missing' | 'tail-unknown' | 'head-altered'
    }
  | {
      readonly kind: 'broken'
      readonly server: string
      readonly sequence: number
      readonly what: 'noted-row-missing' | 'noted-hash-differs'
    }
  | { readonly kind: 'broken'; readonly server: string; readonly what: 'server-unknown' }

/** Why an audit was not verified at all: nothing is said about its rows. */
export type UnverifiedAudit =
  | { readonly kind: 'unverified'; readonly reason: 'books-missing' }
  | { readonly kind: 'unverified'; readonly reason: 'books-incomplete'; readonly tables: readonly string[] }
  | {
      readonly kind: 'unverified'
      readonly reason: 'books-older'
      readonly version: number
      /** The version that this program knows. */
      readonly versionMax: number
    }

/** A lease that no receipt has confirmed yet. */
export type UnconfirmedLease = {
  readonly lease: LeaseId
  readonly seat: SeatId
  readonly serial: SerialNumber
  readonly licence: LicenceId
  readonly product: Name
  readonly device: Thumbprint
  readonly generation: number
  readonly issuedAt: Instant
}
