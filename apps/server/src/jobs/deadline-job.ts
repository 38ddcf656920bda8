import { addSecondsHeld, type Clock, type Instant } from '@holdfast/capabilities'
import type { Actor, Store } from '@holdfast/store'
import type { ServiceTime } from '../desk/service-time.ts'
import { watchDeadlines } from '../desk/work/watch-deadlines.ts'
import type { Log } from '../log.ts'
import { JobLoop } from './job-loop.ts'

/** What another server or a person changed is looked at so soon. */
const pollSeconds = 10

export type DeadlineJobOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly serviceTime: ServiceTime
  /** Something was told: whoever sends it should look. */
  readonly onWarned: () => void
}

/** Looks at cases when their moment comes; several servers on one database share them, each case is one server's. */
export class DeadlineJob {
  readonly #options: DeadlineJobOptions
  readonly #loop: JobLoop
  #hasBegun = false

  constructor(options: DeadlineJobOptions) {
    this.#options = options
    const { clock, log } = options
    this.#loop = new JobLoop({ job: 'deadlines', clock, log, round: (now) => this.#look(now) })
  }

  start(): void {
    this.#loop.start()
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  async #look(now: Instant): Promise<Instant> {
    const { store, actor, serviceTime, log, onWarned } = this.#options
    if (!this.#hasBegun) await store.write(actor, (tx) => tx.lookAgain(now))
    this.#hasBegun = true
    const next = await store.read.findNextLook()
    if (next === null || next > now) return earlier(next, addSecondsHeld(now, pollSeconds))
    const watched = await store.write(actor, (tx) => watchDeadlines(tx, serviceTime, now))
    if (watched.warned > 0) {
      log.info({ job: 'deadlines', ...watched }, 'warned')
      onWarned()
    }
    // Those that are left another server is looking at.
    return watched.looked === 0 ? addSecondsHeld(now, 1) : now
  }
}

function earlier(one: Instant | null, other: Instant): Instant {
  return one !== null && one < other ? one : other
}
