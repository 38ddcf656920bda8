// One connection to one folder: what may be asked of it, each question bounded in time. spec: mail-doors §2
import { instantOfSeconds, type Clock, type Instant } from '@holdfast/capabilities'
import { ImapFlow, type FetchMessageObject, type ImapFlowOptions } from 'imapflow'
import { ConnectionLoss } from './connection-loss.ts'
import { tlsChecksOf } from './mail-server.ts'
import {
  commandMs,
  fetchedBytesMax,
  fetchedHeaderBytesMax,
  idleMs,
  logoutMs,
  mailboxConnectMs,
  pollMs,
  type MailboxSettings,
} from './mailbox-settings.ts'
import { MailboxError } from './mailbox-trouble.ts'
import { withinMs } from './within-ms.ts'

/** Mails whose sizes are asked for at once. */
const listedMax = 100
// What an answer may hold beside the mail itself, and the longest line: a list of a million numbers.
const answerSlackBytes = 1_048_576
const answerLineBytesMax = 16_777_216

export type ListedMail = { readonly uid: number; readonly bytes: number; readonly receivedAt: Instant }

/** `gone`: somebody took it out of the folder in the meantime. */
export type FetchedMail =
  | { readonly kind: 'gone' }
  | { readonly kind: 'whole'; readonly raw: Uint8Array }
  | { readonly kind: 'oversized'; readonly bytes: number; readonly headers: Uint8Array }

export class MailboxSession {
  readonly uidValidity: number
  readonly #client: ImapFlow
  readonly #settings: MailboxSettings
  readonly #clock: Clock
  readonly #loss: ConnectionLoss
  #hasNews = true
  #wake: () => void = () => {}
  #idleRefused = false

  private constructor(client: ImapFlow, loss: ConnectionLoss, settings: MailboxSettings, clock: Clock) {
    this.#client = client
    this.#loss = loss
    this.#settings = settings
    this.#clock = clock
    this.uidValidity = client.mailbox === false ? 0 : Number(client.mailbox.uidValidity)
    client.on('exists', () => {
      this.#hasNews = true
      this.#wake()
    })
  }

