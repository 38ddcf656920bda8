import type { Instant } from '@holdfast/capabilities'
import type { Span } from '../observation.ts'
import type { ObservedState } from './look.ts'

/** One observation of a device, as far as its timeline needs it. */
export type TimelinePoint = {
  readonly at: Instant
  readonly state: ObservedState | null
  readonly ends: Span | null
  readonly release: string | null
}

/**
 * What is new against the observation before: `first`; another `state`; the `end` moved later (as by a renewal) or earlier
 * (as by a fault: time does not do that); another `release`.
 */
export type TimelineChange = 'first' | 'state' | 'end-later' | 'end-earlier' | 'release'

/** Two captures round their minutes differently: ends that lie closer are one end. */
const endSlackSeconds = 120

/** The changes of each point, in the order of the points; they come sorted, the oldest first. */
export function changesAlong(points: readonly TimelinePoint[]): readonly (readonly TimelineChange[])[] {
  let state: ObservedState | null = null
  let ends: Span | null = null
  let release: string | null = null
  return points.map((point, place) => {
    const changes: TimelineChange[] = place === 0 ? ['first'] : []
    if (place > 0 && point.state !== null && state !== null && point.state !== state) changes.push('state')
    const moved = endMoved(ends, point.ends)
    if (moved !== null) changes.push(moved)
    if (point.release !== null && release !== null && point.release !== release) changes.push('release')
    state = point.state ?? state
    ends = point.ends ?? ends
    release = point.release ?? release
    return changes
  })
}

function endMoved(before: Span | null, after: Span | null): 'end-later' | 'end-earlier' | null {
  if (before === null || after === null) return null
  if (after.from > before.to + endSlackSeconds) return 'end-later'
  return after.to < before.from - endSlackSeconds ? 'end-earlier' : null
}
