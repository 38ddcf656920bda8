import type { Instant } from '@holdfast/capabilities'
import type { LeaseId, LicenceId, Name, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'

/** Something a person should look at; it never refuses anything. */
export type Finding =
  | {
      /** The books learned of a lease from the device's own copy: they are older than it. */
      readonly kind: 'RECORDED_FROM_LEASE'
      readonly at: Instant
      readonly device: Thumbprint
      readonly serial: SerialNumber
      readonly licence: LicenceId
      readonly seat: SeatId
      readonly lease: LeaseId
      readonly generation: number
      /** The serial number has more taken seats than were bought, after this one. */
      readonly aboveCount: boolean
      /** What was missing: the highest thing that had to be recorded again, `generation` where only the count of leases was behind. */
      readonly missing: 'product' | 'licence' | 'serial' | 'seat' | 'generation'
    }
  | {
      /** One device key asks for two products. */
      readonly kind: 'DEVICE_OTHER_PRODUCT'
      readonly at: Instant
      readonly device: Thumbprint
      readonly product: Name
      readonly productOfRecord: Name
    }
  | {
      /** A lease that the books had lost names a later product key than theirs: a rekey was lost with it. */
      readonly kind: 'PRODUCT_KEY_DIFFERS'
      readonly at: Instant
      readonly device: Thumbprint
      readonly serial: SerialNumber
      readonly licence: LicenceId
      readonly order: string
      readonly product: Name
      readonly lease: LeaseId
      /** Whose key proves now: the books' own, or, where they know the licence from leases alone, that of this one. */
      readonly proves: 'books' | 'lease'
    }
  | {
      /** A lease that the books had lost ends later than they say: a longer term was decided and lost, and is taken from it. */
      readonly kind: 'TERM_DIFFERS'
      readonly at: Instant
      readonly device: Thumbprint
      readonly serial: SerialNumber
      readonly licence: LicenceId
      readonly order: string
      readonly lease: LeaseId
      /** What the books said. */
      readonly booksUntil: string
      /** Since then the licence's; `null`: perpetual. */
      readonly leaseUntil: string | null
    }
  | {
      /** An administrator took the server's clock for true against later moments in the books. */
      readonly kind: 'CLOCK_ACCEPTED'
      readonly at: Instant
      readonly clock: string
      readonly newest: string
      readonly behindSeconds: number
    }