  /** Connected, logged in, folder open; rejects with what went wrong, and leaves nothing open then. */
  static async open(settings: MailboxSettings, clock: Clock, signal: AbortSignal): Promise<MailboxSession> {
    const client = new ImapFlow(clientOptions(settings))
    const loss = lossOf(client)
    const stop = () => client.close()
    signal.addEventListener('abort', stop)
    const connectMs = settings.connectMs ?? mailboxConnectMs
    const asked = <Given>(work: Promise<Given>) => withinMs(clock, connectMs, loss.race(work))
    try {
      if (signal.aborted) throw new MailboxError('connection-lost', 'stopping')
      await asked(client.connect())
      const { afterwards, folder } = settings
      if (afterwards.kind === 'move')
        await asked(client.mailboxCreate(afterwards.folder).catch(refusedToMake))
      await asked(client.mailboxOpen(folder).catch((error: unknown) => refusedFolder(folder, error)))
      return new MailboxSession(client, loss, settings, clock)
    } catch (error) {
      client.close()
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  get noticesBy(): 'idle' | 'interval' {
    return this.#client.capabilities.has('IDLE') && !this.#idleRefused ? 'idle' : 'interval'
  }

  /** The next mails from `uidNext` on, in the order of their numbers; none: everything was read. */
  async list(uidNext: number): Promise<ListedMail[]> {
    this.#hasNews = false
    await this.#ask(this.#client.noop())
    const found = await this.#ask(this.#client.search({ uid: `${uidNext}:*` }, { uid: true }))
    if (!Array.isArray(found)) throw new MailboxError('answer-wrong', 'the server refused to search')
    // `n:*` names the newest mail even where its number is below n.
    const uids = found.filter((uid) => uid >= uidNext).toSorted((a, b) => a - b)
    if (uids.length === 0) return []
    const range = uids.slice(0, listedMax)
    const rows = await this.#ask(
      this.#client.fetchAll(range.join(','), { uid: true, size: true, internalDate: true }, { uid: true }),
    )
    const byUid = new Map(rows.map((row) => [row.uid, row]))
    return range.map((uid) => {
      const row = byUid.get(uid)
      return { uid, bytes: row?.size ?? 0, receivedAt: this.#receivedAt(row) }
    })
  }

  async fetch({ uid, bytes }: ListedMail): Promise<FetchedMail> {
    const bytesMax = this.#settings.bytesMax ?? fetchedBytesMax
    if (bytes > bytesMax) return this.#fetchHeaders(uid, bytes)
    // One byte more than may come: a size that the server told wrongly is noticed, and nothing larger is ever read.
    const source = await this.#fetchBytes(uid, bytesMax + 1)
    if (source === null) return { kind: 'gone' }
    if (source.length > bytesMax) return this.#fetchHeaders(uid, Math.max(bytes, source.length))
    return { kind: 'whole', raw: source }
  }

  /** False: the server refused what is to become of the mail. */
  async settle(uid: number): Promise<boolean> {
    const { afterwards } = this.#settings
    const range = String(uid)
    switch (afterwards.kind) {
      case 'keep':
        return true
      case 'mark-seen':
        return this.#ask(this.#client.messageFlagsAdd(range, ['\\Seen'], { uid: true }))
      case 'delete':
        return this.#ask(this.#client.messageDelete(range, { uid: true }))
      case 'move':
        return (await this.#ask(this.#client.messageMove(range, afterwards.folder, { uid: true }))) !== false
    }
  }

  /** Resolves when there may be something new; rejects when the connection is lost, and with the signal's reason. */
  async waitForNews(signal: AbortSignal): Promise<void> {
    if (this.#hasNews) return
    const over = new AbortController()
    const ended = AbortSignal.any([signal, over.signal])
    const poll = () => this.#clock.waitMs(this.#settings.pollMs ?? pollMs, ended)
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    const waits = [woken]
    if (this.noticesBy === 'interval') waits.push(poll())
    else {
      waits.push(this.#clock.waitMs(this.#settings.idleMs ?? idleMs, ended))
      // Where the server ends or refuses IDLE by itself, the interval goes on in its place.
      waits.push(this.#idle().then(poll))
    }
    try {
      await this.#loss.race(Promise.race(waits))
    } finally {
      over.abort()
    }
  }

  /** Logs out and closes; does not wait long for a server that does not hear it. */
  async leave(): Promise<void> {
    if (this.#client.usable) await withinMs(this.#clock, logoutMs, this.#client.logout()).catch(() => {})
    this.#client.close()
  }

  close(): void {
    this.#client.close()
  }

  async #idle(): Promise<void> {
    const answer = await this.#client.idle().catch(() => false)
    if (answer === false) this.#idleRefused = true
  }

  async #fetchHeaders(uid: number, bytes: number): Promise<FetchedMail> {
    const source = await this.#fetchBytes(uid, this.#settings.headerBytesMax ?? fetchedHeaderBytesMax)
    if (source === null) return { kind: 'gone' }
    const end = source.indexOf('\r\n\r\n')
    return { kind: 'oversized', bytes, headers: end < 0 ? source : source.subarray(0, end + 4) }
  }

  async #fetchBytes(uid: number, maxLength: number): Promise<Buffer | null> {
    const query = { uid: true, source: { start: 0, maxLength } }
    const found = await this.#ask(this.#client.fetchOne(String(uid), query, { uid: true }))
    if (found === false) return null
    if (found.source === undefined) throw new MailboxError('answer-wrong', 'a mail came without its text')
    return found.source
  }

  /** When the server got it; never later than now, since what is to be answered in time is counted from it. */
  #receivedAt(row: FetchMessageObject | undefined): Instant {
    const now = this.#clock.now()
    const written = row?.internalDate
    const milliseconds = written === undefined ? Number.NaN : new Date(written).getTime()
    const moment = Number.isFinite(milliseconds) ? instantOfSeconds(Math.floor(milliseconds / 1000)) : null
    return moment === null || moment > now ? now : moment
  }

  #ask<Given>(work: Promise<Given>): Promise<Given> {
    const timeMs = this.#settings.commandMs ?? commandMs
    return withinMs(this.#clock, timeMs, this.#loss.race(work))
  }
}

/** No to making a folder mostly says that it is there, not every server in the words of RFC 5530. If not, moves are refused. */
function refusedToMake(error: unknown): void {
  if ((error as { readonly responseStatus?: string }).responseStatus === undefined) throw error
}

/** A folder that the server does not open, told apart from a connection that breaks there. */
function refusedFolder(folder: string, error: unknown): never {
  const { message, responseStatus } = error as Error & { readonly responseStatus?: string }
  if (responseStatus === undefined) throw error
  throw new MailboxError('folder-missing', `${folder}: ${message}`)
}

function lossOf(client: ImapFlow): ConnectionLoss {
  const loss = new ConnectionLoss()
  client.on('error', (error: Error) => loss.report(error))
  client.on('close', () =>
    loss.report(new MailboxError('connection-lost', 'the server closed the connection')),
  )
  return loss
}

function clientOptions(settings: MailboxSettings): ImapFlowOptions {
  const { server } = settings
  const connectMs = settings.connectMs ?? mailboxConnectMs
  const literalMax = (settings.bytesMax ?? fetchedBytesMax) + answerSlackBytes
  return {
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    tls: tlsChecksOf(server),
    ...(server.login === null ? {} : { auth: { user: server.login.user, pass: server.login.password } }),
    clientInfo: { name: 'Holdfast' },
    logger: false,
    disableAutoIdle: true,
    // BINARY would decode parts on the server: the bytes would not be those that were sent.
    disableBinary: true,
    disableCompression: true,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: settings.commandMs ?? commandMs,
    maxLiteralSize: literalMax,
    maxResponseSize: literalMax + answerLineBytesMax,
    maxLineLength: answerLineBytesMax,
    maxLockHoldTime: false,
  }
}
