// One mail over one connection of its own. spec: mail-doors §4
import type { Clock } from '@holdfast/capabilities'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { formatDetail, tlsChecksOf, type MailServer } from './mail-server.ts'
import { MailSource } from './mail-source.ts'
import type { RefusedRecipient, SendOutcome, SendPhase } from './send-outcome.ts'
import { Late, withinMs } from './within-ms.ts'

export type OutgoingMail = {
  readonly raw: Uint8Array
  /** Envelope sender; '' is the null path. */
  readonly from: string
  readonly to: readonly string[]
  /**
   * Asked when everything but the final dot was handed over: what must be durable before anybody can have the mail. False,
   * or a rejection: the dot is not sent, and the outcome is `refused`. Absent: the dot follows at once.
   */
  readonly beforeDot?: () => Promise<boolean>
}

export type SendTimes = {
  readonly connectMs: number
  readonly silenceMs: number
  readonly mailMs: number
  readonly quitMs: number
}

type SendSettings = { readonly server: MailServer; readonly helloName: string; readonly times: SendTimes }

/** What nodemailer hangs on its errors, as far as it is used. */
type SmtpError = Error & { readonly responseCode?: unknown; readonly command?: unknown }

const phaseOfVerb: { readonly [verb: string]: SendPhase } = {
  EHLO: 'hello',
  HELO: 'hello',
  STARTTLS: 'tls',
  AUTH: 'login',
  MAIL: 'sender',
  RCPT: 'recipients',
  DATA: 'data',
}

// Only an answer to these speaks of the mail. A refused login or a greeting of 554 is about the server's day.
const phasesAboutTheMail: readonly SendPhase[] = ['sender', 'recipients', 'data', 'body', 'answer']

const envelopeForm = /^[^\s<>]*$/

/**
 * Tells for certain what can be told. `doubt` exactly where the whole mail was handed to the connection and no answer
 * that says yes or no came back; everything before is `refused`, and can be sent again without being sent twice.
 */
export async function sendOnce(
  settings: SendSettings,
  mail: OutgoingMail,
  clock: Clock,
): Promise<SendOutcome> {
  const misfit =
    mail.to.length === 0 || ![mail.from, ...mail.to].every((address) => envelopeForm.test(address))
  if (misfit || mail.raw.length === 0) {
    const reply = 'the envelope has no recipient, an address with blanks or brackets, or an empty mail'
    return { kind: 'refused', permanent: true, code: null, reply, phase: 'sender' }
  }
  const attempt = new Attempt(settings, mail)
  try {
    return await withinMs(clock, settings.times.mailMs, attempt.outcome)
  } catch (error) {
    if (!(error instanceof Late)) throw error
    return attempt.broken(error)
  } finally {
    attempt.leave(clock)
  }
}

class Attempt {
  readonly outcome: Promise<SendOutcome>
  readonly #server: MailServer
  readonly #times: SendTimes
  readonly #connection: SMTPConnection
  readonly #source: MailSource
  readonly #envelope: { from: string; to: string[]; size: number; use8BitMime: boolean }
  #phase: SendPhase = 'connect'

