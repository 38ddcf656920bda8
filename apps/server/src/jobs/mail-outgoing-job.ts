import { addSecondsHeld, type Clock, type Instant } from '@holdfast/capabilities'
import type { OutgoingMail, SendOutcome, Sender } from '@holdfast/mail/doors'
import type { Actor, ClaimedOutgoing, OutgoingOutcome, OutgoingRecord, Store } from '@holdfast/store'
import { parseEnvelope } from '../desk/parse-envelope.ts'
import type { Log } from '../log.ts'
import { JobLoop } from './job-loop.ts'

/** Before the second attempt, the third, and so on; when they are used up, the mail is refused. Five days in all. */
export const mailRetrySeconds = [
  60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 86_400, 86_400, 86_400,
]
/** How long a claim holds: longer than any attempt takes (the sender gives up after half an hour). */
const claimSeconds = 3_600
/** Mails that are on their way at once. */
export const sendingMax = 8
/** Mails that another server queued, or whose time has come, are found so soon. */
const pollSeconds = 5

export type MailOutgoingOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly sender: Sender
}

/**
 * Sends what is queued: once, in order within a case, and in doubt where nobody can know. That the dot is about to leave is
 * committed before it does: a server that is killed before it sends again, one that is killed behind it never by itself.
 * spec: desk-traffic §4
 */
export class MailOutgoingJob {
  readonly #options: MailOutgoingOptions
  readonly #loop: JobLoop
  readonly #sending = new Set<Promise<void>>()

  constructor(options: MailOutgoingOptions) {
    this.#options = options
    const { clock, log } = options
    this.#loop = new JobLoop({ job: 'mail-outgoing', clock, log, round: (now) => this.#round(now) })
  }

  start(): void {
    this.#loop.start()
  }

  /** A mail was queued. */
  wake(): void {
    this.#loop.wake()
  }

  /** Lets the attempts in hand end; what waits for a connection is given back. */
  async stop(): Promise<void> {
    await Promise.all([this.#loop.stop(), this.#options.sender.stop()])
    await Promise.all(this.#sending)
  }

  async #round(now: Instant): Promise<Instant> {
    const { store, actor, log } = this.#options
    const nextPoll = addSecondsHeld(now, pollSeconds)
    const limit = sendingMax - this.#sending.size
    const until = addSecondsHeld(now, claimSeconds)
    const { lost, claimed } = await store.write(actor, async (tx) => ({
      lost: await tx.settleLostClaims(now),
      claimed: limit > 0 ? await tx.claimOutgoing({ now, until, limit }) : [],
    }))
    if (lost.doubts > 0) log.warn({ job: 'mail-outgoing', ...lost }, 'mails in doubt')
    for (const one of claimed) this.#begin(one)
    return nextPoll
  }

  #begin(claimed: ClaimedOutgoing): void {
    const sending = this.#send(claimed).catch((error: unknown) => this.#loop.tell(error))
    const done = sending.finally(() => {
      this.#sending.delete(done)
      this.wake()
    })
    this.#sending.add(done)
  }

  async #send({ mail, raw }: ClaimedOutgoing): Promise<void> {
    const { store, clock, log, actor, sender } = this.#options
    const outgoing = outgoingOf(mail, raw)
    const outcome =
      typeof outgoing === 'string'
        ? ({ kind: 'failed', error: outgoing, retryAt: null } as const)
        : outcomeOf(
            await sender.send({
              ...outgoing,
              beforeDot: () => store.write(actor, (tx) => tx.markDot(mail.id, clock.now(), mail.attempts)),
            }),
            { attempt: mail.attempts, now: clock.now(), isStopping: this.#loop.isStopping },
          )
    const now = clock.now()
    const kept = await store.write(actor, (tx) => tx.recordOutgoing(mail.id, outcome, now, mail.attempts))
    const told = { job: 'mail-outgoing', mail: mail.id, attempt: mail.attempts, outcome: outcome.kind, kept }
    if (outcome.kind === 'sent' || outcome.kind === 'given-back') log.info(told, 'sent')
    else log.warn({ ...told, error: outcome.error }, 'not sent')
  }
}

/** Why it cannot be sent, as words, where bytes or envelope are gone. */
function outgoingOf(
  { envelope }: OutgoingRecord,
  raw: Uint8Array | null,
): Pick<OutgoingMail, 'raw' | 'from' | 'to'> | string {
  if (raw === null) return 'its bytes cannot be opened'
  const parsed = parseEnvelope(envelope)
  return parsed === null ? 'its envelope is gone' : { raw, from: parsed.from, to: parsed.to }
}

export function outcomeOf(
  sent: SendOutcome,
  about: { readonly attempt: number; readonly now: Instant; readonly isStopping: boolean },
): OutgoingOutcome {
  switch (sent.kind) {
    case 'sent': {
      const [first] = sent.refused
      // How many and why; who stands in the envelope.
      const error =
        first === undefined
          ? null
          : `not taken for ${sent.refused.length} of its recipients: ${codeOf(first.code)}`
      return { kind: 'sent', error }
    }
    case 'doubt':
      return { kind: 'doubt', error: `no answer after the whole mail: ${sent.because}` }
    case 'refused': {
      const isWaiting = sent.phase === 'connect' && sent.code === null
      if (about.isStopping && isWaiting) return { kind: 'given-back' }
      const delay = sent.permanent ? undefined : mailRetrySeconds[about.attempt - 1]
      return {
        kind: 'failed',
        error: `${sent.phase}: ${codeOf(sent.code)} ${withoutAddresses(sent.reply)}`,
        retryAt: delay === undefined ? null : addSecondsHeld(about.now, delay),
      }
    }
  }
}

function codeOf(code: number | null): string {
  return code === null ? 'no answer' : String(code)
}

/** A server's words may name a recipient. */
function withoutAddresses(reply: string): string {
  return reply.replaceAll(/[^\s<>@]{1,100}@[^\s<>@]{1,255}/g, '…')
}
