import type { Instant } from '@holdfast/capabilities'
import type { Decided } from './decision.ts'
import type { Seat } from './seat.ts'

/**
 * An administrator gives back the seat of a device that did not release it itself. The device may go on working with its
 * lease until that ends; who decides this accepts it in words, which stand in the audit row. Repeated: nothing changes.
 */
export function decideGiveBack(seat: Seat, now: Instant): Decided {
  if (seat.state.kind !== 'taken') return { kind: 'decided', changes: [] }
  const given = { ...seat, state: { kind: 'released', at: now } } as const
  const because = 'given-back-by-administrator'
  return { kind: 'decided', changes: [{ kind: 'seat-recorded', seat: given, takenDelta: -1, because }] }
}
