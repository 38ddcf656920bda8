import type { Instant } from '@holdfast/capabilities'

/** Where a licence ends: never, or at a moment that is already too late. */
export type End = { readonly kind: 'perpetual' } | { readonly kind: 'until'; readonly until: Instant }

export function endsEarlier(one: End, other: End): boolean {
  if (one.kind === 'perpetual') return false
  return other.kind === 'perpetual' || one.until < other.until
}

/** The earlier of two ends. */
export function earlierEnd(one: End, other: End): End {
  return endsEarlier(other, one) ? other : one
}
