// What licensing needs to look at. The store loads it, the decisions only read it.
import type {
  LeaseId,
  LicenceId,
  Name,
  OrderId,
  RequestId,
  SeatId,
  SerialNumber,
  Thumbprint,
} from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'
import type { IssuedLease, SeenRequest } from './issued-lease.ts'
import type { Licence } from './licence.ts'
import type { OrderKey } from './order.ts'
import type { Product } from './product.ts'
import type { Seat, SerialRecord } from './seat.ts'

/** The books as one transaction sees them, changes of earlier decisions of the same batch included. `null`: there is none. */
export interface Books {
  /** Requests and releases share the ids of a device. */
  requestSeen(device: Thumbprint, id: RequestId): SeenRequest | null
  product(id: Name): Product | null
  licence(id: LicenceId): Licence | null
  /** The key that proves now; `null` where the order has none for this product, as after a loss. */
  orderKey(order: OrderId, product: Name): OrderKey | null
  serial(serial: SerialNumber): SerialRecord | null
  device(id: Thumbprint): DeviceRecord | null
  seat(id: SeatId): Seat | null
  /** The seat of this pair, in whatever state. */
  seatOf(serial: SerialNumber, device: Thumbprint): Seat | null
  /** Seats in the state `taken`, of all products, ascending by generation; a few at most, as a device gives back what it leaves. */
  seatsTakenBy(device: Thumbprint): readonly Seat[]
  lease(id: LeaseId): IssuedLease | null
}
