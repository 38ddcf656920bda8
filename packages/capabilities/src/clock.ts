import type { Instant } from './instant.ts'

/** Wall time orders facts between machines; monotonic time measures on this one. Two clocks, two meanings. */
export interface Clock {
  /** Wall time, whole seconds. */
  now(): Instant
  /** Milliseconds since some moment of this process; never goes back, comparable only within this process. */
  monotonicMs(): number
  /** Resolves at or after `instant` by this clock; rejects with the signal's reason when aborted. */
  waitUntil(instant: Instant, signal?: AbortSignal): Promise<void>
  /** Resolves after `milliseconds` of monotonic time; rejects with the signal's reason when aborted. */
  waitMs(milliseconds: number, signal?: AbortSignal): Promise<void>
}
