// A mail taken apart, every text decoded. spec: mail §3
import type { Instant } from '@holdfast/capabilities'

export type MailAddress = { readonly name: string; readonly address: string }

/** What a part is, beyond its media type; signatures and sealed parts are kept and named, never opened. */
export type AttachmentRole =
  | 'file'
  | 'inline'
  | 'mail'
  | 'calendar'
  | 'signature-smime'
  | 'sealed-smime'
  | 'signature-pgp'
  | 'sealed-pgp'
  /** `winmail.dat`: Outlook's own form, named and not opened. */
  | 'tnef'

export type MailAttachment = {
  readonly name: string
  readonly mediaType: string
  readonly role: AttachmentRole
  /** Without angle brackets, or null. */
  readonly contentId: string | null
  readonly bytes: Uint8Array
  /** SHA-256, hexadecimal. */
  readonly hash: string
}

export type MailFlag =
  | 'date-missing'
  | 'date-malformed'
  | 'id-missing'
  | 'id-doubled'
  | 'charset-undeclared'
  | 'charset-wrong'
  /** A character set is named that is not known here, UTF-7 among them. */
  | 'charset-unknown'
  | 'characters-lost'
  | 'from-missing'
  | 'from-many'
  | 'link-differs'
  /** A multipart in which no part was found: its body is shown whole. */
  | 'parts-missing'
  /** An Outlook message whose body is RTF alone: it is an attachment. */
  | 'body-rtf'

/** What says that nobody wrote this mail by hand. RFC 3834, RFC 3464 and practice. */
export type Automaton =
  | { readonly kind: 'person' }
  | {
      readonly kind: 'auto-reply' | 'out-of-office' | 'list' | 'own' | 'machine'
      readonly because: readonly string[]
    }
  | {
      readonly kind: 'bounce'
      readonly because: readonly string[]
      /** Message-ID of the mail that bounced, where the report tells it. */
      readonly about: string | null
      readonly recipients: readonly string[]
      readonly isFinal: boolean
    }

export type MailHeader = {
  readonly name: string
  readonly value: string
  /** The header as it was sent, with its name; LF at folds. */
  readonly raw: Uint8Array
}

export type ParsedMail = {
  readonly kind: 'mail'
  /** SHA-256 over the raw bytes, hexadecimal. */
  readonly hash: string
  /** Message-IDs without angle brackets. */
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  /** Oldest first, as written. */
  readonly references: readonly string[]
  readonly subject: string
  readonly from: readonly MailAddress[]
  readonly sender: MailAddress | null
  readonly replyTo: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Envelope and delivery headers: Return-Path ('' is the null path), Delivered-To, X-Original-To. */
  readonly returnPath: string | null
  readonly deliveredTo: readonly string[]
  readonly date: {
    readonly written: string
    readonly moment: Instant | null
    readonly offsetMinutes: number | null
  } | null
  /** Every header in the order of the mail, names in lower case, values decoded and unfolded. */
  readonly headers: readonly MailHeader[]
  /** The body as plain text: of text/plain, else made of text/html. LF line ends, no blank lines at its beginning and end. */
  readonly text: string
  /** Decoded, not yet sanitised, or null. */
  readonly html: string | null
  readonly attachments: readonly MailAttachment[]
  readonly automaton: Automaton
  readonly flags: readonly MailFlag[]
}
