import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal, type Thumbprint } from '@holdfast/lease'
import type { Decided } from './decision.ts'
import type { Licence } from './licence.ts'

/**
 * A new product key for licences that are known from leases alone: their order, which would have the key, is not in the
 * books. From now on only the new one proves, whatever leases of before say. Leases and seats stay.
 * Refuses: ALREADY_EXISTS where one of them has this key. Source: docs/spec/activation-protocol.md §3.
 */
export function decideLicenceRekey(
  licences: readonly Licence[],
  key: Thumbprint,
  now: Instant,
): Decided | Refusal<'ALREADY_EXISTS'> {
  for (const { id, order, recoveredKey } of licences) {
    if (order !== null) throw new Error(`licence ${id} has an order: its key is rekeyed`)
    if (recoveredKey === key) return refuse('ALREADY_EXISTS', { key })
  }
  const changes = licences.map(
    ({ id }) => ({ kind: 'recovered-key-set', licence: id, key, at: now }) as const,
  )
  return { kind: 'decided', changes }
}
