// Takes every mail of a folder once: durable here, then marked there, then the position. spec: mail-doors §2
import { addSecondsHeld } from '@holdfast/capabilities'
import { MailboxSession, type ListedMail } from './mailbox-session.ts'
import {
  loginRetryMs,
  retryFirstMs,
  retryMaxMs,
  type MailboxPosition,
  type MailboxSettings,
  type MailboxState,
  type MailboxTools,
  type MailboxTrouble,
} from './mailbox-settings.ts'
import { MailboxError, troubleOf } from './mailbox-trouble.ts'

export type MailboxWatch = {
  readonly state: () => MailboxState
  /** Finishes the mail in hand and logs out. */
  readonly stop: () => Promise<void>
}

/** Begins at once and goes on until it is stopped; what goes wrong shows in its state. */
export function watchMailbox(settings: MailboxSettings, tools: MailboxTools): MailboxWatch {
  const watch = new Watch(settings, tools)
  const ended = watch.run()
  return {
    state: () => watch.state,
    stop: async () => {
      watch.stopping.abort(new Error('stopping'))
      await ended
    },
  }
}

class Watch {
  state: MailboxState
  readonly stopping = new AbortController()
  readonly #settings: MailboxSettings
  readonly #tools: MailboxTools
  #position: MailboxPosition | null
  #failures = 0
  #leftUnmarked = 0

  constructor(settings: MailboxSettings, tools: MailboxTools) {
    this.#settings = settings
    this.#tools = tools
    this.#position = settings.position
    this.state = { kind: 'connecting', since: tools.clock.now() }
  }

  async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const trouble = await this.#connectAndFollow()
      if (trouble === null || signal.aborted) break
      await this.#waitToReconnect(trouble)
    }
    this.#change({ kind: 'stopped', since: this.#tools.clock.now() })
  }

  /** What went wrong; null: it was stopped. */
  async #connectAndFollow(): Promise<MailboxTrouble | null> {
    const { signal } = this.stopping
    this.#change({ kind: 'connecting', since: this.#tools.clock.now() })
    let session: MailboxSession | null = null
    try {
      session = await MailboxSession.open(this.#settings, this.#tools.clock, signal)
      await this.#follow(session)
      return null
    } catch (error) {
      return signal.aborted ? null : troubleOf(error, this.#settings.server)
    } finally {
      // A connection that failed is not asked for anything more.
      if (signal.aborted) await session?.leave()
      else session?.close()
    }
  }

  /** Rejects when the connection is lost or a mail was not taken; returns when it is stopped. */
  async #follow(session: MailboxSession): Promise<void> {
    const { signal } = this.stopping
    const since = this.#tools.clock.now()
    for (;;) {
      const { noticesBy: by } = session
      this.#change({ kind: 'connected', since, by, leftUnmarked: this.#leftUnmarked })
      const listed = await session.list(this.#uidNext(session))
      for (const mail of listed) {
        if (signal.aborted) return
        await this.#takeOne(session, mail)
      }
      this.#failures = 0
      if (signal.aborted) return
      if (listed.length === 0) await session.waitForNews(signal)
    }
  }

  /** Each step only after the one before: whatever breaks in between, the mail is met again and known by its key. */
  async #takeOne(session: MailboxSession, listed: ListedMail): Promise<void> {
    const fetched = await session.fetch(listed)
    const mailbox = this.#settings.name
    const doorKey = `imap:${session.uidValidity}:${listed.uid}`
    const { receivedAt } = listed
    if (fetched.kind === 'whole') {
      const mail = { raw: fetched.raw, receivedAt, mailbox, doorKey, envelope: null }
      await this.#tools.take(mail).catch(refusedToTake)
      if (!(await session.settle(listed.uid))) this.#leftUnmarked++
    }
    // Left as it is: it exists nowhere else.
    if (fetched.kind === 'oversized') {
      const { bytes, headers } = fetched
      await this.#tools.takeOversized({ mailbox, doorKey, bytes, headers, receivedAt }).catch(refusedToTake)
    }
    const position = { uidValidity: session.uidValidity, uidNext: listed.uid + 1 }
    await this.#tools.remember(position).catch(refusedToTake)
    this.#position = position
  }

  #uidNext(session: MailboxSession): number {
    return this.#position?.uidValidity === session.uidValidity ? this.#position.uidNext : 1
  }

  async #waitToReconnect(because: MailboxTrouble): Promise<void> {
    const { clock } = this.#tools
    const waitMs = this.#retryMs(because)
    this.#failures++
    const at = addSecondsHeld(clock.now(), Math.ceil(waitMs / 1000))
    this.#change({ kind: 'waiting-to-reconnect', because, at, failures: this.#failures })
    // Rejects when it is stopped meanwhile, which the loop asks next.
    await clock.waitMs(waitMs, this.stopping.signal).catch(() => {})
  }

  #retryMs(because: MailboxTrouble): number {
    const settings = this.#settings
    if (because.kind === 'password-refused') return settings.loginRetryMs ?? loginRetryMs
    const first = settings.retryFirstMs ?? retryFirstMs
    return Math.min(first * 2 ** Math.min(this.#failures, 30), settings.retryMaxMs ?? retryMaxMs)
  }

  #change(state: MailboxState): void {
    this.state = state
    this.#tools.changed?.(state)
  }
}

function refusedToTake(error: Error): never {
  throw new MailboxError('not-taken', error.message)
}
