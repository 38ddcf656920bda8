// Everybody's mail in simulated time: desks are real servers behind SMTP, everybody else answers as automata do.
import type { Instant } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import { parseMail, type ParsedMail } from '@holdfast/mail'
import type { MailDraft } from '@holdfast/mail/doors'
import { secondsAfter, type Ground } from './fixtures.ts'
import { countReceived, mailOf, openSink, startMailServer, type MailServerForTests } from './mail-ground.ts'

export type Letter = { readonly raw: Uint8Array; readonly from: string; readonly to: string }

/** What somebody sends back: a mail, from which address by the envelope, and how much later. */
export type Answer = {
  readonly draft?: Partial<MailDraft>
  readonly raw?: Uint8Array
  readonly to?: string
  readonly envelopeFrom?: string
  readonly afterSeconds?: number
}
export type Responder = (mail: ParsedMail, letter: Letter, count: number) => readonly Answer[]

export type Automatic = { readonly at: Instant; readonly to: string; readonly case: string }

export type Desk = {
  readonly server: MailServerForTests
  readonly sent: Automatic[]
  received: number
  close(): Promise<void>
}

/** A mail that a responder keeps writing about after this many is no bounded world. */
const lettersMax = 4_000

export class PostOffice {
  readonly clock: ManualClock
  readonly #ground: Ground
  readonly #desks = new Map<string, Desk>()
  readonly #responders = new Map<string, { readonly answer: Responder; count: number }>()
  #letters: (Letter & { readonly at: Instant; readonly place: number })[] = []
  #posted = 0
  #made = 0
  /** Takes off each mail of a desk whatever says that an automaton wrote it, and what it belongs to, as a relay may. */
  removesTraces = false
  /** Mails of desks that the relay carries; what it is given later goes nowhere. */
  relayedMax = Infinity
  relayed = 0

  constructor(ground: Ground, start: string) {
    this.#ground = ground
    this.clock = new ManualClock(start)
  }

  async openDesk(name: string, mail: { readonly address: string; readonly [setting: string]: unknown }) {
    const domain = domainOf(mail.address)
    const sink = await openSink(async ({ envelope, raw }) => {
      for (const to of envelope?.to ?? []) {
        desk.sent.push({ at: this.clock.now(), to, case: numberIn(raw) })
        this.#relay({ raw, from: envelope?.from ?? '', to }, mail.address)
      }
      return 'taken'
    })
    const server = await startMailServer({
      ...{ ground: this.#ground, name, clock: this.clock },
      mail: { replyAddress: mail.address, staffDomains: [domain], sender: sink.sender, ...mail },
    })
    const desk: Desk = {
      ...{ server, sent: [], received: 0 },
      close: async () => {
        await server.close()
        await sink.close()
      },
    }
    this.#desks.set(domain, desk)
    return desk
  }

  /** Whoever writes to any address of this domain is answered so. */
  addResponder(domain: string, answer: Responder): void {
    this.#responders.set(domain, { answer, count: 0 })
  }

  post(letter: Letter, afterSeconds: number): void {
    if (this.#posted >= lettersMax) return
    const at = secondsAfter(this.clock.now(), afterSeconds)
    this.#letters.push({ ...letter, at, place: this.#posted++ })
  }

  #relay(letter: Letter, sender: string): void {
    if (this.relayed >= this.relayedMax) return
    this.relayed += 1
    this.post(this.removesTraces ? { ...letter, raw: withoutTraces(letter.raw), from: sender } : letter, 1)
  }

  /** A person writes. */
  async write(from: string, to: string, about: { subject: string; text: string; afterSeconds: number }) {
    const messageId = `p${this.#made++}@${domainOf(from)}`
    const { subject, text, afterSeconds } = about
    const raw = await mailOf({ ...{ messageId, subject, text }, ...addressed(from, to) })
    this.post({ raw, from, to }, afterSeconds)
  }

  /** Until nobody has anything to say any more, or `until`. */
  async run(until: Instant): Promise<void> {
    for (;;) {
      this.#letters.sort((one, other) => one.at - other.at || one.place - other.place)
      const [next] = this.#letters
      if (next === undefined || next.at > until) return
      this.#letters.shift()
      this.clock.set(next.at > this.clock.now() ? next.at : this.clock.now())
      const desk = this.#desks.get(domainOf(next.to))
      if (desk === undefined) await this.#respond(next)
      else await takeIn(desk, next)
    }
  }

  async #respond(letter: Letter): Promise<void> {
    const responder = this.#responders.get(domainOf(letter.to))
    if (responder === undefined) return
    const mail = await parseMail(letter.raw)
    if ('code' in mail) throw new Error(mail.code)
    responder.count += 1
    for (const answer of responder.answer(mail, letter, responder.count)) {
      const to = answer.to ?? mail.replyTo[0]?.address ?? mail.from[0]?.address ?? ''
      const raw = answer.raw ?? (await this.#compose(mail, letter, { ...answer, to }))
      this.post({ raw, from: answer.envelopeFrom ?? letter.to, to }, answer.afterSeconds ?? 3)
    }
  }

  #compose(mail: ParsedMail, letter: Letter, { draft, to }: Answer & { to: string }): Promise<Uint8Array> {
    return mailOf({
      messageId: `r${this.#made++}@${domainOf(letter.to)}`,
      subject: `Re: ${mail.subject}`.slice(0, 100),
      text: 'I am away until Monday.',
      inReplyTo: mail.messageId,
      references: mail.messageId === null ? [] : [mail.messageId],
      ...addressed(letter.to, to),
      ...draft,
    })
  }

  async close(): Promise<void> {
    for (const desk of this.#desks.values()) await desk.close()
  }
}

/** Until the desk has read it, and what it says to that has left. */
async function takeIn(desk: Desk, { raw, from, to }: Letter): Promise<void> {
  const { log } = desk.server
  const outcome = await desk.server.deliver(raw, to, from)
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome))
  desk.received += 1
  await log.until((lines) => countReceived(lines) >= desk.received)
  const answered = log.lines.reduce((sum, { answered: of }) => sum + Number(of ?? 0), 0)
  await log.until((lines) => lines.filter(({ outcome: one }) => one === 'sent').length >= answered)
}

function addressed(from: string, to: string): Pick<MailDraft, 'from' | 'to'> {
  return { from: { name: '', address: from }, to: [{ name: '', address: to }] }
}

const traces =
  /^(?:Auto-Submitted|X-Auto-Response-Suppress|Precedence|In-Reply-To|References|Reply-To):.*\r\n/gim

/** What is left names no mail, no case and no token, but for the mail's own id. */
function withoutTraces(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw).toString('latin1')
  const end = text.indexOf('\r\n\r\n') + 2
  const head = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const left = head.replace(traces, '') + text.slice(end)
  return Buffer.from(left.replace(/CAS-\d{5}-\w{6}|TRK:\w+/g, ''), 'latin1')
}

function numberIn(raw: Uint8Array): string {
  return /CAS-\d{5}-\w{6}/.exec(Buffer.from(raw).toString('latin1'))?.[0] ?? ''
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
