// A mail that a person or a rule wrote, before it is bytes. spec: mail-doors §5
import type { Instant } from '@holdfast/capabilities'
import type { MailAddress } from '../parsed-mail.ts'

/** Of To and Cc together. */
export const draftRecipientsMax = 100
export const draftAttachmentsMax = 50
/** Texts and attachments together, before they are encoded (which adds a third). */
export const draftBytesMax = 20_971_520
export const draftSubjectCharactersMax = 500
/** Of a person's name and of an attachment's. */
export const draftNameCharactersMax = 200
/** Of one Message-ID, without brackets. */
export const draftIdCharactersMax = 250
/** Of References: the first, and the newest of the others. */
export const draftReferencesMax = 20
export const draftOffsetMinutesMax = 840

export type DraftAttachment = {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Without brackets: a picture that the HTML shows as `cid:`; null: a file. */
  readonly contentId: string | null
}

/** There is no Bcc: who gets a mail without being named stands in the envelope alone. */
export type MailDraft = {
  /** Without brackets, as all ids here. */
  readonly messageId: string
  readonly date: { readonly moment: Instant; readonly offsetMinutes: number }
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** The keyed address that leads an answer to its thread; null: answers go to `from`. */
  readonly replyTo: MailAddress | null
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly attachments: readonly DraftAttachment[]
  readonly inReplyTo: string | null
  /** Oldest first. Ids that cannot be written (other desks make such) are left out. */
  readonly references: readonly string[]
  /** Sent by a rule: other automata are told to stay silent. */
  readonly isAutomatic: boolean
}
