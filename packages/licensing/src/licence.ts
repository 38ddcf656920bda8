import type { Instant } from '@holdfast/capabilities'
import type { CivilPeriod } from '@holdfast/capabilities/calendar'
import type {
  CustomerId,
  LicenceId,
  Name,
  OrderId,
  Policy,
  ReleaseRange,
  Term,
  Thumbprint,
} from '@holdfast/lease'

/** How the end was agreed. Only `Licence.term` says when it is. spec: activation-protocol §8 */
export type TermRule =
  | { readonly kind: 'perpetual' }
  | { readonly kind: 'until'; readonly until: Instant }
  | {
      readonly kind: 'period'
      readonly period: CivilPeriod
      readonly from: 'order' | 'first-activation'
      /** IANA name. */
      readonly zone: string
    }

/** Renewal is due `everyDays` after the issue, its window opens `windowDays` before; 1 <= windowDays <= everyDays. */
export type RenewalRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'advised' | 'required'; readonly everyDays: number; readonly windowDays: number }

export type LicenceState =
  | { readonly kind: 'active' }
  | { readonly kind: 'suspended'; readonly since: Instant; readonly reason: string }
  | { readonly kind: 'withdrawn'; readonly since: Instant; readonly reason: string }

/** The right: one order line. How many seats it has stands on its serial numbers. */
export type Licence = {
  readonly id: LicenceId
  /** `null` where recovered: a lease names the order's number, not its id, and no customer. */
  readonly order: OrderId | null
  readonly customer: CustomerId | null
  readonly orderNumber: string
  readonly orderedAt: Instant
  readonly holder: string
  readonly product: Name
  readonly edition: Name
  readonly releases: readonly ReleaseRange[]
  readonly termRule: TermRule
  /** `null` until the first activation resolves it; resolved once, never recomputed. */
  readonly term: Term | null
  /** When an administrator last corrected the term in these books; `null`: it is as the order, or a lease, said. */
  readonly termCorrectedAt: Instant | null
  /** When such a correction last gave it an earlier end; `null`: none ever did. */
  readonly termShortenedAt: Instant | null
  readonly renewal: RenewalRule
  readonly reminderDays: number
  readonly graceDays: number
  readonly policies: { readonly [feature: Name]: Policy }
  readonly state: LicenceState
  /** True where the books lost the licence and know it from a lease alone. spec: activation-protocol §3 */
  readonly recovered: boolean
  /** Recovered only: the product key that the lease named. Otherwise `null`, and the order's keys count. */
  readonly recoveredKey: Thumbprint | null
  /** When that lease was issued, or an administrator replaced the key; `null` where `recoveredKey` is. */
  readonly recoveredKeyAt: Instant | null
}
