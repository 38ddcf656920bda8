// What a message says about where it belongs, taken from it before anything is looked up. spec: threading §1
import type { Instant } from '@holdfast/capabilities'
import type { NumberPattern } from './number-pattern.ts'
import type { ReplyKey, ReplyMailbox } from './reply-token.ts'

export type AutomatonClue =
  | { readonly kind: 'person' | 'auto-reply' | 'out-of-office' | 'list' | 'own' | 'machine' }
  /** `about`: Message-ID of the mail that did not arrive, where the report tells it. */
  | { readonly kind: 'bounce'; readonly about: string | null }

export type MessageClues = {
  /** SHA-256 over the raw bytes, and over the body's text: hexadecimal. */
  readonly hash: string
  readonly bodyHash: string
  /** Message-IDs stand without angle brackets. */
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  /** Oldest first, as written. */
  readonly references: readonly string[]
  /** The moment that the mail itself names. */
  readonly sentAt: Instant | null
  /** Addresses alone, without names. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly deliveredTo: readonly string[]
  readonly subject: string
  /** The body without quotations. */
  readonly bodyText: string
  /** Headers by name in lower case; only those that the settings name are looked at. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly automaton: AutomatonClue
  /** What SPF, DKIM and DMARC say of the sender's domain together; `none`: nothing is known. */
  readonly authentication: 'pass' | 'fail' | 'none'
}

export type MatchSettings = {
  /** Addresses that take replies with tokens. */
  readonly mailboxes: readonly ReplyMailbox[]
  /** Domains of our own Message-IDs. */
  readonly messageIdDomains: readonly string[]
  /** Addresses that the desk sends from. */
  readonly ownAddresses: readonly string[]
  readonly keys: readonly ReplyKey[]
  /** Case numbers, tracking tokens, references of foreign desks that stand in subjects and bodies. */
  readonly patterns: readonly NumberPattern[]
  /** Headers of foreign desks: our numbers are looked for in them, and the whole value is a reference of that desk. */
  readonly foreignHeaders: readonly string[]
  /** For so many days after it was resolved, a reply opens a case again; later it begins another one. */
  readonly reopenDays: number
}

/** Message-IDs of In-Reply-To and References that count: the newest. */
export const referencesMax = 100
/** Message-IDs that a stored message is kept to refer to. */
export const keptReferencesMax = 20
/** Addresses of each list that count: the first. */
export const addressesMax = 200
/** Characters of a foreign reference; a longer value is none. */
export const foreignReferenceCharactersMax = 100

/** Characters of a Message-ID that counts (a line of RFC 5322 section 2.1.1); an empty or longer one is none. */
export const messageIdCharactersMax = 998
/** Characters of an address that is looked up: 64, the sign, 255 (RFC 5321 section 4.5.3.1); a longer one is nobody's. */
export const addressCharactersMax = 320

/** The Message-ID, or null where it is none that counts. */
export function usableId(messageId: string | null): string | null {
  return messageId === null || messageId === '' || messageId.length > messageIdCharactersMax
    ? null
    : messageId
}

/** In lower case, without blanks around. */
export function normaliseAddress(address: string): string {
  return address.trim().toLowerCase()
}

/** The domain of a normal address, '' where there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : address.slice(at + 1)
}
