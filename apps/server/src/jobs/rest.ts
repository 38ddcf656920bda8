import type { Clock, Instant } from '@holdfast/capabilities'

/** Where a job rests between its rounds: until a moment, or until somebody wakes it. A call that comes early is kept. */
export class Rest {
  readonly #clock: Clock
  #woken = false
  #resting: AbortController | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  wake(): void {
    this.#woken = true
    this.#resting?.abort()
  }

  async until(moment: Instant): Promise<void> {
    if (!this.#woken) {
      this.#resting = new AbortController()
      await this.#clock.waitUntil(moment, this.#resting.signal).catch(() => undefined)
      this.#resting = null
    }
    this.#woken = false
  }
}
