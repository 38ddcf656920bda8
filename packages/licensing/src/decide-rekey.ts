import type { Instant } from '@holdfast/capabilities'
import { refuse, type Name, type OrderId, type Refusal, type Thumbprint } from '@holdfast/lease'
import type { Change } from './change.ts'
import { newKey } from './decide-order.ts'
import type { Decided } from './decision.ts'
import type { OrderKey } from './order.ts'

/**
 * A new product key takes the place of a lost one: from now on only the new one proves. Leases and seats stay, and
 * renewals need no product key. `present`: the key that proves now, `null` where there is none.
 * Refuses: ALREADY_EXISTS where it is the same key.
 */
export function decideRekey(
  of: { readonly order: OrderId; readonly product: Name },
  present: OrderKey | null,
  next: { readonly id: Thumbprint; readonly publicRaw: Uint8Array },
  now: Instant,
): Decided | Refusal<'ALREADY_EXISTS'> {
  if (present?.id === next.id) return refuse('ALREADY_EXISTS', { key: next.id })
  const changes: Change[] =
    present === null ? [] : [{ kind: 'order-key-retired', key: { ...present, retiredAt: now } }]
  changes.push({ kind: 'order-key-added', key: newKey(of.order, of.product, next, now) })
  return { kind: 'decided', changes }
}
