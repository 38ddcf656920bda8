// What the index holds and what it is asked. spec: desk-books §9
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseMessageId, CustomerId, Name } from '@holdfast/lease'
import type { MessageAudience } from './desk-records.ts'

export type SearchSubject = { readonly kind: string; readonly subject: string }

export type SearchEntry = SearchSubject & {
  /** Where its case, its audience and whether it is held come from, where it hangs on a message. */
  readonly message: CaseMessageId | null
  /** Of what hangs on no message. */
  readonly case: CaseId | null
  readonly audience: MessageAudience
  readonly at: Instant
  readonly title: string
  /** Tokens with one space between them, cut and folded. */
  readonly tokens: string
}

/** All of the terms must be there. */
export type SearchTerm =
  /** Tokens that follow each other; with `begins` the last may be the beginning of one. */
  | { readonly kind: 'phrase'; readonly tokens: readonly string[]; readonly begins?: boolean }
  /** A token that begins so. */
  | { readonly kind: 'prefix'; readonly token: string }

export type SearchFilter = {
  readonly audiences?: readonly MessageAudience[]
  readonly case?: CaseId
  /** Of the case in which it lies, or of the order. */
  readonly customer?: CustomerId
  readonly product?: Name
  readonly kind?: string
  /** Kinds that are left out. */
  readonly without?: readonly string[]
  /** Also messages that wait for a person. */
  readonly withHeld?: boolean
}

export type SearchHit = SearchSubject & {
  readonly message: CaseMessageId | null
  readonly case: CaseId | null
  readonly audience: MessageAudience
  readonly held: boolean
  readonly at: Instant
  readonly title: string
}
