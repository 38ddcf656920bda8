import type { Instant } from '@holdfast/capabilities'
import type { LicenceId, Name, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'

/** A serial number and the count of its seats. All counting happens here, so that a decision costs the same for one seat and for a million. */
export type SerialRecord = {
  readonly serial: SerialNumber
  readonly licence: LicenceId
  readonly product: Name
  /** How many were bought; 0 for a recovered serial number, whose quantity nobody knows. May be cut below `taken`. */
  readonly seats: number
  /** How many seats of this serial number are in the state `taken`. */
  readonly taken: number
}

export type SeatState =
  | { readonly kind: 'taken'; readonly since: Instant }
  | { readonly kind: 'released'; readonly at: Instant }
  /** `device`: another device holds it now. `serial`: its own device went to another serial number. */
  | { readonly kind: 'moved'; readonly at: Instant; readonly to: 'device' | 'serial' }

/** What one device has of one serial number: at most one seat per pair (serial, device), taken again after a release. */
export type Seat = {
  readonly id: SeatId
  readonly serial: SerialNumber
  readonly licence: LicenceId
  readonly product: Name
  readonly device: Thumbprint
  readonly state: SeatState
  /** Generation of the newest lease issued for this seat. */
  readonly generation: number
  /** True where it was recorded again from a lease. */
  readonly recovered: boolean
}
