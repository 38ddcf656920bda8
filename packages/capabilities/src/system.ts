// The only place that reads the ambient clock and chance. Everything else is handed a Clock and an Entropy.
import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Entropy } from './entropy.ts'
import { instantMax, instantMin, type Instant } from './instant.ts'

// setTimeout holds its delay in 32 bits: longer waits are made of several.
const timeoutMsMax = 2_000_000_000

export const systemClock: Clock = {
  now: () => Math.min(Math.max(Math.floor(Date.now() / 1000), instantMin), instantMax) as Instant,
  monotonicMs: () => performance.now(),
  async waitUntil(instant, signal) {
    for (;;) {
      const leftMs = instant * 1000 - Date.now()
      if (leftMs <= 0) return
      await timeout(Math.min(leftMs, timeoutMsMax), signal)
    }
  },
  async waitMs(milliseconds, signal) {
    const endMs = performance.now() + milliseconds
    for (let leftMs = milliseconds; leftMs > 0; leftMs = endMs - performance.now())
      await timeout(Math.min(leftMs, timeoutMsMax), signal)
  },
}

export const systemEntropy: Entropy = { bytes: (length) => randomBytes(length) }

function timeout(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason)
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
}
