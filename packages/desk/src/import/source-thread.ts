// A thread as it was found, whatever it came in: a plain-text export, a mailbox, single mails. spec: case-import §2
import type { Instant } from '@holdfast/capabilities'

export type Correspondent = {
  /** As written, or ''. */
  readonly name: string
  /** As written, or ''. */
  readonly address: string
}

export type SourceMessage = {
  /** From 1, in the order of the source. */
  readonly index: number
  readonly from: Correspondent
  /** null: the source does not tell any recipient at all (plain-text exports). */
  readonly to: readonly Correspondent[] | null
  /** As written, or ''. */
  readonly sentAt: string
  /** The moment that `sentAt` names, where it names one. */
  readonly moment: Instant | null
  /** The minutes that `sentAt` is written ahead of UTC; null where it tells no offset. */
  readonly offsetMinutes: number | null
  readonly subject: string
  /** Plain text with LF line ends; positions in it count UTF-16 code units, as JavaScript does. */
  readonly text: string
  /** Names of the files that came along. */
  readonly attachments: readonly string[]
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

export type SourceThread = {
  readonly kind: 'thread'
  readonly subject: string
  readonly messages: readonly SourceMessage[]
}
