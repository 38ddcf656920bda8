// Cases, messages and what hangs on them, as the books keep them. spec: desk-books §2 to §6
import type { Instant } from '@holdfast/capabilities'
import type { CaseStateKind, CaseWarning } from '@holdfast/desk'
import type {
  CaseId,
  CaseItemId,
  CaseMessageId,
  CaseMoveId,
  CustomerId,
  IntakeId,
  Name,
  PersonId,
  ProposalId,
} from '@holdfast/lease'

/** Facts of a shape that the desk knows; JSON in the books. */
export type DeskFacts = { readonly [name: string]: unknown }

export type CaseStateWord = CaseStateKind

/** A state with its facts; `parseCaseState` of the desk reads them, `keepCaseState` makes them. */
export type CaseStateRecord = {
  readonly kind: CaseStateWord
  readonly at: Instant
  /** Whom a waiting case waits for. */
  readonly waitsOn: string | null
  readonly facts: DeskFacts
}

export type CaseRecord = {
  readonly id: CaseId
  /** From `drawRunningNumbers`; never given twice. Reply tokens name the case by it. */
  readonly running: number
  readonly number: string
  readonly token: string
  readonly subject: string
  readonly title: string
  readonly customer: CustomerId | null
  readonly product: Name | null
  readonly severity: string | null
  readonly owner: string | null
  readonly queue: string | null
  readonly state: CaseStateRecord
  /** When somebody should look next. */
  readonly dueAt: Instant | null
  readonly imported: boolean
  readonly maySend: boolean
  readonly mergedInto: CaseId | null
  readonly version: number
  readonly createdAt: Instant
  readonly changedAt: Instant
}

/** What is still to be done in a case by a moment, and the warnings that hold. */
export type CaseDeadline = {
  readonly case: CaseRecord
  readonly due: Instant
  readonly warnings: readonly CaseWarning[]
}

/** Characters of a number and of a token, own and foreign: an index of either engine takes them. */
export const caseNumberCharsMax = 200

export type NewCase = Omit<CaseRecord, 'mergedInto' | 'version' | 'createdAt' | 'changedAt'> & {
  readonly links: readonly NewLink[]
  readonly watchers: readonly string[]
}

/** Only what is given changes. */
export type CaseChange = Partial<
  Pick<
    CaseRecord,
    'title' | 'customer' | 'product' | 'severity' | 'owner' | 'queue' | 'state' | 'dueAt' | 'maySend'
  >
> & {
  readonly links?: readonly NewLink[]
  readonly watchersAdded?: readonly string[]
  readonly watchersRemoved?: readonly string[]
}

export const linkKinds = [
  'release',
  'device',
  'order',
  'serial',
  'licence',
  'finding',
  'issue',
  'foreign-number',
  'foreign-token',
  'case',
  'blocked-by',
] as const
export type LinkKind = (typeof linkKinds)[number]
export const linkCertainties = ['proposed', 'confirmed', 'rejected'] as const
export type LinkCertainty = (typeof linkCertainties)[number]

/** Of a link that is there, the certainty changes; the message that named it first stays. */
export type NewLink = {
  readonly kind: LinkKind
  readonly value: string
  readonly certainty: LinkCertainty
  readonly message: CaseMessageId | null
}
export type CaseLink = NewLink & { readonly actor: string; readonly at: Instant }
/** `message`: the one that names it. */
export type ProposedLink = { readonly case: CaseId; readonly link: Omit<NewLink, 'certainty'> }
/** Links of a case from which on mails propose nothing more. */
export const caseLinksMax = 200
/** Characters of a link's value. */
export const linkCharsMax = 200

export type CaseEvent = {
  readonly case: CaseId
  /** From 1 without gaps. */
  readonly place: number
  readonly kind: string
  readonly at: Instant
  readonly actor: string
  /** The case's version with this event. */
  readonly version: number
  readonly facts: DeskFacts
  /** What people wrote into the title, links and state that the case got then; null: nothing. Redacted with them. */
  readonly words: DeskFacts | null
}

export const messageDirections = ['in', 'out', 'note', 'imported'] as const
export type MessageDirection = (typeof messageDirections)[number]
export const messageAudiences = ['customer', 'internal', 'rnd', 'upstream', 'unknown'] as const
export type MessageAudience = (typeof messageAudiences)[number]
export const messageSides = ['vendor', 'customer', 'upstream', 'unknown'] as const
export type MessageSide = (typeof messageSides)[number]
export const judgedCertainties = ['confirmed', 'certain', 'likely', 'open'] as const
export type JudgedCertainty = (typeof judgedCertainties)[number]

export const personRoles = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'] as const
/** Somebody in the head of a message, in the order of the head. `address` as it is compared: lower case. */
export type MessagePerson = {
  readonly role: (typeof personRoles)[number]
  readonly person: PersonId | null
  readonly name: string
  readonly address: string
}

/** Somebody of a case: a way in which one head wrote them; `side` is the person's, else null. */
export type CasePersonRow = Pick<MessagePerson, 'person' | 'name' | 'address'> & {
  readonly side: MessageSide | null
}
/** Ways of writing people that are read of one case. */
export const casePeopleRowsMax = 5_000

