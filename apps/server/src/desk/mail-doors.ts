// The doors of one server: watched mailboxes and the receiver, and how they say how they are. spec: desk-traffic §1
import type { Clock, Instant } from '@holdfast/capabilities'
import {
  openReceiver,
  watchMailbox,
  type MailboxSettings,
  type MailboxState,
  type MailboxWatch,
  type OversizedMail,
  type Receiver,
} from '@holdfast/mail/doors'
import { parseReplyAddress } from '@holdfast/desk'
import type { Actor, MailboxRecord, Store } from '@holdfast/store'
import type { MailConfig, ReceiverConfig } from '../config/mail-config.ts'
import { equalSecrets } from './equal-secrets.ts'
import type { Log } from '../log.ts'
import { StartFailure } from '../start-failure.ts'
import type { IntakeSink } from './intake-sink.ts'

export type MailDoorsOptions = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  readonly sink: IntakeSink
  readonly config: MailConfig
}

export class MailDoors {
  readonly #options: MailDoorsOptions
  readonly #watches: MailboxWatch[] = []
  #receiver: Receiver | null = null
  /** Writes of states and positions, one after the other: a later one never loses to an earlier. */
  #writes: Promise<unknown> = Promise.resolve()
  readonly #records = new Map<string, MailboxRecord>()

  constructor(options: MailDoorsOptions) {
    this.#options = options
  }

  /** Port of the receiver; null: there is none. */
  get receiverPort(): number | null {
    return this.#receiver?.port ?? null
  }

  /** Throws StartFailure where the receiver's address cannot be listened on. */
  async start(): Promise<void> {
    const { store, config } = this.#options
    for (const record of await store.read.listMailboxes()) this.#records.set(record.name, record)
    if (config.receiver !== null) await this.#openReceiver(config.receiver)
    for (const mailbox of config.mailboxes) this.#watch(mailbox)
  }

  /** Finishes the mails in hand. */
  async stop(): Promise<void> {
    await Promise.all([this.#receiver?.stop(), ...this.#watches.map((watch) => watch.stop())])
    const { receiver } = this.#options.config
    if (this.#receiver !== null && receiver !== null) this.#record(receiver.name, 'off', null)
    await this.#writes
  }

  async #openReceiver(config: ReceiverConfig): Promise<void> {
    const { clock, log, sink } = this.#options
    const { login } = config
    const { name, hostName, host, port, security } = config
    try {
      this.#receiver = await openReceiver(
        { name, hostName, host, port, security },
        {
          clock,
          acceptsRecipient: (address) => this.#isOurs(address),
          take: (mail) =>
            sink.take('smtp', mail).catch((error: unknown) => {
              log.error({ job: 'mail-receiver', err: { message: (error as Error).message } }, 'not taken')
              throw error
            }),
          ...(login === null
            ? {}
            : {
                acceptsLogin: (user: string, password: string) =>
                  equalSecrets(user, login.user) && equalSecrets(password, login.password),
              }),
        },
      )
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE') throw new StartFailure('address-in-use', { host, port })
      if (code === 'EADDRNOTAVAIL' || code === 'EACCES')
        throw new StartFailure('address-not-ours', { host, port })
      throw error
    }
    this.#record(name, 'connected', null)
    log.info({ job: 'mail-receiver', host, port: this.#receiver.port }, 'listening')
  }

  #isOurs(address: string): boolean {
    const { config } = this.#options
    const written = address.toLowerCase()
    return (
      config.ownAddresses.includes(written) ||
      config.receiver?.recipients.includes(written) === true ||
      parseReplyAddress(written, [config.replyMailbox]) !== null
    )
  }

  #watch(settings: Omit<MailboxSettings, 'position'>): void {
    const { clock, sink } = this.#options
    const { name } = settings
    const known = this.#records.get(name)?.position ?? null
    const position = known === null ? null : { uidValidity: known.uidvalidity, uidNext: known.uidnext }
    const watch = watchMailbox(
      { ...settings, position },
      {
        clock,
        take: (mail) => sink.take('imap', mail),
        takeOversized: (mail) => this.#takeOversized(mail),
        remember: ({ uidValidity, uidNext }) =>
          this.#remember(name, { uidvalidity: uidValidity, uidnext: uidNext }),
        changed: (state) => this.#changed(name, state),
      },
    )
    this.#watches.push(watch)
  }

  /** Its headers are kept, and the size that says why it is not here. */
  #takeOversized({ mailbox, doorKey, bytes, headers, receivedAt }: OversizedMail): Promise<'taken'> {
    const envelope = { oversizedBytes: bytes }
    return this.#options.sink.put({ mailbox, door: 'imap', doorKey, envelope, raw: headers, receivedAt })
  }

  #remember(name: string, position: NonNullable<MailboxRecord['position']>): Promise<void> {
    const { store, actor, clock } = this.#options
    const known = this.#records.get(name)
    if (known !== undefined) this.#records.set(name, { ...known, position })
    return this.#inTurn(async () => {
      const now = clock.now()
      await store.write(actor, (tx) => tx.takeIn([], { mailbox: name, ...position }, now))
    })
  }

  #changed(name: string, state: MailboxState): void {
    if (state.kind === 'connected') this.#record(name, 'connected', null)
    if (state.kind === 'connecting' && this.#records.get(name)?.state !== 'failing')
      this.#record(name, 'waiting', null)
    if (state.kind === 'stopped') this.#record(name, 'off', null)
    if (state.kind === 'waiting-to-reconnect')
      this.#record(name, 'failing', `${state.because.kind}: ${state.because.detail}`)
  }

  #record(name: string, state: MailboxRecord['state'], error: string | null): void {
    const { store, actor, clock, log } = this.#options
    const known = this.#records.get(name)
    if (known?.state === state && known.error === error) return
    const stateAt: Instant = clock.now()
    this.#records.set(name, { name, state, stateAt, error, position: known?.position ?? null })
    if (error !== null) log.warn({ job: 'mailbox', mailbox: name, error }, 'failing')
    void this.#inTurn(async () => {
      const record = this.#records.get(name)
      if (record !== undefined) await store.write(actor, (tx) => tx.putMailbox(record, stateAt))
    }).catch((failure: unknown) => {
      log.error({ job: 'mailbox', mailbox: name, err: { message: (failure as Error).message } }, 'accident')
    })
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#writes.then(write)
    this.#writes = turn.catch(() => undefined)
    return turn
  }
}
