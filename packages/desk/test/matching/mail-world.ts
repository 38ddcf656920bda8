// A world of mails under a clock that moves from event to event: desks, and everything that answers by itself.
import type { Instant } from '@holdfast/capabilities'
import { addSecondsHeld } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import { decideAutomaticMail, type AutomaticPolicy } from '../../src/matching/automatic-mail.ts'
import type { AutomatonClue } from '../../src/matching/message-clues.ts'
import { formatMessageId, formatReplyAddress, formatReplyToken } from '../../src/matching/reply-token.ts'
import { AutomaticBooks } from './automatic-books.ts'
import { messageSymbols, PaperDesk, replyKey, sampleClues, sha256, type Ground } from './paper-desk.ts'

export type WorldMail = {
  readonly from: string
  readonly to: string
  readonly replyTo?: string
  readonly subject: string
  readonly messageId: string
  readonly answers: string | null
  /** What its headers admit; 'person' where it admits nothing, whoever wrote it. */
  readonly admits: AutomatonClue
  readonly returnPath: string
}

/** Someone at an address, at all addresses of a domain (`@domain`), or at every address that is nobody else's (`*`). */
export type Actor = {
  readonly at: string
  receive(mail: WorldMail, world: MailWorld): void
}

export class MailWorld {
  readonly clock: ManualClock
  readonly delivered: { readonly mail: WorldMail; readonly at: Instant }[] = []
  readonly #actors: readonly Actor[]
  readonly #until: Instant
  #waiting: { readonly at: Instant; readonly mail: WorldMail }[] = []
  #made = 0

  constructor(start: Instant, seconds: number, actors: readonly Actor[]) {
    this.clock = new ManualClock(start)
    this.#until = addSecondsHeld(start, seconds)
    this.#actors = actors
  }

  /** Arrives `afterSeconds` later. */
  send(mail: Omit<WorldMail, 'messageId'> & { readonly messageId?: string }, afterSeconds = 2): void {
    const messageId = mail.messageId ?? `w${++this.#made}@world.example`
    this.#waiting.push({ at: addSecondsHeld(this.clock.now(), afterSeconds), mail: { ...mail, messageId } })
  }

  /** Until nothing waits any more or the time is over; `mailsMax` stops a world that would go on for ever. */
  run(mailsMax: number): void {
    while (this.#waiting.length > 0 && this.delivered.length < mailsMax) {
      this.#waiting.sort((one, other) => one.at - other.at)
      const next = this.#waiting.shift()
      if (next === undefined || next.at >= this.#until) return
      this.clock.set(next.at)
      this.delivered.push({ mail: next.mail, at: next.at })
      const base = next.mail.to.replace(/\+[^@]*/, '')
      const reached = this.#actors.find(
        ({ at }) => at === '*' || at === base || (at.startsWith('@') && base.endsWith(at)),
      )
      reached?.receive(next.mail, this)
    }
  }
}

/** A desk with our rules whose people ordered an acknowledgement of every mail. */
export class AcknowledgingDesk implements Actor {
  readonly at: string
  readonly sent: { readonly to: string; readonly case: string; readonly at: Instant }[] = []
  readonly paper: PaperDesk
  readonly #policy: AutomaticPolicy
  readonly #admits: AutomatonClue
  readonly #books = new AutomaticBooks()

  /** `admits`: what is left of our headers where its mails arrive; a relay may have removed them. */
  constructor(
    local: string,
    domain: string,
    { limits, admits }: Pick<AutomaticPolicy, 'limits'> & { admits: AutomatonClue },
  ) {
    this.at = `${local}@${domain}`
    this.#policy = { limits, ownAddresses: [this.at], ownDomains: [] }
    this.#admits = admits
    const settings: Ground['settings'] = {
      ...{
        mailboxes: [{ local, domain }],
        messageIdDomains: [domain],
        ownAddresses: [this.at],
        patterns: [],
      },
      ...{ keys: [replyKey(1, 'signing')], foreignHeaders: [], reopenDays: 14 },
    }
    this.paper = new PaperDesk({ settings, cases: [], messages: [], people: new Map(), domains: new Map() })
  }

  receive(mail: WorldMail, world: MailWorld): void {
    const now = world.clock.now()
    const answers = mail.answers === null ? [] : [mail.answers]
    const clues = sampleClues({
      ...{ from: [mail.from], to: [mail.to], subject: mail.subject, messageId: mail.messageId, sentAt: now },
      ...{
        inReplyTo: answers,
        references: answers,
        automaton: mail.admits,
        hash: sha256(JSON.stringify(mail)),
      },
    })
    const { verdict, case: found } = this.paper.receive(clues, now)
    if (found === null || verdict.kind === 'duplicate' || verdict.kind === 'returns') return
    const acknowledged = {
      ...{ to: mail.replyTo ?? mail.from, case: found },
      answers: { automaton: mail.admits, returnPath: mail.returnPath },
    }
    if (decideAutomaticMail(acknowledged, this.#policy).kind === 'withheld') return
    if (!this.#books.record(acknowledged, this.#policy.limits, now)) return
    this.sent.push({ to: acknowledged.to, case: found, at: now })
    this.#acknowledge(mail, found, world)
  }

  #acknowledge(mail: WorldMail, found: string, world: MailWorld): void {
    const { keys, mailboxes } = this.paper.settings
    const [key] = keys
    const [mailbox] = mailboxes
    const running = this.paper.cases.get(found)?.running
    if (key === undefined || mailbox === undefined || running === undefined)
      throw new Error('a desk without books')
    const message = messageSymbols(`${this.at} ${this.sent.length}`)
    const token = formatReplyToken({ caseRunning: running, audience: 'customer', message }, key)
    const messageId = formatMessageId(token, mailbox.domain)
    this.paper.messages.push({
      ...{ id: message, case: found, audience: 'customer', direction: 'sent', from: this.at, messageId },
      ...{ hash: message, bodyHash: message, sentAt: world.clock.now() },
    })
    world.send({
      ...{
        from: this.at,
        to: mail.replyTo ?? mail.from,
        replyTo: formatReplyAddress(mailbox, token),
        messageId,
      },
      ...{ subject: `已收到: ${mail.subject}`.slice(0, 80), answers: mail.messageId, admits: this.#admits },
      returnPath: this.at,
    })
  }
}
