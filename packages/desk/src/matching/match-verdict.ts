// Where a message belongs, why, and what else was possible. spec: threading §5
import type { MessageAudience } from './match-books.ts'

/** In the order of precedence. */
export const matchRules = [
  'bounce',
  'reply-token',
  'in-reply-to',
  'references',
  'subject',
  'referred-by',
  'body',
  'foreign-header',
] as const
export type MatchRule = (typeof matchRules)[number]

/** Where in the message the words stood, and the words. */
export type MatchEvidence = {
  readonly where:
    | 'to'
    | 'cc'
    | 'delivered-to'
    | 'message-id'
    | 'in-reply-to'
    | 'references'
    | 'subject'
    | 'body'
    | 'header'
    | 'report'
    | 'bytes'
  readonly text: string
}

/** What a person should know beside the verdict. Nothing of it was trusted. */
export type MatchDoubtKind =
  /** A token of ours by its form, whose proof is wrong. */
  | 'token-forged'
  /** A genuine token under a key that is not trusted any more. */
  | 'token-key-withdrawn'
  | 'token-key-unknown'
  /** A valid token, a known message or number, whose case is not in the books. */
  | 'case-unknown'
  | 'number-unknown'
  /** The message names itself as the one that it answers. */
  | 'reference-to-itself'
  /** Another message with the same Message-ID is in the books. */
  | 'id-doubled'
  /** The same message, other bytes: another way through the network, or a gateway that adds lines. */
  | 'bytes-differ'
  /** Merged cases lead in a circle. */
  | 'redirect-circular'
  /** Staff answered an outer thread to nobody outside: it is kept inside. */
  | 'audience-narrowed'
  /** Staff wrote to an inner thread and to people outside at once. */
  | 'audiences-mixed'
  /** The clue belongs to a thread in which the sender has no part. */
  | 'audience-contradicted'
  /** Somebody outside answers a chain that names a message of an inner thread. */
  | 'inner-thread-named'
  /** A message refers to this mail, and by it the mail may not be drawn into that message's case. */
  | 'referrer-unfounded'
  /** The sender's domain does not stand behind this mail. */
  | 'authentication-failed'

export type MatchDoubt = { readonly kind: MatchDoubtKind; readonly text: string }

export type SenderStanding =
  'participant' | 'organisation' | 'staff' | 'stranger' | 'automaton' | 'contradicted'

export type RunnerUp = {
  readonly rule: MatchRule
  readonly case: string
  /** It leads to another case than the verdict. */
  readonly disagrees: boolean
  readonly evidence: MatchEvidence
}

type Reasons = {
  readonly evidence: readonly MatchEvidence[]
  readonly doubts: readonly MatchDoubt[]
  readonly runnerUp: RunnerUp | null
  readonly standing: SenderStanding
  /** `pending`: shown to nobody but who decides about it, and changes nothing until then. */
  readonly held: 'pending' | null
}

export type MatchVerdict =
  /** It is a message of the case, whose state stays. */
  | (Reasons & Placed & { readonly kind: 'joins' })
  /** It is a message of the case, which is open again. */
  | (Reasons & Placed & { readonly kind: 'reopens' })
  /** It is an open question on an archived case. */
  | (Reasons & Placed & { readonly kind: 'asks' })
  /** A new case; `linked`: the case whose reply came too late, by `rule`. */
  | (Reasons & {
      readonly kind: 'begins'
      readonly rule: MatchRule | 'none'
      readonly audience: MessageAudience
      readonly linked: string | null
    })
  /** An automaton's answer to nothing that is known: kept and listed, no case. */
  | (Reasons & { readonly kind: 'unplaced'; readonly rule: 'none' })
  /** The same message once more; `message` is the one in the books. */
  | (Reasons & {
      readonly kind: 'duplicate'
      readonly rule: 'same'
      readonly case: string
      readonly message: string
    })
  /** Our own mail came back; `message` is null where the books have lost it. */
  | (Reasons & {
      readonly kind: 'returns'
      readonly rule: 'same'
      readonly case: string
      readonly message: string | null
    })

type Placed = {
  readonly rule: MatchRule
  readonly case: string
  readonly audience: MessageAudience
  /** The case that the clue named before merges were followed; null: the same. */
  readonly redirectedFrom: string | null
}
