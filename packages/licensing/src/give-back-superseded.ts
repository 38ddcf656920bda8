import type { Instant } from '@holdfast/capabilities'
import type { Name, Thumbprint } from '@holdfast/lease'
import type { Draft } from './draft.ts'

/**
 * Gives back what a device left behind: once it says that it applied generation N, its seats of the same product with
 * earlier generations are in use no more. Seats of later generations stay: the device may be about to apply them.
 * Source: docs/spec/activation-protocol.md §2.
 */
export function giveBackSuperseded(
  draft: Draft,
  applied: {
    readonly device: Thumbprint
    readonly product: Name
    readonly generation: number
    readonly now: Instant
  },
): void {
  for (const seat of draft.books.seatsTakenBy(applied.device)) {
    if (seat.product !== applied.product || seat.generation >= applied.generation) continue
    draft.add({
      kind: 'seat-recorded',
      seat: { ...seat, state: { kind: 'moved', at: applied.now, to: 'serial' } },
      takenDelta: -1,
      because: 'moved',
    })
  }
}
