// Cases and their messages on the wire. People appear as roles; names, addresses and what redaction hides are shown to who
// asks with `reveal` and holds desk:personal, and each such answer leaves an audit row.
import { Type, type Static } from 'typebox'
import {
  Count,
  CaseIdField,
  CustomerIdField,
  MessageIdField,
  Moment,
  NameField,
  PersonIdField,
  ProposalIdField,
  Title,
} from './fields.ts'
import { closed, orNull } from './resources.ts'

/** Severities, the worst first. */
export const severityNames = ['critical', 'high', 'normal', 'low'] as const
export const caseStateNames = [
  'received',
  'responded',
  'scoped',
  'investigating',
  'planned',
  'waiting',
  'resolved',
  'archived',
  'reopened',
] as const
export const audienceNames = ['customer', 'internal', 'rnd', 'upstream', 'unknown'] as const
export const directionNames = ['in', 'out', 'note', 'imported'] as const
export const sideNames = ['vendor', 'customer', 'upstream', 'unknown'] as const
export const certaintyNames = ['confirmed', 'certain', 'likely', 'open'] as const
export const waitingNames = ['customer', 'rnd', 'upstream', 'product', 'legal'] as const

/** A line of text from outside: any length up to `maxLength`, control characters gone. */
export const OuterLine = Type.String({ maxLength: 2_000 })

/** `facts` are what this state carries: docs/spec/case.md section 1. */
export const CaseState = Type.Object(
  { kind: Type.Enum([...caseStateNames]), since: Moment, facts: Type.Record(Type.String(), Type.Unknown()) },
  closed,
)

export const caseWarningNames = ['promise-near', 'promise-broken', 'entry-overdue', 'look-again'] as const

export const Case = Type.Object(
  {
    id: CaseIdField,
    number: Title,
    token: Title,
    subject: OuterLine,
    title: OuterLine,
    customer: orNull(CustomerIdField),
    product: orNull(NameField),
    severity: orNull(Type.Enum([...severityNames])),
    owner: orNull(Title),
    queue: orNull(Title),
    state: CaseState,
    dueAt: orNull(Moment),
    imported: Type.Boolean(),
    maySend: Type.Boolean(),
    mergedInto: orNull(CaseIdField),
    version: Count,
    createdAt: Moment,
    changedAt: Moment,
  },
  closed,
)

/** Who somebody is: `label` is the role (`customer contact 1`), `name` and `address` stand only where they were revealed. */
export const Person = Type.Object(
  {
    person: orNull(PersonIdField),
    label: Type.String(),
    name: Type.Optional(OuterLine),
    address: Type.Optional(OuterLine),
  },
  closed,
)

/** `nowhere`: named, and it did not come along. */
export const MessageAttachment = Type.Object(
  {
    name: Type.String(),
    mediaType: OuterLine,
    role: Type.String(),
    size: orNull(Type.Integer({ minimum: 0 })),
    hash: orNull(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    bytesIn: Type.Enum(['raw', 'own', 'nowhere']),
  },
  closed,
)

/** A message in a list: without its text. `held`: why it waits for a person. */
export const CaseMessage = Type.Object(
  {
    id: MessageIdField,
    case: CaseIdField,
    direction: Type.Enum([...directionNames]),
    audience: Type.Enum([...audienceNames]),
    audienceCertainty: Type.Enum([...certaintyNames]),
    side: Type.Enum([...sideNames]),
    sideCertainty: Type.Enum([...certaintyNames]),
    from: Person,
    subject: OuterLine,
    sentWritten: OuterLine,
    sentAt: orNull(Moment),
    receivedAt: Moment,
    automaton: orNull(Type.String()),
    flags: Type.Array(Type.String()),
    attachments: Type.Array(MessageAttachment),
    held: orNull(Type.String()),
    erased: Type.Boolean(),
  },
  closed,
)

/** Why a message lies where it does. `facts` holds evidence and runner-up: docs/spec/threading.md. */
export const MatchVerdict = Type.Object(
  { rule: Type.String(), standing: Type.String(), facts: Type.Record(Type.String(), Type.Unknown()) },
  closed,
)

/** Half-open, in UTF-16 code units of the text as it is shown. */
const Place = { from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) }

/** Something that a text says; `value` as docs/spec/case-import.md section 5 has it, null where it is not shown. */
export const FoundInMessage = Type.Object(
  { kind: Type.String(), value: Type.Unknown(), text: Type.String(), ...Place },
  closed,
)

