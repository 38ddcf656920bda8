import { addSecondsHeld, type Clock, type Entropy, type Instant } from '@holdfast/capabilities'
import type { Actor, ClaimedIntake, Store } from '@holdfast/store'
import type { MailReaders, TakeApart } from '../desk/reading/mail-readers.ts'
import { readIntake, type Authenticate, type IntakeRead } from '../desk/reading/read-intake.ts'
import { receiveMails, type Received } from '../desk/receive-mails.ts'
import type { ReceivingSettings } from '../desk/receiving-settings.ts'
import type { Log } from '../log.ts'
import { JobLoop } from './job-loop.ts'

/** Mails of one transaction. */
export const batchMailsMax = 64
/** Bytes of one batch, but for its last mail. Two are held in memory at once: one is read while the other is written. */
export const batchBytesMax = 33_554_432
/** How long a claim holds: longer than one batch is written and the next is read, and over soon where its server died. */
const claimSeconds = 600
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
  readonly readers: MailReaders
  readonly authenticate: Authenticate
  /** How long a batch that is not full waits for more, by the clock: mails that come one after the other share a commit. 0: not at all. */
  readonly gatherMs: number
  /** Automatic mails were queued. */
  readonly onAnswered: () => void
}

/** A batch that is being read. */
type Batch = { readonly claimed: readonly ClaimedIntake[]; readonly reads: Promise<readonly IntakeRead[]> }

/**
 * Reads what the doors took in: claims a batch, takes each mail apart, and writes what comes of all of them in one
 * transaction; while a full batch is written, the next is read. A mail at which this fails is tried alone, so that it
 * holds nobody else up.
 */
export class MailIntakeJob {
  readonly #options: MailIntakeOptions
  readonly #loop: JobLoop
  readonly #stopping = new AbortController()
  /** The batch behind a full one. */
  #next: Promise<Batch> | null = null

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

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop.stop()
    const next = this.#next
    this.#next = null
    await next?.then((batch) => this.#giveBack(batch)).catch(() => {})
  }

  async #round(): Promise<Instant> {
    const ahead = this.#next
    this.#next = null
    if (ahead === null) await this.#gather()
    const { claimed, reads } = await (ahead ?? this.#begin())
    const now = this.#options.clock.now()
    // Of a batch that was claimed ahead nobody knows what came since.
    if (claimed.length === 0) return ahead === null ? addSecondsHeld(now, pollSeconds) : now
    const read = await reads
    if (claimed.length === batchMailsMax) {
      this.#next = this.#begin()
      // Its accident is told when its turn comes.
      this.#next.catch(() => {})
    }
    await this.#receive(read)
    return this.#options.clock.now()
  }

  async #gather(): Promise<void> {
    const { clock, gatherMs } = this.#options
    // Rejects when it is stopped meanwhile: what was taken in is there at the next start.
    if (gatherMs > 0) await clock.waitMs(gatherMs, this.#stopping.signal).catch(() => {})
  }

  /** Claims a batch; its mails are read beside what follows. */
  async #begin(): Promise<Batch> {
    const { store, actor, clock, readers } = this.#options
    await readers.ready()
    const now = clock.now()
    const until = addSecondsHeld(now, claimSeconds)
    const claimed = await store.write(actor, (tx) =>
      tx.claimIntake({ now, until, limit: batchMailsMax, bytesMax: batchBytesMax }),
    )
    const take = readers.openBatch()
    return { claimed, reads: Promise.all(claimed.map((one) => this.#read(one, take))) }
  }

  /** To be read at once by whoever is there. */
  async #giveBack({ claimed }: Batch): Promise<void> {
    const { store, actor, clock } = this.#options
    const now = clock.now()
    const later = claimed.map(({ mail: { id } }) => ({ id, outcome: { kind: 'later', due: now } as const }))
    if (later.length > 0) await store.write(actor, (tx) => tx.finishIntake(later, now))
  }

  async #receive(reads: readonly IntakeRead[]): Promise<void> {
    try {
      this.#log(await this.#write(reads))
    } catch (error) {
      this.#loop.tell(error)
      // In their order: a reply must find what it answers.
      for (const read of reads) await this.#receiveAlone(read)
    }
  }

  async #read(claimed: ClaimedIntake, take: TakeApart): Promise<IntakeRead> {
    const { settings, authenticate } = this.#options
    try {
      return await readIntake(claimed, settings, { authenticate, take })
    } catch (error) {
      // At a stop the batch that is read ahead is given back, whatever comes of it.
      if (!this.#loop.isStopping) this.#loop.tell(error)
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
