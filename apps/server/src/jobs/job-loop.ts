import { addSecondsHeld, type Clock, type Instant } from '@holdfast/capabilities'
import type { Log } from '../log.ts'
import { Rest } from './rest.ts'

/** After an accident, as where the database cannot be reached. */
export const accidentSecondsDefault = 30

export type JobLoopOptions = {
  readonly job: string
  readonly clock: Clock
  readonly log: Log
  /** One round; answers with the moment of the next. One that has come already: go on at once. */
  readonly round: (now: Instant) => Promise<Instant>
  readonly accidentSeconds?: number
}

/** Rounds of a job, one after the other, until it is stopped: an accident is logged, and the next round comes later. */
export class JobLoop {
  readonly #options: JobLoopOptions
  readonly #rest: Rest
  #stopping = false
  #running: Promise<void> | null = null

  constructor(options: JobLoopOptions) {
    this.#options = options
    this.#rest = new Rest(options.clock)
  }

  get isStopping(): boolean {
    return this.#stopping
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** The next round begins now, or right after the one that is going on. */
  wake(): void {
    this.#rest.wake()
  }

  /** Resolves when the round that is going on has ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.wake()
    await this.#running
  }

  /** Logged and done with. */
  tell(error: unknown): void {
    const { name, message } = error as Error
    this.#options.log.error({ job: this.#options.job, err: { name, message } }, 'accident')
  }

  async #run(): Promise<void> {
    const { clock, round, accidentSeconds = accidentSecondsDefault } = this.#options
    while (!this.#stopping) {
      const now = clock.now()
      const next = await round(now).catch((error: unknown) => {
        this.tell(error)
        return addSecondsHeld(clock.now(), accidentSeconds)
      })
      if (this.#stopping) return
      if (next > now) await this.#rest.until(next)
    }
  }
}