/** A message as a whole. `spans` are quotations and signatures, to be folded; `cut`: the text goes on. */
export const CaseMessageDetail = Type.Object(
  {
    ...CaseMessage.properties,
    people: Type.Array(Type.Object({ role: Type.String(), who: Person }, closed)),
    text: Type.String(),
    cut: Type.Boolean(),
    spans: Type.Array(Type.Object({ kind: Type.String(), because: Type.String(), ...Place }, closed)),
    because: Type.Array(Type.Object(Place, closed), {
      description: 'The words that led to side and audience.',
    }),
    found: Type.Array(FoundInMessage),
    verdict: MatchVerdict,
    hasRaw: Type.Boolean(),
  },
  closed,
)

/** What a link of a case may name. */
export const linkKindNames = [
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
export const CaseLink = Type.Object(
  {
    kind: Type.Enum([...linkKindNames]),
    value: Type.String(),
    certainty: Type.Enum(['proposed', 'confirmed', 'rejected']),
    message: orNull(MessageIdField),
    words: orNull(
      Type.String({ description: 'The words of the message that led to it; null where nobody knows them.' }),
    ),
    actor: Type.String(),
    at: Moment,
  },
  closed,
)

/** Who has to do something, and since when; null: nobody, or what is open in the case decides it. */
export const Ball = Type.Object({ party: Type.String(), since: Moment }, closed)

export const CaseDetail = Type.Object(
  {
    case: Case,
    customerName: orNull(Type.String()),
    links: Type.Array(CaseLink),
    watchers: Type.Array(Type.String()),
    counts: Type.Object(
      {
        messages: Type.Record(Type.String(), Count),
        proposalsOpen: Count,
        people: Count,
      },
      closed,
    ),
    ball: orNull(Ball),
  },
  closed,
)

export const CaseEvent = Type.Object(
  {
    place: Count,
    kind: Type.String(),
    at: Moment,
    actor: Type.String(),
    facts: Type.Record(Type.String(), Type.Unknown()),
    words: orNull(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
)

export const proposalKindNames = ['explanation', 'contradiction', 'commitment', 'problem'] as const
export const decisionNames = ['accepted', 'rejected'] as const
export const Proposal = Type.Object(
  {
    id: ProposalIdField,
    case: CaseIdField,
    kind: Type.Enum([...proposalKindNames]),
    state: Type.Enum(['proposed', ...decisionNames]),
    decidedAt: orNull(Moment),
    decidedBy: orNull(Type.String()),
    reason: orNull(Type.String()),
    madeAt: Moment,
    text: Type.String(),
    evidence: Type.Array(Type.Object({ message: MessageIdField, text: Type.String() }, closed)),
  },
  closed,
)

/** Where a word was found. `hits` are places in `excerpt`; `kind` says what `subject` names. */
export const SearchHit = Type.Object(
  {
    kind: Type.String(),
    subject: Type.String(),
    message: orNull(MessageIdField),
    case: orNull(CaseIdField),
    number: orNull(Type.String()),
    audience: Type.Enum([...audienceNames]),
    at: Moment,
    title: Type.String(),
    excerpt: Type.String(),
    hits: Type.Array(Type.Object(Place, closed)),
    linked: Type.Array(
      Type.Object(
        {
          case: CaseIdField,
          number: Type.String(),
          certainty: Type.Enum(['proposed', 'confirmed']),
        },
        closed,
      ),
      { description: 'Cases that are about the order or device; the newest ten.' },
    ),
  },
  closed,
)

/** Query member: names and addresses are shown, and the answer leaves a row in the audit. */
export const RevealText = Type.Literal('yes', {
  description: 'Shows people by name and address; needs desk:personal and is recorded.',
})

/** A case in which something is still to be done by `due`; `warnings` hold now, as the last look at it found. */
export const CaseDeadline = Type.Object(
  {
    case: Case,
    due: Moment,
    warnings: Type.Array(
      Type.Object(
        {
          kind: Type.Enum([...caseWarningNames]),
          /** `first-response`, `resolution`, the id of an entry, or `case`. */
          of: Title,
          due: orNull(Moment),
        },
        closed,
      ),
    ),
  },
  closed,
)

export type CaseBody = Static<typeof Case>
export type CaseDeadlineBody = Static<typeof CaseDeadline>
export type CaseMessageBody = Static<typeof CaseMessage>
export type CaseMessageDetailBody = Static<typeof CaseMessageDetail>
export type CaseDetailBody = Static<typeof CaseDetail>
export type CaseLinkBody = Static<typeof CaseLink>
export type CaseEventBody = Static<typeof CaseEvent>
export type ProposalBody = Static<typeof Proposal>
export type PersonBody = Static<typeof Person>
export type SearchHitBody = Static<typeof SearchHit>
