import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Entropy } from './entropy.ts'
import { addSeconds, parseInstant, type Instant } from './instant.ts'

type Waiting = { atMs: number; resume: () => void }

/** A clock that moves only when told. Wall time may jump by `set`; monotonic time only grows, by `advance`. */
export class ManualClock implements Clock {
  #wallMs: number
  #monotonicMs = 0
  #waiting: Waiting[] = []
  #waitingWall: Waiting[] = []

  constructor(start: Instant | string) {
    this.#wallMs = instantOf(start) * 1000
  }

  now(): Instant {
    return Math.floor(this.#wallMs / 1000) as Instant
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  waitUntil(instant: Instant, signal?: AbortSignal): Promise<void> {
    return this.#wait(this.#waitingWall, instant * 1000, this.#wallMs, signal)
  }

  waitMs(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#wait(this.#waiting, this.#monotonicMs + milliseconds, this.#monotonicMs, signal)
  }

  /** Running time passes: both clocks move, and whoever waits for it resumes. */
  advance(length: { days?: number; hours?: number; seconds?: number; milliseconds?: number }): void {
    const seconds = (length.days ?? 0) * 86_400 + (length.hours ?? 0) * 3600 + (length.seconds ?? 0)
    const milliseconds = seconds * 1000 + (length.milliseconds ?? 0)
    this.#wallMs += milliseconds
    this.#monotonicMs += milliseconds
    this.#resume()
  }

  /** Somebody sets the wall clock; no running time passes. */
  set(instant: Instant | string): void {
    this.#wallMs = instantOf(instant) * 1000
    this.#resume()
  }

  #wait(list: Waiting[], atMs: number, nowMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    if (nowMs >= atMs) return Promise.resolve()
    return new Promise((resolve, reject) => {
      list.push({ atMs, resume: resolve })
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  }

  #resume(): void {
    const due = (list: Waiting[], nowMs: number) => list.filter((waiting) => waiting.atMs <= nowMs)
    for (const waiting of [...due(this.#waiting, this.#monotonicMs), ...due(this.#waitingWall, this.#wallMs)])
      waiting.resume()
    this.#waiting = this.#waiting.filter((waiting) => waiting.atMs > this.#monotonicMs)
    this.#waitingWall = this.#waitingWall.filter((waiting) => waiting.atMs > this.#wallMs)
  }
}

/** Chance that repeats: SHA-256 over the seed and a counter. For tests and demonstrations only. */
export class SeededEntropy implements Entropy {
  #counter = 0
  readonly #seed: string

  constructor(seed: string | number) {
    this.#seed = String(seed)
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length)
    for (let filled = 0; filled < length; filled += 32) {
      const block = createHash('sha256').update(`${this.#seed}:${this.#counter++}`).digest()
      out.set(block.subarray(0, Math.min(32, length - filled)), filled)
    }
    return out
  }
}

/** The instant of a literal in a test; throws where the literal is wrong. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text)
  if (parsed === null) throw new Error(`not an instant: ${text}`)
  return parsed
}

function instantOf(value: Instant | string): Instant {
  return typeof value === 'string' ? instant(value) : (addSeconds(value, 0) ?? instant('not an instant'))
}