export const attachmentBytes = ['raw', 'own', 'nowhere'] as const
/** `raw`: inside the raw mail. `own`: sealed by itself. `nowhere`: named, and not there. */
export type AttachmentRecord = {
  readonly place: number
  readonly name: string
  readonly mediaType: string
  readonly role: string
  readonly size: number | null
  /** SHA-256, hexadecimal. */
  readonly hash: string | null
  readonly contentId: string | null
  readonly bytesIn: (typeof attachmentBytes)[number]
}
/** `bytes` where `bytesIn` is `own`; size and hash are then made from them. */
export type NewAttachment = Omit<AttachmentRecord, 'place'> & { readonly bytes?: Uint8Array }

export type FoundItem = {
  readonly kind: string
  readonly value: unknown
  readonly from: number
  readonly to: number
}

/** Everything of a message but its people, attachments and bytes. */
export type MessageHead = {
  readonly id: CaseMessageId
  readonly case: CaseId
  readonly direction: MessageDirection
  readonly audience: MessageAudience
  readonly audienceCertainty: JudgedCertainty
  readonly side: MessageSide
  readonly sideCertainty: JudgedCertainty
  /** What makes two copies the same message. */
  readonly identity: string
  /** SHA-256 over the text as it was read, hexadecimal: two mails under one Message-ID are compared by it. */
  readonly bodyHash: string
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly sent: {
    /** As written, or ''. */
    readonly written: string
    readonly moment: Instant | null
    readonly offsetMinutes: number | null
  }
  readonly receivedAt: Instant
  /** Where it stands among the messages of a case, then `place`. */
  readonly orderedAt: Instant
  readonly place: number
  /** false: stored, and to be read again by a better reader than `parser`. */
  readonly parsed: boolean
  readonly parser: number
  readonly hasHtml: boolean
  /** `kind` and what led to it. */
  readonly automaton: DeskFacts
  /** Results of SPF, DKIM and DMARC, without addresses; null where no door looked. */
  readonly authentication: DeskFacts | null
  readonly flags: readonly string[]
  /** Rule, evidence, runner-up, standing: ids only, no words and no addresses. */
  readonly verdict: DeskFacts
  /** Positions that led to side and audience. */
  readonly because: readonly unknown[]
  /** Why a person has to look at it before others see it, or null. */
  readonly held: string | null
  readonly subject: string
  readonly text: string
}

export type NewMessage = MessageHead & {
  readonly people: readonly MessagePerson[]
  readonly attachments: readonly NewAttachment[]
  readonly found: readonly FoundItem[]
  readonly raw:
    | { readonly kind: 'none' }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    /** The bytes that were taken in, under the key that they have. */
    | { readonly kind: 'intake'; readonly intake: IntakeId }
}

export type MessageRecord = MessageHead & {
  readonly firstCase: CaseId
  readonly raw: { readonly hash: string; readonly bytes: number } | null
  readonly erasedAt: Instant | null
  readonly people: readonly MessagePerson[]
  readonly attachments: readonly AttachmentRecord[]
}

/** `known`: the same message was there already, in this case. */
export type AddedMessage = {
  readonly kind: 'new' | 'known'
  readonly id: CaseMessageId
  readonly case: CaseId
}

export type OpenedBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'erased'; readonly at: Instant }
  | { readonly kind: 'absent' }
  /** The ring has no key for it, or it is damaged. */
  | { readonly kind: 'unreadable' }

export type CaseMove = {
  readonly id: CaseMoveId
  readonly kind: 'move' | 'merge' | 'split'
  readonly from: CaseId
  readonly to: CaseId
  readonly at: Instant
  readonly actor: string
  readonly undone: { readonly at: Instant; readonly by: string } | null
}

export type CaseItem = {
  readonly id: CaseItemId
  readonly case: CaseId
  readonly kind: string
  readonly state: string
  readonly owner: string | null
  readonly dueAt: Instant | null
  readonly message: CaseMessageId | null
  readonly madeAt: Instant
  readonly madeBy: string
  readonly changedAt: Instant
  readonly closedAt: Instant | null
  readonly version: number
  readonly body: DeskFacts
}
export type NewItem = Pick<
  CaseItem,
  'id' | 'case' | 'kind' | 'state' | 'owner' | 'dueAt' | 'message' | 'body'
>
export type ItemChange = Partial<Pick<CaseItem, 'state' | 'owner' | 'dueAt' | 'message' | 'body'>> & {
  readonly closed?: boolean
}

export const proposalKinds = ['explanation', 'contradiction', 'commitment', 'problem'] as const
export type ProposalState =
  | { readonly kind: 'proposed' }
  | {
      readonly kind: 'accepted' | 'rejected'
      readonly at: Instant
      readonly by: string
      readonly reason: string | null
    }
export type ProposalRecord = {
  readonly id: ProposalId
  readonly case: CaseId
  readonly kind: (typeof proposalKinds)[number]
  /** What led to it, as a hash; once in a case. */
  readonly cause: string
  readonly state: ProposalState
  readonly madeAt: Instant
  /** Messages with positions, and item ids; no words. */
  readonly evidence: readonly unknown[]
  readonly text: string
}
export type NewProposal = Omit<ProposalRecord, 'state' | 'madeAt'>
