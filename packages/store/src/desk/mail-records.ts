// Mail that comes in and goes out. spec: desk-books §8
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseMessageId, IntakeId, OutgoingMailId } from '@holdfast/lease'
import type { DeskFacts, MessageAudience } from './desk-records.ts'

export const mailboxStates = ['connected', 'waiting', 'failing', 'off'] as const
export type MailboxRecord = {
  readonly name: string
  readonly state: (typeof mailboxStates)[number]
  readonly stateAt: Instant
  readonly error: string | null
  /** Where an IMAP mailbox was read up to. */
  readonly position: { readonly uidvalidity: number; readonly uidnext: number } | null
}

/** Of all servers. `held`: messages that wait for a person. */
export type MailCounts = {
  readonly waiting: number
  readonly failed: number
  readonly unplaced: number
  readonly queued: number
  readonly refused: number
  readonly doubt: number
  readonly held: number
}

export type NewIntake = {
  readonly mailbox: string
  readonly door: string
  /** What the door knows the mail by, or null. */
  readonly doorKey: string | null
  readonly envelope: DeskFacts | null
  readonly raw: Uint8Array
  readonly receivedAt: Instant
}
/** `unplaced`: it was read, and belongs to no case. */
export const intakeStates = ['waiting', 'done', 'failed', 'unplaced'] as const
export type IntakeState =
  | { readonly kind: 'waiting'; readonly due: Instant }
  | { readonly kind: 'done'; readonly at: Instant; readonly message: CaseMessageId }
  | { readonly kind: 'failed' | 'unplaced'; readonly at: Instant; readonly reason: string }
export type IntakeRecord = {
  readonly id: IntakeId
  readonly mailbox: string
  readonly door: string
  readonly doorKey: string | null
  readonly envelope: DeskFacts | null
  readonly receivedAt: Instant
  /** In the order in which what came in one second was taken in. */
  readonly place: number
  readonly raw: { readonly hash: string; readonly bytes: number }
  readonly attempts: number
  readonly state: IntakeState
}
/** `raw` null: the ring has no key for it, or it is damaged. */
export type ClaimedIntake = { readonly mail: IntakeRecord; readonly raw: Uint8Array | null }
export type IntakeOutcome =
  | { readonly kind: 'message'; readonly message: CaseMessageId }
  /** The same message is there already, with its own bytes. */
  | { readonly kind: 'known'; readonly message: CaseMessageId }
  | { readonly kind: 'failed' | 'unplaced'; readonly reason: string }
  | { readonly kind: 'later'; readonly due: Instant }

export const outgoingStates = ['queued', 'sending', 'sent', 'refused', 'doubt'] as const
export type OutgoingState = (typeof outgoingStates)[number]
export type NewOutgoing = {
  readonly id: OutgoingMailId
  readonly case: CaseId
  readonly message: CaseMessageId
  readonly audience: MessageAudience
  /** From and to of SMTP. */
  readonly envelope: DeskFacts
}
export type OutgoingRecord = Omit<NewOutgoing, 'envelope'> & {
  readonly envelope: DeskFacts | null
  readonly state: OutgoingState
  /** While it is queued: when it may be tried. While it is sending: when the claim ends. */
  readonly due: Instant
  readonly attempts: number
  readonly claimedBy: string | null
  /** When its sender was about to send the final dot. */
  readonly dotAt: Instant | null
  readonly error: string | null
  readonly queuedAt: Instant
  readonly settledAt: Instant | null
  /** Who looked at a doubt. */
  readonly repairedBy: string | null
}
export type ClaimedOutgoing = { readonly mail: OutgoingRecord; readonly raw: Uint8Array | null }
export type OutgoingOutcome =
  /** `error`: what the server did not take of it (some recipients); null: everything was taken. */
  | { readonly kind: 'sent'; readonly error?: string | null }
  /** The whole mail left, and no answer came. */
  | { readonly kind: 'doubt'; readonly error: string }
  /** `error`: code and words of the server, without addresses. `retryAt` null: given up. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAt: Instant | null }
  | { readonly kind: 'given-back' }

/** Books as a backup left them. `gap` null: by the rate at which cases began before. */
export type RestoredDesk = {
  readonly lostSince: Instant
  readonly gap: number | null
  /** Tells what would be done, and does nothing. */
  readonly dry: boolean
}

export type RestoreOutcome = {
  /** `done-before`: the step was taken for this moment already, and nothing changed. */
  readonly kind: 'restored' | 'dry' | 'done-before'
  /** Mails that were queued or being sent. */
  readonly doubts: number
  /** Mailboxes that are read again from their beginning. */
  readonly mailboxes: number
  readonly gap: number
  /** Running numbers that are never given: from the first to the last, both among them. */
  readonly numbers: { readonly first: number; readonly last: number }
}
