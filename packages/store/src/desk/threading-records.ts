// What rules of belonging ask of the books, for all mails of a batch at once. spec: threading §2
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseMessageId, CustomerId } from '@holdfast/lease'
import type { CaseRecord, MessageAudience, MessageHead } from './desk-records.ts'
import type { PersonRecord } from './person-records.ts'

/** Where messages that arrived together may belong; all keys as they stand in the mails. */
export type ThreadingKeys = {
  readonly messageIds: readonly string[]
  /** Message-IDs of which it is asked which messages refer to them. */
  readonly referredIds?: readonly string[]
  readonly numbers: readonly string[]
  readonly tokens: readonly string[]
  readonly addresses: readonly string[]
  readonly domains: readonly string[]
  readonly identities: readonly string[]
  /** Of raw bytes, as `MessageRecord.raw` has them. */
  readonly rawHashes?: readonly string[]
  readonly ids?: readonly CaseMessageId[]
  readonly runnings?: readonly number[]
  /** Addresses of which it is asked whether they take part in the cases that the other keys name. */
  readonly participants?: readonly string[]
  /** Asks which of these cases have a thread with upstream. */
  readonly withUpstream?: boolean
}
export type ThreadedMessage = {
  readonly id: CaseMessageId
  /** Where it is, or where the case it is in was merged into. */
  readonly case: CaseId
  readonly direction: MessageHead['direction']
  readonly audience: MessageAudience
  readonly rawHash: string | null
  readonly bodyHash: string
  /** The first sender's address, '' where nobody is named. */
  readonly from: string
  readonly sentAt: Instant | null
}
export type ThreadingFacts = {
  /** By Message-ID; where it was used more than once the newest `messagesOfKeyMax`, the oldest of these first. */
  readonly messages: ReadonlyMap<string, readonly ThreadedMessage[]>
  /**
   * By a Message-ID that they refer to, and that was not in the books when they came: the oldest first, at most
   * `messagesOfKeyMax`. Held messages refer to nothing.
   */
  readonly referrers: ReadonlyMap<string, readonly ThreadedMessage[]>
  readonly numbers: ReadonlyMap<string, CaseId>
  readonly tokens: ReadonlyMap<string, CaseId>
  /** Numbers that cases brought from elsewhere. */
  readonly foreignNumbers: ReadonlyMap<string, readonly CaseId[]>
  readonly persons: ReadonlyMap<string, PersonRecord>
  readonly domains: ReadonlyMap<string, CustomerId>
  readonly identities: ReadonlyMap<string, ThreadedMessage>
  readonly rawHashes: ReadonlyMap<string, ThreadedMessage>
  readonly ids: ReadonlyMap<CaseMessageId, ThreadedMessage>
  /** The case that has the number, and where it leads: to itself, or to what it was merged into. */
  readonly runnings: ReadonlyMap<number, { readonly given: CaseId; readonly leadsTo: CaseId }>
  /** By case and address, the audience of the newest message in which the address stands; held messages do not count. */
  readonly participants: ReadonlyMap<CaseId, ReadonlyMap<string, MessageAudience>>
  readonly upstreamCases: ReadonlySet<CaseId>
  /** Every case that is named above. */
  readonly cases: ReadonlyMap<CaseId, CaseRecord>
}
