// What an import found in a thread: the members that `holdfast case import --dry-run --json` prints. spec: case-import §3
export type Side = 'vendor' | 'customer' | 'unknown'
export type Audience = 'customer' | 'internal' | 'upstream' | 'unknown'
export type Certainty = 'certain' | 'likely' | 'open'

/** Words of a message that led to a judgement: `from` and `to` are positions in its text, `to` excluded. */
export type Span = {
  readonly message: number
  readonly from: number
  readonly to: number
  readonly text: string
}

export type ImportFlag =
  'zone-doubtful' | 'date-missing' | 'date-malformed' | 'out-of-order' | 'side-open' | 'audience-open'

export type ImportedMessage = {
  readonly index: number
  readonly from: { readonly name: string; readonly address: string }
  readonly side: Side
  readonly sideCertainty: Certainty
  readonly audience: Audience
  readonly audienceCertainty: Certainty
  /** The words that led to side and audience. */
  readonly because: readonly Span[]
  /** As written. */
  readonly sentAt: string
  readonly flags: readonly ImportFlag[]
  readonly attachments: readonly string[]
  /** Files and pictures that the text names and that did not come along, by name or by the words that name them. */
  readonly absentAttachments: readonly string[]
  /** The text that positions count in. */
  readonly text: string
}

export type FoundKind =
  | 'release'
  | 'term'
  | 'remaining'
  | 'quantity'
  | 'issue'
  | 'serial'
  | 'phone'
  | 'address'
  | 'call'
  | 'question'
  | 'commitment'
  | 'claim'
  | 'command'
  | 'url'

export type Found = Span & {
  readonly kind: FoundKind
  /** Seconds for `term` and `remaining`, a number for `quantity`, else words (spec: case-import §5). */
  readonly value: string | number
  readonly about?: true
  readonly atLeast?: true
  /** What a claim asserts, by topic; empty where it asserts something that no topic covers. */
  readonly asserts?: readonly Assertion[]
  /** How sure a claim is of itself, by its own words. */
  readonly certainty?: Certainty
}

/** `yes`: what the topic's name says is the case. `fixed-in:V0-H` is a topic of its own for each release. */
export type Assertion = { readonly topic: string; readonly polarity: 'yes' | 'no' }

export type Evidence = { readonly message: number; readonly text: string }

export type Proposal = {
  readonly kind: 'explanation' | 'problem' | 'commitment' | 'contradiction'
  readonly text: string
  readonly evidence: readonly Evidence[]
  readonly certainty?: Certainty
}

export type CaseHead = {
  readonly number: string | null
  readonly token: string | null
  readonly subject: string
  readonly customer: string | null
  readonly title: string | null
  readonly stage: string | null
}

export type ImportedCase = {
  readonly case: CaseHead
  readonly messages: readonly ImportedMessage[]
  readonly found: readonly Found[]
  readonly proposals: readonly Proposal[]
}
