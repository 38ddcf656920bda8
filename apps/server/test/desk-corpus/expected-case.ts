// What a careful reader expects of a thread: the shape of vectors/desk/*.expected.json. How it is to be read stands in
// vectors/desk/README.md.
import type { Audience, CaseHead, FoundKind, ImportFlag, Proposal, Side } from '@holdfast/desk'

export type ExpectedMessage = {
  readonly index: number
  readonly from: { readonly name: string; readonly address: string }
  /** A list where careful readers may differ. */
  readonly side: Side | readonly Side[]
  readonly audience: Audience | readonly Audience[]
  readonly sentAt: string
  /** Without `side-open` and `audience-open`, which follow from side and audience. */
  readonly flags: readonly ImportFlag[]
  readonly mayFlags?: readonly ImportFlag[]
  readonly attachments?: readonly string[]
  /** Words that an entry must contain. */
  readonly absentAttachments: readonly string[]
  readonly mayBeAbsent?: readonly string[]
  /** First and last line, and the length in UTF-16 code units. */
  readonly text: { readonly first: string; readonly last: string; readonly length: number }
}

export type ExpectedItem = {
  readonly kind: FoundKind
  readonly message: number
  /** The words, or the essential part of them. */
  readonly text: string
  /** Absent for words, and where it is debatable. */
  readonly value?: string | number
  /** Whether `about` or `atLeast` stands beside the value; not compared where absent. */
  readonly hedge?: 'none' | 'some' | 'about' | 'atLeast'
}

/** Nothing of these kinds touches the words; without `message` and `text` nothing of these kinds is found at all. */
export type Trap = {
  readonly kinds: readonly FoundKind[]
  readonly message?: number
  readonly text?: string
  readonly why: string
}

/** Evidence names every message of `all`, at least one of `any`, and none outside `only`, where they are there. */
export type ExpectedProposal = {
  readonly kind: Proposal['kind']
  readonly all?: readonly number[]
  readonly any?: readonly number[]
  readonly only?: readonly number[]
  /** What the text of the proposal says somewhere. */
  readonly mentions?: string
  readonly why: string
}

export type ExpectedCase = {
  readonly about: string
  readonly case: CaseHead
  readonly messages: readonly ExpectedMessage[]
  /** Kinds of which nothing may be found beyond `must` and `may`. */
  readonly complete: readonly FoundKind[]
  readonly found: {
    readonly must: readonly ExpectedItem[]
    readonly may: readonly ExpectedItem[]
    readonly mustNot: readonly Trap[]
  }
  readonly proposals: {
    readonly must: readonly ExpectedProposal[]
    readonly may: readonly ExpectedProposal[]
    readonly mustNot: readonly ExpectedProposal[]
  }
}
