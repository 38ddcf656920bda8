import type { Clock } from '@holdfast/capabilities'
import type { MailServer } from './mail-server.ts'
import { sendOnce, type OutgoingMail } from './send-once.ts'
import type { SendOutcome } from './send-outcome.ts'

/** Connections to one server at the same time. */
export const sendConnectionsDefault = 2
/** Until the connection, and then until the greeting. */
export const sendConnectMs = 30_000
/** Without a byte from the server; RFC 5321 §4.5.3.2.6 asks for ten minutes after the final dot. */
export const sendSilenceMs = 600_000
/** The whole attempt. */
export const sendMailMs = 1_800_000
/** For the answer to QUIT. */
export const sendQuitMs = 5_000

export type SenderSettings = {
  readonly server: MailServer
  /** What EHLO says: the name by which this host is known outside. */
  readonly helloName: string
  readonly connectionsMax?: number
  readonly connectMs?: number
  readonly silenceMs?: number
  readonly mailMs?: number
  readonly quitMs?: number
}

export type Sender = {
  /** One attempt on a connection of its own; the caller keeps the mail and decides about the next. Never rejects for the server's sake. */
  readonly send: (mail: OutgoingMail) => Promise<SendOutcome>
  /** Resolves when the attempts in hand have their outcome; those that wait, and later ones, are refused. */
  readonly stop: () => Promise<void>
}

/** spec: mail-doors §4 */
export function openSender(settings: SenderSettings, tools: { readonly clock: Clock }): Sender {
  const times = {
    connectMs: settings.connectMs ?? sendConnectMs,
    silenceMs: settings.silenceMs ?? sendSilenceMs,
    mailMs: settings.mailMs ?? sendMailMs,
    quitMs: settings.quitMs ?? sendQuitMs,
  }
  const { server, helloName, connectionsMax = sendConnectionsDefault } = settings
  const inHand = new Set<Promise<unknown>>()
  const stopping = new AbortController()
  return {
    send: async (mail) => {
      // Another may have taken the place that became free.
      while (!stopping.signal.aborted && inHand.size >= connectionsMax) await Promise.race(inHand)
      if (stopping.signal.aborted) return stoppingOutcome
      const attempt = sendOnce({ server, helloName, times }, mail, tools.clock)
      const noted: Promise<unknown> = attempt.catch(() => {})
      inHand.add(noted)
      try {
        return await attempt
      } finally {
        inHand.delete(noted)
      }
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(inHand)
    },
  }
}

const stoppingOutcome: SendOutcome = {
  kind: 'refused',
  permanent: false,
  code: null,
  reply: 'the sender is stopping',
  phase: 'connect',
}
