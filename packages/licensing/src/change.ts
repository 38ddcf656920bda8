import type { Instant } from '@holdfast/capabilities'
import type { LeaseId, LicenceId, SerialNumber, Term, Thumbprint } from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'
import type { Finding } from './finding.ts'
import type { AnsweredRelease, IssuedLease } from './issued-lease.ts'
import type { Licence, LicenceState, TermRule } from './licence.ts'
import type { OrderKey } from './order.ts'
import type { Edition, Product } from './product.ts'
import type { Seat, SerialRecord } from './seat.ts'

/**
 * What a decision wants written, in this order, in the deciding transaction. Records are whole: `...-recorded` inserts
 * or replaces by key, `...-added` inserts and fails where the key exists.
 */
export type Change =
  /** Only from a lease, where the books lost even the product; the edition may exist already and then stays. */
  | { readonly kind: 'product-recovered'; readonly product: Product; readonly edition: Edition }
  | { readonly kind: 'order-key-added'; readonly key: OrderKey }
  | { readonly kind: 'order-key-retired'; readonly key: OrderKey }
  | { readonly kind: 'licence-added'; readonly licence: Licence }
  | { readonly kind: 'licence-state-set'; readonly licence: LicenceId; readonly state: LicenceState }
  | { readonly kind: 'term-resolved'; readonly licence: LicenceId; readonly term: Term }
  /** By an administrator, who corrects what was entered wrongly. spec: activation-protocol §8 */
  | {
      readonly kind: 'term-corrected'
      readonly licence: LicenceId
      readonly termRule: TermRule
      readonly term: Term | null
      /** It ends earlier than before, and that was meant. */
      readonly shortened: boolean
      readonly at: Instant
    }
  /** By a lease that the books had lost, and that ends later than they say; no correction. spec: activation-protocol §3 */
  | { readonly kind: 'term-recovered'; readonly licence: LicenceId; readonly term: Term }
  /** Of a licence that is known from leases alone: by a newer one of them, or by an administrator. */
  | {
      readonly kind: 'recovered-key-set'
      readonly licence: LicenceId
      readonly key: Thumbprint
      readonly at: Instant
    }
  | { readonly kind: 'serial-added'; readonly serial: SerialRecord }
  | { readonly kind: 'seats-set'; readonly serial: SerialNumber; readonly seats: number }
  | { readonly kind: 'device-recorded'; readonly device: DeviceRecord }
  | SeatChange
  /** May answer a request that an earlier lease answered. */
  | { readonly kind: 'lease-added'; readonly lease: IssuedLease }
  | { readonly kind: 'lease-confirmed'; readonly lease: LeaseId; readonly at: Instant }
  | { readonly kind: 'release-answered'; readonly release: AnsweredRelease }
  | { readonly kind: 'finding'; readonly finding: Finding }

/** The seat replaces the record of the same (serial, device), and `takenDelta` is added to its serial number's `taken`. */
export type SeatChange = {
  readonly kind: 'seat-recorded'
  readonly seat: Seat
  readonly takenDelta: -1 | 0 | 1
  /** Why, for the audit row. */
  readonly because:
    'activated' | 'renewed' | 'released' | 'moved' | 'recorded-from-lease' | 'given-back-by-administrator'
}
