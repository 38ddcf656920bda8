// What the books say about a message's clues, looked up in one batch. spec: threading §4
import type { Instant } from '@holdfast/capabilities'
import type { TokenAudience } from './reply-token.ts'

/** `unknown`: open until a person says it. */
export type MessageAudience = TokenAudience | 'unknown'

export type KnownMessage = {
  /** The 26 symbols of its id. */
  readonly id: string
  /** The case in which it lies now, wherever it came in. */
  readonly case: string
  readonly audience: MessageAudience
  readonly direction: 'sent' | 'received'
  readonly hash: string
  readonly bodyHash: string
  readonly from: string
  readonly sentAt: Instant | null
}

export type KnownCaseState =
  | { readonly kind: 'open' }
  | { readonly kind: 'resolved'; readonly since: Instant }
  | { readonly kind: 'archived'; readonly since: Instant }
  | { readonly kind: 'merged'; readonly into: string }

export type KnownCase = {
  readonly id: string
  readonly state: KnownCaseState
  /** The customer's organisation. */
  readonly organisation: string | null
  /** Address in lower case to the thread in which this person takes part. */
  readonly participants: ReadonlyMap<string, TokenAudience>
}

/** Whose people an address or a domain stands for. A domain that anybody can have an address of stands for nobody. */
export type KnownSide =
  | { readonly kind: 'staff' }
  | { readonly kind: 'upstream' }
  | { readonly kind: 'organisation'; readonly organisation: string }

export type MatchBooks = {
  /** By Message-ID; where several messages carry one id, the newest first. */
  readonly byMessageId: ReadonlyMap<string, readonly KnownMessage[]>
  /** By a Message-ID that they refer to, the oldest first; held messages refer to nothing. */
  readonly byReference: ReadonlyMap<string, readonly KnownMessage[]>
  /** By the hash of the raw bytes. */
  readonly byHash: ReadonlyMap<string, KnownMessage>
  /** By the symbols of its id, which tokens carry. */
  readonly byMessage: ReadonlyMap<string, KnownMessage>
  /** Running number to the case that has it, also where that was merged away. */
  readonly byRunning: ReadonlyMap<number, string>
  /** `numberKey` to case. */
  readonly byNumber: ReadonlyMap<string, string>
  /** Every case that the others name, and those that merged ones lead to. */
  readonly cases: ReadonlyMap<string, KnownCase>
  /** By address in lower case. */
  readonly people: ReadonlyMap<string, KnownSide>
  /** By domain in lower case. */
  readonly domains: ReadonlyMap<string, KnownSide>
}
