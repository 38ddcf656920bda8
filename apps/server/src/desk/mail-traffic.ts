// Everything of one server that brings mails in and sends them out. spec: desk-traffic §1
import type { Clock, Entropy } from '@holdfast/capabilities'
import { authenticateMail, openSender, systemResolver, type MailResolver } from '@holdfast/mail/doors'
import type { Actor, Store } from '@holdfast/store'
import type { MailConfig } from '../config/mail-config.ts'
import { MailIntakeJob } from '../jobs/mail-intake-job.ts'
import { MailOutgoingJob } from '../jobs/mail-outgoing-job.ts'
import type { Log } from '../log.ts'
import type { DeskKeys } from './desk-secret.ts'
import { IntakeSink } from './intake-sink.ts'
import { MailDoors } from './mail-doors.ts'
import { MailReaders } from './reading/mail-readers.ts'
import type { Authenticate } from './reading/read-intake.ts'
import { receivingSettingsOf } from './receiving-settings.ts'

/** A sender waits for the answer to each mail, so that a burst is held up no longer. */
const takingGatherMsMax = 5

export type MailTrafficOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Log
  readonly actor: Actor
  readonly config: MailConfig
  readonly deskKeys: DeskKeys
  /** How long a batch of mails that is not full waits for more, by the clock. */
  readonly gatherMs: number
  /** Mails are taken apart on a thread of their own. */
  readonly readsThreaded: boolean
  /** Where absent, the system's. */
  readonly resolver?: MailResolver
}

export class MailTraffic {
  readonly #options: MailTrafficOptions
  readonly #doors: MailDoors
  readonly #intake: MailIntakeJob
  readonly #outgoing: MailOutgoingJob | null
  readonly #readers: MailReaders

  constructor(options: MailTrafficOptions) {
    this.#options = options
    const { config, deskKeys } = options
    const settings = receivingSettingsOf(config, deskKeys)
    const { ownAddresses } = settings.match
    this.#readers = new MailReaders({ ...options, ownAddresses, isThreaded: options.readsThreaded })
    this.#intake = new MailIntakeJob({
      ...{ ...options, settings, readers: this.#readers, authenticate: authenticateBy(options) },
      onAnswered: () => this.mailQueued(),
    })
    const sink = new IntakeSink({
      ...{ ...options, gatherMs: Math.min(options.gatherMs, takingGatherMsMax) },
      onTaken: () => this.#intake.wake(),
    })
    this.#doors = new MailDoors({ ...options, sink })
    this.#outgoing =
      config.sender === null
        ? null
        : new MailOutgoingJob({ ...options, sender: openSender(config.sender, options) })
  }

  get receiverPort(): number | null {
    return this.#doors.receiverPort
  }

  /** Throws StartFailure where the receiver cannot listen. */
  async start(): Promise<void> {
    const { store, actor, clock, log } = this.#options
    // Before anything is claimed anew: this process alone uses this server's id, so that these were left by one that ended.
    const lost = await store.write(actor, (tx) => tx.giveBackMail(clock.now()))
    if (lost.doubts > 0) log.warn({ job: 'mail-outgoing', ...lost }, 'mails in doubt')
    this.#intake.start()
    this.#outgoing?.start()
    await this.#doors.start()
  }

  /** Mails were queued. */
  mailQueued(): void {
    this.#outgoing?.wake()
  }

  /** Mails were set to be read again. */
  intakeChanged(): void {
    this.#intake.wake()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#doors.stop(), this.#outgoing?.stop()])
    await this.#intake.stop()
    await this.#readers.close()
  }
}

function authenticateBy({ config, clock, resolver = systemResolver }: MailTrafficOptions): Authenticate {
  const { authentication } = config
  if (authentication === null) return () => Promise.resolve(null)
  const tools = { clock, resolver, ...authentication }
  return (raw, envelope) => authenticateMail(raw, envelope, tools)
}
