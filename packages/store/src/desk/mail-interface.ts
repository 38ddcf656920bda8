// Mail that comes in and goes out, as the server reads and writes it. spec: desk-books §8
import type { Instant } from '@holdfast/capabilities'
import type { AutomaticLimit } from '@holdfast/desk'
import type { CaseId, CaseMessageId, IntakeId, OutgoingMailId, Refusal } from '@holdfast/lease'
import type { ListedOrRefused, Page } from '../listed.ts'
import type { OpenedBytes } from './desk-records.ts'
import type {
  ClaimedIntake,
  ClaimedOutgoing,
  IntakeOutcome,
  IntakeRecord,
  IntakeState,
  MailboxRecord,
  MailCounts,
  NewIntake,
  NewOutgoing,
  OutgoingOutcome,
  OutgoingRecord,
  OutgoingState,
  RestoredDesk,
  RestoreOutcome,
} from './mail-records.ts'

export type MailReads = {
  /** Of the first and the last content key: books that are being turned have the new ring at one end. Two look-ups. */
  listEndRings(): Promise<readonly string[]>
  /** Content keys that hang on each ring and were not destroyed; reads them all. */
  countRings(): Promise<readonly { readonly ring: string; readonly keys: number }[]>
  /** Whether any message has an identity, which no other secret makes again. */
  holdsMessages(): Promise<boolean>
  listMailboxes(): Promise<readonly MailboxRecord[]>
  countMail(): Promise<MailCounts>
  findIntake(id: IntakeId): Promise<IntakeRecord | null>
  /** By the moment at which they came, the newest first. */
  listIntake(state: IntakeState['kind'], page: Page): Promise<ListedOrRefused<IntakeRecord>>
  openIntake(id: IntakeId): Promise<OpenedBytes>
  findOutgoing(id: OutgoingMailId): Promise<OutgoingRecord | null>
  findOutgoingOfMessage(id: CaseMessageId): Promise<OutgoingRecord | null>
  /** In the order in which they were queued. */
  listOutgoing(
    filter: { readonly state: OutgoingState } | { readonly case: CaseId },
    page: Page,
  ): Promise<ListedOrRefused<OutgoingRecord>>
}

export type MailWrites = {
  putMailbox(mailbox: MailboxRecord, now: Instant): Promise<void>
  /**
   * Stores raw mails before anything looks into them, with the position up to which the mailbox is read. A mail that its
   * door handed in before is not taken in again: its place in the answer holds the id that it got then.
   */
  takeIn(
    mails: readonly NewIntake[],
    position: { readonly mailbox: string; readonly uidvalidity: number; readonly uidnext: number } | null,
    now: Instant,
  ): Promise<readonly IntakeId[]>
  /** The oldest that wait, due and claimed by nobody. Until `until` no other server takes them. */
  claimIntake(claim: {
    readonly now: Instant
    readonly until: Instant
    readonly limit: number
    /** Of the mails together; the first is claimed whatever its size. */
    readonly bytesMax?: number
  }): Promise<readonly ClaimedIntake[]>
  /** In the transaction that adds the messages. Answers with those that this server had claimed. */
  finishIntake(
    finished: readonly { readonly id: IntakeId; readonly outcome: IntakeOutcome }[],
    now: Instant,
  ): Promise<readonly IntakeId[]>
  /** Sets failed mails to be read again. */
  replayIntake(ids: readonly IntakeId[], now: Instant): Promise<readonly IntakeId[]>
  /** Destroys the bytes and envelopes of failed mails, for good; they stay listed by their hashes. */
  discardIntake(ids: readonly IntakeId[], now: Instant): Promise<readonly IntakeId[]>
  /**
   * Seals content keys by the ring's present key, at most `limit` of those behind `after`; `next` is null behind the last.
   * Keys that the ring does not open stay as they are.
   */
  turnKeyRing(
    page: { readonly after: string | null; readonly limit: number },
    now: Instant,
  ): Promise<{ readonly turned: number; readonly unreadable: number; readonly next: string | null }>

  /** What books that were restored from a backup may not do again. Done once for each `lostSince`. */
  restoreDesk(restored: RestoredDesk, now: Instant): Promise<RestoreOutcome>

  /** Behind what the case has queued before. CASE_SENDING_OFF: it may not send. */
  queueMail(
    mail: NewOutgoing,
    now: Instant,
  ): Promise<OutgoingRecord | Refusal<'NOT_FOUND' | 'CASE_SENDING_OFF' | 'ALREADY_EXISTS'>>
  /** The first unsettled mail of each case, where it is due. */
  claimOutgoing(claim: {
    readonly now: Instant
    readonly until: Instant
    readonly limit: number
  }): Promise<readonly ClaimedOutgoing[]>
  /**
   * Committed before the final dot leaves, once in a claim. False: the claim is not this sender's any more, and nothing may
   * be sent. `attempt`, the `attempts` of the claimed mail, tells two claims of one server from each other.
   */
  markDot(id: OutgoingMailId, now: Instant, attempt?: number): Promise<boolean>
  /** False where this sender's claim had run out. */
  recordOutgoing(
    id: OutgoingMailId,
    outcome: OutgoingOutcome,
    now: Instant,
    attempt?: number,
  ): Promise<boolean>
  /** What became of claims that ran out by `now`: before the dot queued again, behind it in doubt. */
  settleLostClaims(now: Instant): Promise<{ readonly queued: number; readonly doubts: number }>
  /** What this server had claimed before it ended, of both directions. */
  giveBackMail(now: Instant): Promise<{ readonly queued: number; readonly doubts: number }>
  /** A person's word on a mail in doubt. */
  repairOutgoing(
    id: OutgoingMailId,
    how: 'resend' | 'mark-sent',
    now: Instant,
  ): Promise<OutgoingRecord | Refusal<'NOT_FOUND' | 'OUTGOING_STATE_WRONG'>>
  /** Counts and records in one step; false: a limit is reached, and nothing is recorded. */
  recordAutomaticMail(
    /** `case` null: it is about no case. */
    mail: { readonly to: string; readonly case: CaseId | null },
    limits: readonly AutomaticLimit[],
    now: Instant,
  ): Promise<boolean>
  /** Forgets those before `before`. */
  removeAutomaticMails(before: Instant): Promise<number>
}