  constructor({ server, helloName, times }: SendSettings, mail: OutgoingMail) {
    this.#server = server
    this.#times = times
    this.#source = new MailSource(mail.raw, mail.beforeDot ?? (() => Promise.resolve(true)))
    const use8BitMime = mail.raw.some((byte) => byte > 0x7f)
    this.#envelope = { from: mail.from, to: [...mail.to], size: mail.raw.length, use8BitMime }
    this.#connection = new SMTPConnection({
      ...connectionOptions(server, helloName, times),
      logger: this.#listener(),
    })
    this.outcome = new Promise((resolve) => {
      const fail = (error: Error) => resolve(this.broken(error))
      // Stays for good: an error after the outcome, of QUIT say, changes nothing and must not be uncaught.
      this.#connection.on('error', fail)
      this.#connection.once('end', () => fail(new Error('the connection ended')))
      this.#connection.connect((error) =>
        error ? fail(error) : this.#login(fail, () => this.#send(resolve, fail)),
      )
    })
  }

  #login(fail: (error: Error) => void, next: () => void): void {
    const { login } = this.#server
    if (login === null) return next()
    this.#connection.login({ user: login.user, pass: login.password }, (error) =>
      error ? fail(error) : next(),
    )
  }

  #send(resolve: (outcome: SendOutcome) => void, fail: (error: Error) => void): void {
    this.#connection.send(this.#envelope, this.#source, (error, info) => {
      if (error) return fail(error)
      // A server that says yes before it has everything: what it holds is not the mail.
      if (!this.#source.isAtEnd)
        return resolve(this.#doubt('the server answered before it had the whole mail'))
      const reply = formatDetail(info?.response ?? '', this.#server)
      resolve({ kind: 'sent', reply, refused: this.#refusedRecipients() })
    })
  }

  /** What a failure at this moment means. */
  broken(error: Error): SendOutcome {
    const { responseCode, command } = error as SmtpError
    const code =
      typeof responseCode === 'number' && responseCode >= 400 && responseCode < 600 ? responseCode : null
    if (this.#source.isAtEnd && code === null) return this.#doubt(error.message)
    const phase = this.#phaseOf(command)
    // nodemailer compares the mail with the size that the server announced before it says MAIL.
    const isTooLarge = code === null && command === 'MAIL FROM'
    const permanent = isTooLarge || (code !== null && code >= 500 && phasesAboutTheMail.includes(phase))
    return { kind: 'refused', permanent, code, reply: formatDetail(error.message, this.#server), phase }
  }

  /** Says goodbye where the connection still stands, and closes it when the goodbye is not answered in time. */
  leave(clock: Clock): void {
    const connection = this.#connection
    if (connection.destroyed) return
    const isMidway = this.#source.isBegun && !this.#source.isAtEnd
    if (isMidway || this.#phase === 'connect' || this.#phase === 'greeting') return connection.close()
    const ended = new Promise<void>((resolve) => connection.once('end', resolve))
    connection.quit()
    withinMs(clock, this.#times.quitMs, ended).catch(() => connection.close())
  }

  #doubt(because: string): SendOutcome {
    return { kind: 'doubt', because: formatDetail(because, this.#server), refused: this.#refusedRecipients() }
  }

  #phaseOf(command: unknown): SendPhase {
    const answered = typeof command === 'string' ? phaseOfVerb[command.split(' ')[0] ?? ''] : undefined
    if (this.#source.isAtEnd) return 'answer'
    if (this.#source.isBegun) return 'body'
    return answered ?? this.#phase
  }

  /** nodemailer notes on the envelope that it was given which recipients were refused, whatever comes later. */
  #refusedRecipients(): RefusedRecipient[] {
    const { rejectedErrors = [] } = this.#envelope as {
      rejectedErrors?: readonly (SmtpError & { readonly recipient?: string; readonly response?: string })[]
    }
    return rejectedErrors.map(({ recipient, responseCode, response }) => {
      const code = typeof responseCode === 'number' ? responseCode : null
      const reply = formatDetail(response ?? '', this.#server)
      return { address: recipient ?? '', permanent: code !== null && code >= 500, code, reply }
    })
  }

  /** Follows the talk by nodemailer's own log; nothing of it is kept but how far it came. */
  #listener() {
    const note = (entry: unknown, line?: unknown) => {
      const { tnx } = entry as { readonly tnx?: string }
      if (tnx === 'network' && this.#phase === 'connect') this.#phase = 'greeting'
      if (tnx === 'client') this.#phase = phaseOfVerb[String(line).split(' ')[0] ?? ''] ?? this.#phase
    }
    return { trace: note, debug: note, info: note, warn: note, error: note, fatal: note }
  }
}

function connectionOptions(server: MailServer, helloName: string, times: SendTimes): SMTPConnectionOptions {
  return {
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: tlsChecksOf(server),
    name: helloName,
    connectionTimeout: times.connectMs,
    greetingTimeout: times.connectMs,
    dnsTimeout: times.connectMs,
    socketTimeout: times.silenceMs,
    transactionLog: true,
  }
}
