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
  Title,
} from './fields.ts'
import { closed, Facts, orNull } from './resources.ts'

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

export const Case = Type.Object(
  {
    id: CaseIdField,
    number: Title,
    token: Title,
    subject: OuterLine,
    title: OuterLine,
    customer: orNull(CustomerIdField),
    product: orNull(NameField),
    severity: Type.Enum([...severityNames]),
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

export const MessageAttachment = Type.Object(
  {
    name: OuterLine,
    mediaType: OuterLine,
    role: Type.String(),
    size: Count,
    hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
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
    from: Person,
    subject: OuterLine,
    sentWritten: OuterLine,
    sentAt: orNull(Moment),
    receivedAt: Moment,
    automaton: orNull(Type.String()),
    flags: Type.Array(Type.String()),
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

export const CaseEvent = Type.Object(
  { place: Count, kind: Type.String(), at: Moment, actor: Type.String(), facts: Facts },
  closed,
)

export type CaseBody = Static<typeof Case>
export type CaseMessageBody = Static<typeof CaseMessage>
