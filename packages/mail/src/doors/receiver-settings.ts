// What the SMTP receiver is told, and its defaults. spec: mail-doors §3
import type { Clock } from '@holdfast/capabilities'
import type { ReceivedMail } from './received-mail.ts'

/** Bytes of one mail, as announced by SIZE. Memory: at most this times the connections. */
export const receivedBytesMax = 26_214_400
export const receiverConnectionsMax = 20
export const recipientsMax = 50
/** Without a byte from the client. */
export const receiverSilenceMs = 60_000
/** From DATA to the final dot. */
export const receiverDataMs = 600_000
/** For the mails in hand when the receiver stops. */
export const receiverStopMs = 30_000

/** `tls`: from the first byte. `starttls`: offered. `none`: neither. */
export type ReceiverSecurity =
  | { readonly kind: 'none' }
  | { readonly kind: 'starttls' | 'tls'; readonly key: string; readonly certificate: string }

export type ReceiverSettings = {
  /** Stands in `ReceivedMail.mailbox`. */
  readonly name: string
  /** How the receiver greets. */
  readonly hostName: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly security: ReceiverSecurity
  readonly bytesMax?: number
  readonly connectionsMax?: number
  readonly recipientsMax?: number
  readonly silenceMs?: number
  readonly dataMs?: number
  readonly stopMs?: number
}

export type ReceiverTools = {
  readonly clock: Clock
  /** Whether a recipient is ours. Everything else is refused: nothing is ever passed on. */
  readonly acceptsRecipient: (address: string) => boolean | Promise<boolean>
  /** Resolves when the mail is durable; a rejection is answered with 451, and the client keeps the mail. */
  readonly take: (mail: ReceivedMail) => Promise<'taken'>
  /** Present: a login is demanded, over TLS alone. */
  readonly acceptsLogin?: (user: string, password: string) => boolean | Promise<boolean>
}

export type ReceiverState =
  | { readonly kind: 'listening'; readonly connections: number; readonly inHand: number }
  | { readonly kind: 'stopping'; readonly inHand: number }
  | { readonly kind: 'stopped' }
