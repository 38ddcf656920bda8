import type { Term } from '@holdfast/lease'

/** Whether the first of two terms ends before the second; one that is not resolved yet ends no earlier than any. */
export function endsEarlier(one: Term | null, other: Term | null): boolean {
  if (one?.kind !== 'until') return false
  return other?.kind !== 'until' || one.until < other.until
}
