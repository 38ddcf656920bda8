// SMTP for desks that forward: 250 only after the mail is durable. spec: mail-doors §3
import type { AddressInfo } from 'node:net'
import {
  SMTPServer,
  type SMTPServerAuthenticationResponse,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server'
import type { ReceivedMail } from './received-mail.ts'
import {
  receivedBytesMax,
  receiverConnectionsMax,
  receiverDataMs,
  receiverSilenceMs,
  receiverStopMs,
  recipientsMax,
  type ReceiverSettings,
  type ReceiverState,
  type ReceiverTools,
} from './receiver-settings.ts'
import { Late, withinMs } from './within-ms.ts'

export type Receiver = {
  readonly port: number
  readonly state: () => ReceiverState
  /** Takes nothing new, answers for the mails in hand, closes. */
  readonly stop: () => Promise<void>
}

/** Rejects where the address cannot be listened on. */
export async function openReceiver(settings: ReceiverSettings, tools: ReceiverTools): Promise<Receiver> {
  const door = new ReceiverDoor(settings, tools)
  const port = await door.listen()
  return { port, state: () => door.state(), stop: () => door.stop() }
}

class ReceiverDoor {
  readonly #settings: ReceiverSettings
  readonly #tools: ReceiverTools
  readonly #server: SMTPServer
  /** Mails between DATA and their answer, by the id of their connection. */
  readonly #inHand = new Map<string, Promise<void>>()
  #kind: ReceiverState['kind'] = 'listening'

  constructor(settings: ReceiverSettings, tools: ReceiverTools) {
    this.#settings = settings
    this.#tools = tools
    this.#server = new SMTPServer({
      ...serverOptions(settings, tools.acceptsLogin !== undefined),
      onMailFrom: (_address, _session, callback) => callback(this.#refusedByStop()),
      onRcptTo: ({ address }, _session, callback) => void answer(this.#verifyRecipient(address), callback),
      onAuth: ({ username = '', password }, _session, callback) =>
        void answer(this.#decideLogin(username, password ?? ''), callback),
      onData: (stream, session, callback) => {
        const turn = answer(this.#receive(stream, session), callback)
        this.#inHand.set(session.id, turn)
        void turn.finally(() => {
          // Another mail of the same connection may have begun in the meantime.
          if (this.#inHand.get(session.id) === turn) this.#inHand.delete(session.id)
          if (this.#kind !== 'listening') this.#farewell(session.id)
        })
      },
    })
    // A client that breaks off is its own affair, and a failed listen() is told by listen().
    this.#server.on('error', () => {})
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const { server } = this.#server
      server.once('error', reject)
      this.#server.listen(this.#settings.port, this.#settings.host, () => {
        server.off('error', reject)
        resolve((server.address() as AddressInfo).port)
      })
    })
  }

  state(): ReceiverState {
    if (this.#kind === 'stopped') return { kind: 'stopped' }
    const inHand = this.#inHand.size
    if (this.#kind === 'stopping') return { kind: 'stopping', inHand }
    return { kind: 'listening', connections: this.#server.connections.size, inHand }
  }

  async stop(): Promise<void> {
    if (this.#kind !== 'listening') return
    this.#kind = 'stopping'
    this.#server.server.close()
    // smtp-server destroys connections whose TLS has not begun. One that arrived in this very turn of the event loop has
    // no ground under its TLS yet, and destroying it then crashes Node; a turn later it has.
    await new Promise(setImmediate)
    const closed = new Promise<void>((resolve) => this.#server.close(resolve))
    for (const { id } of this.#server.connections) if (!this.#inHand.has(id)) this.#farewell(id)
    const { clock } = this.#tools
    const finished = Promise.all(this.#inHand.values()).then(() => closed)
    await withinMs(clock, this.#settings.stopMs ?? receiverStopMs, finished).catch((error: unknown) => {
      if (!(error instanceof Late)) throw error
      for (const { id } of this.#server.connections) this.#farewell(id)
    })
    this.#kind = 'stopped'
  }

  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const bytesMax = this.#settings.bytesMax ?? receivedBytesMax
    const raw = await this.#collectInTime(stream, session, bytesMax)
    if (raw === null) throw smtpError(552, `the mail is larger than ${bytesMax} bytes`)
    try {
      await this.#tools.take(this.#received(raw, session))
    } catch {
      // What failed is the caller's to log; the client keeps the mail and tries again.
      throw smtpError(451, 'the mail could not be stored: try again later')
    }
    return 'stored'
  }

  async #collectInTime(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    bytesMax: number,
  ): Promise<Uint8Array | null> {
    const dataMs = this.#settings.dataMs ?? receiverDataMs
    try {
      return await withinMs(this.#tools.clock, dataMs, collect(stream, bytesMax))
    } catch (error) {
      if (error instanceof Late) this.#farewell(session.id)
      throw smtpError(451, 'the mail did not arrive in full')
    }
  }

  #received(raw: Uint8Array, session: SMTPServerSession): ReceivedMail {
    const { mailFrom, rcptTo } = session.envelope
    return {
      raw,
      receivedAt: this.#tools.clock.now(),
      mailbox: this.#settings.name,
      doorKey: null,
      envelope: {
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        client: session.remoteAddress,
      },
    }
  }

  async #verifyRecipient(address: string): Promise<void> {
    const stopping = this.#refusedByStop()
    if (stopping !== null) throw stopping
    const accepted = await orLater(451, () => this.#tools.acceptsRecipient(address))
    if (!accepted) throw smtpError(550, 'no such recipient here, and nothing is passed on')
  }

  async #decideLogin(user: string, password: string): Promise<SMTPServerAuthenticationResponse> {
    const accepted = await orLater(454, () => this.#tools.acceptsLogin?.(user, password) ?? false)
    return accepted ? { user } : { message: 'user or password is wrong' }
  }

  #refusedByStop(): Error | null {
    return this.#kind === 'listening' ? null : smtpError(421, 'closing')
  }

  /** 421 and the end of one connection. */
  #farewell(id: string): void {
    for (const connection of this.#server.connections)
      if (connection.id === id) connection.send(421, 'closing, try again later')
  }
}

function serverOptions(settings: ReceiverSettings, demandsLogin: boolean): SMTPServerOptions {
  const { security } = settings
  const keys = security.kind === 'none' ? {} : { key: security.key, cert: security.certificate }
  const disabledCommands = [
    ...(security.kind === 'none' ? ['STARTTLS'] : []),
    ...(demandsLogin ? [] : ['AUTH']),
  ]
  return {
    ...keys,
    ...{ disabledCommands, minVersion: 'TLSv1.2', authMethods: ['PLAIN', 'LOGIN'], logger: false },
    secure: security.kind === 'tls',
    name: settings.hostName,
    banner: 'Holdfast',
    size: settings.bytesMax ?? receivedBytesMax,
    maxClients: settings.connectionsMax ?? receiverConnectionsMax,
    maxRecipients: settings.recipientsMax ?? recipientsMax,
    socketTimeout: settings.silenceMs ?? receiverSilenceMs,
    closeTimeout: settings.stopMs ?? receiverStopMs,
    disableReverseLookup: true,
  }
}

/** The whole mail, or null where it is larger; what is too much is read and dropped, so that the answer can be heard. */
function collect(stream: SMTPServerDataStream, bytesMax: number): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let bytes = 0
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bytesMax) chunks = []
      else chunks.push(chunk)
    })
    stream.once('error', reject)
    stream.once('end', () => resolve(bytes > bytesMax ? null : Buffer.concat(chunks, bytes)))
    stream.once('close', () => reject(new Error('the client broke off')))
  })
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

/** A verdict that nobody can give now is answered with `code`: the client asks again later. */
async function orLater(code: number, decide: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await decide()
  } catch {
    throw smtpError(code, 'try again later')
  }
}

/** What a promise gives, as smtp-server wants to be told. */
async function answer<Given>(
  verdict: Promise<Given>,
  callback: (error?: Error | null, given?: Given) => void,
): Promise<void> {
  let given: Given
  try {
    given = await verdict
  } catch (error) {
    callback(error as Error)
    return
  }
  callback(null, given)
}
