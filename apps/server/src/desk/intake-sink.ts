import type { Clock } from '@holdfast/capabilities'
import type { ReceivedMail } from '@holdfast/mail/doors'
import type { Actor, NewIntake, Store } from '@holdfast/store'

/** Mails of one transaction. */
const takenTogetherMax = 64

type Waiting = {
  readonly mail: NewIntake
  readonly settle: PromiseWithResolvers<'taken'>
}

/** Where doors hand in: what arrives while one transaction is being committed goes into the next together. spec: desk-traffic §1 */
export class IntakeSink {
  readonly #store: Store
  readonly #clock: Clock
  readonly #actor: Actor
  readonly #onTaken: () => void
  readonly #waiting: Waiting[] = []
  #isWriting = false

  constructor(lent: {
    readonly store: Store
    readonly clock: Clock
    readonly actor: Actor
    readonly onTaken: () => void
  }) {
    this.#store = lent.store
    this.#clock = lent.clock
    this.#actor = lent.actor
    this.#onTaken = lent.onTaken
  }

  /** Resolves when the mail is durable. */
  take(door: string, mail: ReceivedMail): Promise<'taken'> {
    const { mailbox, doorKey, envelope, raw, receivedAt } = mail
    return this.put({ mailbox, door, doorKey, envelope: envelope && { ...envelope }, raw, receivedAt })
  }

  put(mail: NewIntake): Promise<'taken'> {
    const settle = Promise.withResolvers<'taken'>()
    this.#waiting.push({ mail, settle })
    void this.#writeAll()
    return settle.promise
  }

  async #writeAll(): Promise<void> {
    if (this.#isWriting) return
    this.#isWriting = true
    for (
      let batch = this.#waiting.splice(0, takenTogetherMax);
      batch.length > 0;
      batch = this.#waiting.splice(0, takenTogetherMax)
    )
      await this.#write(batch)
    this.#isWriting = false
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const mails = batch.map(({ mail }) => mail)
    try {
      await this.#store.write(this.#actor, (tx) => tx.takeIn(mails, null, this.#clock.now()))
    } catch (error) {
      for (const { settle } of batch) settle.reject(error)
      return
    }
    for (const { settle } of batch) settle.resolve('taken')
    this.#onTaken()
  }
}
