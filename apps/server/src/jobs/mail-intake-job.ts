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
/** Then the attachments of a batch that are left are found by their names alone: its claim must not run out. */
const attachmentMsMax = 120_000
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
  /** How long a batch that is not full waits for more, by the clock: mails that come one after the other share a commit. 0: not at all. */
  readonly gatherMs: number
  /** Automatic mails were queued. */
  readonly onAnswered: () => void
}

/**
 * Reads what the doors took in: claims a batch, takes each mail apart, and writes what comes of all of them in one
 * transaction. A mail at which this fails is tried alone, so that it holds nobody else up.
 */
export class MailIntakeJob {
  readonly #options: MailIntakeOptions
  readonly #loop: JobLoop
  readonly #stopping = new AbortController()
  #isFull = false

  constructor(options: MailIntakeOptions) {
    this.#options = options
    const { clock, log } = options
    this.#loop = new JobLoop({ job: 'mail-intake', clock, log, round: () => this.#round() })
  }

  start(): void {
    this.#loop.start()
  }

  /** Mails were taken in. */
  wake(): void {
    this.#loop.wake()
  }

  stop(): Promise<void> {
    this.#stopping.abort()
    return this.#loop.stop()
  }

  async #round(): Promise<Instant> {
    const { store, actor, clock } = this.#options
    await this.#gather()
    const now = clock.now()
    const until = addSecondsHeld(now, claimSeconds)
    const claimed = await store.write(actor, (tx) =>
      tx.claimIntake({ now, until, limit: batchMailsMax, bytesMax: batchBytesMax }),
    )
    this.#isFull = claimed.length === batchMailsMax
    if (claimed.length === 0) return addSecondsHeld(now, pollSeconds)
    await this.#receive(claimed)
    return now
  }

  async #gather(): Promise<void> {
    const { clock, gatherMs } = this.#options
    // Rejects when it is stopped meanwhile: what was taken in is there at the next start.
    if (gatherMs > 0 && !this.#isFull) await clock.waitMs(gatherMs, this.#stopping.signal).catch(() => {})
  }

  async #receive(claimed: readonly ClaimedIntake[]): Promise<void> {
    const reads: IntakeRead[] = []
    const attachmentsUntilMs = this.#options.clock.monotonicMs() + attachmentMsMax
    for (const one of claimed) reads.push(await this.#read(one, attachmentsUntilMs))
    try {
      this.#log(await this.#write(reads))
    } catch (error) {
      this.#loop.tell(error)
      // In their order: a reply must find what it answers.
      for (const read of reads) await this.#receiveAlone(read)
    }
  }

  async #read(claimed: ClaimedIntake, attachmentsUntilMs: number): Promise<IntakeRead> {
    const { settings, authenticate, clock } = this.#options
    try {
      return await readIntake(claimed, settings, { authenticate, clock, attachmentsUntilMs })
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
    const { log, onAnswered } = this.#options
    log.info({ job: 'mail-intake', ...received }, 'received')
    if (received.answered > 0) onAnswered()
  }
}
