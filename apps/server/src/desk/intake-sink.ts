import type { Clock } from '@holdfast/capabilities'
import type { ReceivedMail } from '@holdfast/mail/doors'
import { Gatherer, type Actor, type GathererLimits, type NewIntake, type Store } from '@holdfast/store'

const limits: GathererLimits = { batchJobsMax: 64, waitingJobsMax: 1_024 }

/** Where doors hand in: mails that arrive together share one transaction. spec: desk-traffic §1 */
export class IntakeSink {
  readonly #gatherer: Gatherer<NewIntake, 'taken'>

  constructor(lent: {
    readonly store: Store
    readonly clock: Clock
    readonly actor: Actor
    /** How long a burst waits for its next mails, by the clock. 0: not at all. */
    readonly gatherMs: number
    readonly onTaken: () => void
  }) {
    const { store, clock, actor, gatherMs, onTaken } = lent
    const takeIn = async (mails: readonly NewIntake[]) => {
      const ids = await store.write(actor, (tx) => tx.takeIn(mails, null, clock.now()))
      onTaken()
      return ids.map(() => ({ kind: 'done', result: 'taken' }) as const)
    }
    this.#gatherer = new Gatherer(limits, takeIn, {
      more: gatherMs === 0 ? null : () => clock.waitMs(gatherMs),
      isUnavailable: (error) => store.isUnavailable(error),
    })
  }

  /** Resolves when the mail is durable; rejects where it is not, and the door lets it be sent again. */
  take(door: string, mail: ReceivedMail): Promise<'taken'> {
    const { mailbox, doorKey, envelope, raw, receivedAt } = mail
    return this.put({ mailbox, door, doorKey, envelope: envelope && { ...envelope }, raw, receivedAt })
  }

  async put(mail: NewIntake): Promise<'taken'> {
    const taken = await this.#gatherer.add(mail)
    if (taken !== 'taken') throw new Error(`not taken in: ${taken.code}`)
    return taken
  }
}
