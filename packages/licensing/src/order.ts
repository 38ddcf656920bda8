import type { Instant } from '@holdfast/capabilities'
import type { CustomerId, Name, OrderId, Thumbprint } from '@holdfast/lease'

export type Customer = { readonly id: CustomerId; readonly name: string; readonly createdAt: Instant }

export type Order = {
  readonly id: OrderId
  /** As the customer and the leases write it: `2026-0117`. */
  readonly number: string
  readonly customer: CustomerId
  readonly orderedAt: Instant
}

/** The public half of an order's product key for one product: all that the books keep of it. spec: lease-format §9.3 */
export type OrderKey = {
  readonly id: Thumbprint
  readonly order: OrderId
  readonly product: Name
  readonly publicRaw: Uint8Array
  readonly createdAt: Instant
  /** Since when it proves nothing any more; `null`: it proves. Retired keys stay, so that old proofs can be explained. */
  readonly retiredAt: Instant | null
}
