// What one observation shows of one device. spec: repair §5
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import type { Observation, Span } from '../observation.ts'
import type { End } from './end.ts'

export type SightingSource = 'receipt' | 'report' | 'capture'

export type Sighting = {
  readonly device: string
  /** Of ours: the serial number of the lease. */
  readonly serial: string | null
  readonly source: SightingSource
  /** When it was made. Of a receipt: the issue of its lease, which no device's clock has a say in. */
  readonly seen: Span
  /** Of a receipt. */
  readonly generation: number | null
  /** Null where it tells no end. */
  readonly end: { readonly kind: 'perpetual' } | { readonly kind: 'within'; readonly span: Span } | null
}

/** A lease that its device confirmed: the strongest sighting, since both sides signed. */
export function sightingOfReceipt(confirmed: {
  readonly device: string
  readonly serial: string
  readonly generation: number
  readonly issuedAt: Instant
  readonly end: End
}): Sighting {
  const { device, serial, generation, issuedAt, end } = confirmed
  const second = (moment: Instant): Span => ({ from: moment, to: addSecondsHeld(moment, 1) })
  return {
    ...{ device, serial, generation, source: 'receipt', seen: second(issuedAt) },
    end: end.kind === 'perpetual' ? end : { kind: 'within', span: second(end.until) },
  }
}

/**
 * A capture or report, as far as it tells a moment and what was left then; null where it tells no moment, since what has no
 * moment is newer than nothing. `permanent`: it says itself that the activation has no end.
 */
export function sightingOfObservation(
  observation: Pick<Observation, 'device' | 'capturedAt' | 'remaining'>,
  told: { readonly source: 'report' | 'capture'; readonly permanent: boolean },
): Sighting | null {
  const { device, capturedAt, remaining } = observation
  if (capturedAt === null) return null
  const base = { device, serial: null, source: told.source, seen: capturedAt, generation: null }
  if (told.permanent) return { ...base, end: { kind: 'perpetual' } }
  if (remaining === null) return { ...base, end: null }
  const from = addSecondsHeld(capturedAt.from, remaining.from)
  // Both intervals are half-open: the last second of one and the last of the other are the latest end.
  const to = addSecondsHeld(capturedAt.to, remaining.to - 1)
  return { ...base, end: { kind: 'within', span: { from, to } } }
}
