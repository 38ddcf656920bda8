/**
 * Gathers jobs that arrive while a batch runs into the next batch, so that they share one transaction.
 * A batch that fails as a whole is run again job by job, so that one poisoned job does not fail its neighbours.
 */
import { refuse, type Refusal } from '@holdfast/lease'

export type GathererLimits = {
  /** Jobs of one batch. */
  readonly batchJobsMax: number
  /** Jobs that wait; the next one is refused. */
  readonly waitingJobsMax: number
}

/** A full queue is worked off within this time, or the server needs more power. */
const retryAfterSeconds = 1

export type GathererRefusal = Refusal<'SERVER_STOPPING' | 'SERVER_OVERLOADED'>

/** The outcome of one job: its result, or the accident that it alone met. */
export type JobOutcome<Result> =
  { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'failed'; readonly error: unknown }

export type GathererHints = {
  /** Waits a little for more jobs, at most, where several came together before; null: never. */
  readonly more: (() => Promise<void>) | null
  /** An accident that every job would meet: the batch fails without trying them one by one. */
  isUnavailable(error: unknown): boolean
}

type Waiting<Job, Result> = {
  readonly job: Job
  readonly resolve: (result: Result | GathererRefusal) => void
  readonly reject: (error: unknown) => void
}

export class Gatherer<Job, Result> {
  readonly #limits: GathererLimits
  readonly #run: (jobs: readonly Job[]) => Promise<readonly JobOutcome<Result>[]>
  readonly #hints: GathererHints
  #waiting: Waiting<Job, Result>[] = []
  #running: Promise<void> | null = null
  #stopping = false
  /** Jobs of the batch before: one at a time is not worth a wait. */
  #latestJobs = 0
  #wake: () => void = () => {}

  constructor(
    limits: GathererLimits,
    run: (jobs: readonly Job[]) => Promise<readonly JobOutcome<Result>[]>,
    hints: GathererHints,
  ) {
    this.#limits = limits
    this.#run = run
    this.#hints = hints
  }

  add(job: Job): Promise<Result | GathererRefusal> {
    if (this.#stopping) return Promise.resolve(refuse('SERVER_STOPPING'))
    if (this.#waiting.length >= this.#limits.waitingJobsMax)
      return Promise.resolve(
        refuse('SERVER_OVERLOADED', { waiting: this.#waiting.length, retryAfterSeconds }),
      )
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject })
      this.#running ??= this.#work()
      if (!this.#worthWaiting()) this.#wake()
    })
  }

  /** Jobs that wait for the next batch. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Refuses new jobs and resolves when all accepted ones are finished. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake()
    await this.#running
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather()
      const batch = this.#waiting.splice(0, this.#limits.batchJobsMax)
      const outcomes = await this.#outcomesOf(batch)
      for (const [at, waiting] of batch.entries()) {
        const outcome = outcomes[at]
        if (outcome?.kind === 'done') waiting.resolve(outcome.result)
        else waiting.reject(outcome?.error ?? new Error('a batch gave no outcome for a job'))
      }
    }
    this.#running = null
  }

  /** Lets everything that has arrived meanwhile be looked at first; under load, waits a little for more. */
  async #gather(): Promise<void> {
    await nextTurn()
    const { more } = this.#hints
    if (more !== null && this.#worthWaiting()) {
      const enough = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      await Promise.race([more(), enough])
      this.#wake = () => {}
    }
    this.#latestJobs = Math.min(this.#waiting.length, this.#limits.batchJobsMax)
  }

  #worthWaiting(): boolean {
    if (this.#stopping || this.#waiting.length >= this.#limits.batchJobsMax) return false
    return this.#latestJobs > 1
  }

  async #outcomesOf(batch: readonly Waiting<Job, Result>[]): Promise<readonly JobOutcome<Result>[]> {
    try {
      return await this.#run(batch.map(({ job }) => job))
    } catch (error) {
      if (batch.length === 1 || this.#hints.isUnavailable(error))
        return batch.map(() => ({ kind: 'failed', error }))
    }
    const outcomes: JobOutcome<Result>[] = []
    for (const { job } of batch) {
      try {
        outcomes.push(...(await this.#run([job])))
      } catch (error) {
        outcomes.push({ kind: 'failed', error })
        if (this.#hints.isUnavailable(error))
          return [
            ...outcomes,
            ...batch.slice(outcomes.length).map(() => ({ kind: 'failed', error }) as const),
          ]
      }
    }
    return outcomes
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
