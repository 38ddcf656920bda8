import { parseInstant } from '@holdfast/capabilities'
import type { Span } from '@holdfast/fleet'

/** A span as the API writes it; null where there is none. */
export function spanOfWire(wire: { readonly from: string; readonly to: string } | null): Span | null {
  const [from, to] = [parseInstant(wire?.from ?? ''), parseInstant(wire?.to ?? '')]
  return from === null || to === null ? null : { from, to }
}
