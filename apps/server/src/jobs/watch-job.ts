import { addSecondsHeld, secondsPerDay, type Clock, type Instant } from '@holdfast/capabilities'
import type { WatchRules } from '@holdfast/fleet'
import type { Actor, Store } from '@holdfast/store'
import type { Log } from '../log.ts'
import { JobLoop } from './job-loop.ts'
import { watchFleet, type Watched } from './watch-fleet.ts'

const duty = 'watch'
/** How long one server has the duty before another may think it dead; each step begins the time anew. */
const holdSeconds = 900
/** Wishes of other servers are found so soon. */
const pollSeconds = 60

export type WatchJobOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly rules: WatchRules
  /** Seconds after midnight, UTC. */
  readonly atSeconds: number
  /** Something was raised: whoever sends it should look. */
  readonly onRaised: () => void
}

/**
 * Looks at the fleet when the server starts, at a set time each day, and after captures came in; of several servers on
 * one database, one at a time. A duty that a killed server held is free when its time is over, or when it starts again.
 */
export class WatchJob {
  readonly #options: WatchJobOptions
  readonly #loop: JobLoop
  #round: Promise<Watched | null> | null = null

  constructor(options: WatchJobOptions) {
    this.#options = options
    const { clock, log } = options
    const round = (now: Instant) => this.#look(now)
    this.#loop = new JobLoop({ job: duty, clock, log, round, accidentSeconds: pollSeconds })
  }

  start(): void {
    this.#loop.start()
  }

  /** Captures came in. */
  wake(): void {
    this.#loop.wake()
  }

  /** Looks now; null where this or another server is looking already. */
  async runNow(): Promise<Watched | null> {
    return this.#round === null ? await this.#attempt(true) : null
  }

  async stop(): Promise<void> {
    await this.#loop.stop()
    await this.#round?.catch(() => undefined)
  }

  async #look(now: Instant): Promise<Instant> {
    const { store } = this.#options
    if (await store.read.isDutyWanted(duty, this.#slot())) await this.#attempt(false)
    const nextSlot = addSecondsHeld(this.#slot(), secondsPerDay)
    return Math.min(nextSlot, addSecondsHeld(now, pollSeconds)) as Instant
  }

  /** The last daily moment. */
  #slot(): Instant {
    const { clock, atSeconds } = this.#options
    const now = clock.now()
    const today = Math.floor(now / secondsPerDay) * secondsPerDay + atSeconds
    return addSecondsHeld(now, (today > now ? today - secondsPerDay : today) - now)
  }

  async #attempt(forced: boolean): Promise<Watched | null> {
    while (this.#round !== null) await this.#round.catch(() => undefined)
    this.#round = this.#watch(forced).finally(() => {
      this.#round = null
    })
    return await this.#round
  }

  async #watch(forced: boolean): Promise<Watched | null> {
    const { store, clock, actor, rules, log } = this.#options
    const [now, slot] = [clock.now(), this.#slot()]
    const hold = () => addSecondsHeld(clock.now(), holdSeconds)
    const claim = await store.write(actor, (tx) => tx.claimDuty(duty, { now, until: hold(), slot, forced }))
    if (claim.kind !== 'claimed') return null
    let done: { readonly wanted: number; readonly slot: Instant } | null = null
    try {
      const keep = () => store.write(actor, (tx) => tx.keepDuty(duty, clock.now(), hold()))
      const watched = await watchFleet({ store, clock, actor, rules, keep })
      done = { wanted: claim.wanted, slot }
      if (watched.raised + watched.closed > 0) log.info({ job: duty, ...watched }, 'watched')
      if (watched.raised > 0) this.#options.onRaised()
      return watched
    } finally {
      await store.write(actor, (tx) => tx.endDuty(duty, done))
    }
  }
}
