import type { Instant } from '@holdfast/capabilities'

/** A mail as a door took it in: not one byte changed. */
export type ReceivedMail = {
  readonly raw: Uint8Array
  readonly receivedAt: Instant
  /** Where it came in: name of the mailbox or of the receiver. */
  readonly mailbox: string
  /** What makes it the same mail for its door when the door meets it again: `imap:<uidvalidity>:<uid>`; null: nothing. */
  readonly doorKey: string | null
  /** Of SMTP; null where the door does not know it. */
  readonly envelope: { readonly from: string; readonly to: readonly string[]; readonly client: string } | null
}
