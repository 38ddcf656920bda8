// What a watched mailbox is told, how it says how it is, and its defaults. spec: mail-doors §2
import type { Clock, Instant } from '@holdfast/capabilities'
import type { MailServer } from './mail-server.ts'
import type { ReceivedMail } from './received-mail.ts'

/** Bytes of one mail; a larger one is reported by its headers and stays where it is. */
export const fetchedBytesMax = 52_428_800
/** Bytes of the headers of such a mail. */
export const fetchedHeaderBytesMax = 65_536
/** Between two looks at a mailbox whose server has no IDLE. */
export const pollMs = 60_000
/** Between two looks although IDLE told nothing: a connection that died silently is noticed then. */
export const idleMs = 300_000
export const mailboxConnectMs = 30_000
/** For one command of the server's; a mail of the largest size must come within it. */
export const commandMs = 300_000
export const logoutMs = 5_000
/** After the first failure; doubled after each further one. */
export const retryFirstMs = 1_000
export const retryMaxMs = 300_000
/** After a refused password: servers lock accounts that try too often. */
export const loginRetryMs = 900_000

/** Up to where a folder was read. A folder that was made anew has another `uidValidity`, and is read from its beginning. */
export type MailboxPosition = { readonly uidValidity: number; readonly uidNext: number }

/** What becomes of a mail once it is durable here. `delete` ends it on the server for good. */
export type Afterwards =
  { readonly kind: 'keep' | 'mark-seen' | 'delete' } | { readonly kind: 'move'; readonly folder: string }

export type MailboxSettings = {
  /** Stands in `ReceivedMail.mailbox`; with the door key it names a mail for ever. */
  readonly name: string
  readonly server: MailServer
  readonly folder: string
  readonly afterwards: Afterwards
  /** As `remember` was last asked to keep it; null: never read. */
  readonly position: MailboxPosition | null
  readonly bytesMax?: number
  readonly headerBytesMax?: number
  readonly pollMs?: number
  readonly idleMs?: number
  readonly connectMs?: number
  readonly commandMs?: number
  readonly retryFirstMs?: number
  readonly retryMaxMs?: number
  readonly loginRetryMs?: number
}

/** A mail that is on the server and not here. */
export type OversizedMail = {
  readonly mailbox: string
  readonly doorKey: string
  readonly bytes: number
  /** Its first bytes up to the blank line, at most `headerBytesMax`. */
  readonly headers: Uint8Array
  readonly receivedAt: Instant
}

export type MailboxTools = {
  readonly clock: Clock
  /** Resolves when the mail is durable. May be given the same door key again, and then resolves as well. */
  readonly take: (mail: ReceivedMail) => Promise<'taken'>
  /** As `take`, for a mail that was left on the server. */
  readonly takeOversized: (mail: OversizedMail) => Promise<'taken'>
  /** Called after each mail, once the server did what `afterwards` says. */
  readonly remember: (position: MailboxPosition) => Promise<void>
  /** Called at each look at the mailbox and at each change of its state. */
  readonly changed?: (state: MailboxState) => void
}

export type TroubleKind =
  | 'unreachable'
  | 'tls-refused'
  | 'password-refused'
  | 'folder-missing'
  | 'connection-lost'
  | 'server-silent'
  | 'answer-wrong'
  | 'not-taken'

/** `detail`: the server's or the system's words, short, without secrets. */
export type MailboxTrouble = { readonly kind: TroubleKind; readonly detail: string }

export type MailboxState =
  | { readonly kind: 'connecting'; readonly since: Instant }
  | {
      readonly kind: 'connected'
      readonly since: Instant
      /** How new mail is noticed. */
      readonly by: 'idle' | 'interval'
      /** Mails that are durable here, and whose marking, moving or deleting the server refused. */
      readonly leftUnmarked: number
    }
  | {
      readonly kind: 'waiting-to-reconnect'
      readonly because: MailboxTrouble
      readonly at: Instant
      readonly failures: number
    }
  | { readonly kind: 'stopped'; readonly since: Instant }
