import { addSecondsHeld, type Clock, type Entropy, type Instant } from '@holdfast/capabilities'
import type { Actor, ClaimedIntake, Store } from '@holdfast/store'
import { readIntake, type Authenticate, type IntakeRead } from '../desk/read-intake.ts'
import { receiveMails, type Received } from '../desk/receive-mails.ts'
import type { ReceivingSettings } from '../desk/receiving-settings.ts'
import type { Log } from '../log.ts'
import { JobLoop } from './job-loop.ts'

/** Mails of one transaction. */
export const batchMailsMax = 64
/** Bytes of one batch, but for its last mail: what is held in memory at once. */
export const batchBytesMax = 67_108_864
/** How long a claim holds: longer than a batch takes, and over soon where its server died. */
const claimSeconds = 300
/** Mails that another server took in are found so soon. */
const pollSeconds = 5
/** Before a mail on which its reader failed is tried again. */
const retrySeconds = 60

export type MailIntakeOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Log
  readonly actor: Actor
  readonly settings: ReceivingSettings
  readonly authenticate: Authenticate
}

/**
 * Reads what the doors took in: claims a batch, takes each mail apart, and writes what comes of all of them in one
 * transaction. A mail at which this fails is tried alone, so that it holds nobody else up.
 */
export class MailIntakeJob {
  readonly #options: MailIntakeOptions
  readonly #loop: JobLoop

  constructor(options: MailIntakeOptions) {
    this.#options = options
    const { clock, log } = options
    this.#loop = new JobLoop({ job: 'mail-intake', clock, log, round: (now) => this.#round(now) })
  }

  start(): void {
    this.#loop.start()
  }

  /** Mails were taken in. */
  wake(): void {
    this.#loop.wake()
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  async #round(now: Instant): Promise<Instant> {
    const { store, actor } = this.#options
    const until = addSecondsHeld(now, claimSeconds)
    const claimed = await store.write(actor, (tx) =>
      tx.claimIntake({ now, until, limit: batchMailsMax, bytesMax: batchBytesMax }),
    )
    if (claimed.length === 0) return addSecondsHeld(now, pollSeconds)
    await this.#receive(claimed)
    return now
  }

  async #receive(claimed: readonly ClaimedIntake[]): Promise<void> {
    const reads: IntakeRead[] = []
    for (const one of claimed) reads.push(await this.#read(one))
    try {
      this.#log(await this.#write(reads))
    } catch (error) {
      this.#loop.tell(error)
      // In their order: a reply must find what it answers.
      for (const read of reads) await this.#receiveAlone(read)
    }
  }

  async #read(claimed: ClaimedIntake): Promise<IntakeRead> {
    try {
      return await readIntake(claimed, this.#options.settings, this.#options.authenticate)
    } catch (error) {
      this.#loop.tell(error)
      return { kind: 'unread', intake: claimed.mail, reason: `the reader failed: ${(error as Error).name}` }
    }
  }

  async #receiveAlone(read: IntakeRead): Promise<void> {
    const { store, actor, clock } = this.#options
    try {
      this.#log(await this.#write([read]))
    } catch (error) {
      this.#loop.tell(error)
      const now = clock.now()
      const due = addSecondsHeld(now, retrySeconds)
      const { id } = read.intake
      await store.write(actor, (tx) => tx.finishIntake([{ id, outcome: { kind: 'later', due } }], now))
    }
  }

  #write(reads: readonly IntakeRead[]): Promise<Received> {
    const { store, actor, clock, entropy, settings } = this.#options
    const now = clock.now()
    return store.write(actor, (tx) => receiveMails(tx, reads, { settings, entropy, now }))
  }

  #log(received: Received): void {
    this.#options.log.info({ job: 'mail-intake', ...received }, 'received')
  }
}
