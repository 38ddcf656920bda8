import { addSecondsHeld, type Clock, type Instant } from '@holdfast/capabilities'
import type { Actor, ClaimedMessage, DeliveryOutcome, Store } from '@holdfast/store'
import type { Log } from '../log.ts'
import { deliverMessage, type Delivered } from '../webhooks/deliver-message.ts'
import type { WebhookTargets } from '../webhooks/webhook-address.ts'
import type { WebhookSecrets } from '../webhooks/webhook-secret.ts'
import { JobLoop } from './job-loop.ts'

/** Before the second attempt, the third, and so on; when they are used up, the message is dead. Three days in all. */
export const retryDelaysSeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
/** How long a claim holds: longer than any delivery takes, and soon over where its server died. */
const claimSeconds = 60
/** Messages that another server wrote, or an exchange, are found so soon. */
const pollSeconds = 5
/** What is being sent when the server stops may take so long; then it is given back. */
const stopMsMax = 5_000

export type SenderOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly secrets: WebhookSecrets
  readonly targets: WebhookTargets
}

/**
 * Sends what waits in the outbox: at least once, under one id, in order for each webhook, and never by two servers at a
 * time. Claimed before it is sent: what a killed server had claimed is sent again, by itself when it starts, or by another
 * when the claim is over.
 */
export class OutboxSender {
  readonly #options: SenderOptions
  readonly #loop: JobLoop
  readonly #sending = new Set<Promise<void>>()
  readonly #cut = new AbortController()
  #isFirst = true

  constructor(options: SenderOptions) {
    this.#options = options
    const { clock, log } = options
    this.#loop = new JobLoop({ job: 'outbox', clock, log, round: (now) => this.#round(now) })
  }

  start(): void {
    this.#loop.start()
  }

  wake(): void {
    this.#loop.wake()
  }

  async stop(): Promise<void> {
    const stopped = this.#loop.stop()
    const waiting = new AbortController()
    const cut = this.#options.clock.waitMs(stopMsMax, waiting.signal).then(
      () => this.#cut.abort(),
      () => undefined,
    )
    await stopped
    await Promise.all(this.#sending)
    waiting.abort()
    await cut
  }

  async #round(now: Instant): Promise<Instant> {
    const { store, actor } = this.#options
    // Only this process uses this server's id: what it had claimed before was left by one that was killed.
    if (this.#isFirst) await store.write(actor, (tx) => tx.giveBackClaims(now))
    this.#isFirst = false
    const nextPoll = addSecondsHeld(now, pollSeconds)
    const due = await store.read.findNextDue()
    if (due === null || due > now) return earlier(due, nextPoll)
    const until = addSecondsHeld(now, claimSeconds)
    const claimed = await store.write(actor, (tx) => tx.claimMessages(now, until))
    for (const message of claimed) this.#begin(message)
    return claimed.length === 0 ? nextPoll : now
  }

  #begin(message: ClaimedMessage): void {
    const sending = this.#send(message).catch((error: unknown) => this.#loop.tell(error))
    const done = sending.finally(() => {
      this.#sending.delete(done)
      this.wake()
    })
    this.#sending.add(done)
  }

  async #send({ id, payload, attempt, webhook }: ClaimedMessage): Promise<void> {
    const { store, clock, log, actor, secrets, targets } = this.#options
    const secret = secrets.open(webhook)
    const delivered: Delivered =
      secret === null
        ? { kind: 'failed', error: 'the key file does not open the secret', retryAfterSeconds: null }
        : await deliverMessage(
            { url: webhook.url, id, body: payload, secret },
            { clock, targets, signal: this.#cut.signal },
          )
    const now = clock.now()
    const outcome = outcomeOf(delivered, attempt, now)
    const kept = await store.write(actor, (tx) => tx.recordDelivery(id, outcome, now))
    // The address stays out of the log: its path may be a secret of whoever receives.
    const told = { job: 'outbox', message: id, webhook: webhook.id, attempt, outcome: outcome.kind, kept }
    if (outcome.kind === 'failed')
      log.warn({ ...told, error: outcome.error, dead: outcome.retryAt === null }, 'not delivered')
    else log.info(told, 'delivered')
  }
}

function outcomeOf(delivered: Delivered, attempt: number, now: Instant): DeliveryOutcome {
  if (delivered.kind === 'aborted') return { kind: 'given-back' }
  if (delivered.kind !== 'failed') return { kind: delivered.kind }
  const delay = retryDelaysSeconds[attempt - 1]
  if (delay === undefined) return { kind: 'failed', error: delivered.error, retryAt: null }
  const seconds = Math.max(delay, delivered.retryAfterSeconds ?? 0)
  return { kind: 'failed', error: delivered.error, retryAt: addSecondsHeld(now, seconds) }
}

function earlier(one: Instant | null, other: Instant): Instant {
  return one === null || one > other ? other : one
}
