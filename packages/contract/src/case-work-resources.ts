// Work on a case on the wire: what hangs on it, what can be done, how long it took, and corrections. spec: case §5 to §12
import { Type, type Static } from 'typebox'
import {
  CaseIdField,
  CaseItemIdField,
  CaseMoveIdField,
  CaseNamed,
  Count,
  CustomerIdField,
  MessageIdField,
  Moment,
  NameField,
  PersonIdField,
  ProposalIdField,
  Title,
} from './fields.ts'
import {
  CaseState,
  MatchVerdict,
  OuterLine,
  severityNames,
  sideNames,
  waitingNames,
} from './desk-resources.ts'
import { closed, orNull } from './resources.ts'

/** Characters of one text of a case, entries of one list. */
export const workTextCharsMax = 20_000
export const workListMax = 200
/** Characters of the text of a draft; its body is bounded by `bodyBytesMax`. */
export const draftTextCharsMax = 100_000

/** Words of a person, with line ends; blanks alone are nothing. */
export const WorkText = Type.String({ maxLength: workTextCharsMax })
export const WorkTexts = Type.Array(WorkText, { maxItems: workListMax })
/** The version that the change was made on. */
export const Version = Type.Integer({ minimum: 1, maximum: 999_999_999 })

export const caseActionNames = [
  'respond',
  'scope',
  'investigate',
  'plan',
  'wait',
  'resume',
  'resolve',
  'archive',
  'reopen',
] as const
export const partyNames = ['customer', 'support', 'rnd', 'upstream', 'product', 'legal'] as const
export const draftAudienceNames = ['customer', 'internal', 'rnd', 'upstream'] as const
export const evidenceNames = ['message', 'call', 'test', 'observation', 'finding'] as const

export const Addressee = Type.Object(
  { party: Type.Enum([...partyNames]), person: Type.Optional(orNull(Title)) },
  closed,
)
export const EvidenceList = Type.Array(
  Type.Object({ kind: Type.Enum([...evidenceNames]), id: Title }, closed),
  { maxItems: workListMax },
)

/** Mail addresses of one list. */
export const Addresses = Type.Array(Type.String({ minLength: 3, maxLength: 320 }), { maxItems: 100 })
/** Messages of one split. */
export const splitMessagesMax = 1_000

export const CaseParams = Type.Object({ case: CaseNamed }, closed)
export const ItemParams = Type.Object({ item: CaseItemIdField }, closed)
export const MessageParams = Type.Object({ message: MessageIdField }, closed)
export const MoveParams = Type.Object({ move: CaseMoveIdField }, closed)
export const PersonParams = Type.Object({ person: PersonIdField }, closed)

/** Fields of a case that a person sets. `watchers` is the whole set. */
export const caseFields = {
  severity: Type.Optional(Type.Enum([...severityNames])),
  owner: Type.Optional(orNull(Title)),
  queue: Type.Optional(orNull(Title)),
  customer: Type.Optional(orNull(CustomerIdField)),
  product: Type.Optional(orNull(NameField)),
  watchers: Type.Optional(Type.Array(Title, { maxItems: workListMax })),
}

/** One entry of a case: a request, a commitment, a question, a call, a note, a draft. `body` is of its kind. */
export const CaseItem = Type.Object(
  {
    id: CaseItemIdField,
    case: CaseIdField,
    kind: Type.String(),
    state: Type.String(),
    owner: orNull(Type.String()),
    dueAt: orNull(Moment),
    message: orNull(MessageIdField),
    madeAt: Moment,
    madeBy: Type.String(),
    changedAt: Moment,
    closedAt: orNull(Moment),
    version: Count,
    body: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
)
/** A call with the draft that confirms it; null where there is nothing to confirm to the customer. */
export const RecordedCall = Type.Object({ call: CaseItem, draft: orNull(CaseItem) }, closed)

export const OfferedAction = Type.Object(
  {
    action: Type.Enum([...caseActionNames]),
    to: Type.String(),
    needs: Type.Array(Type.String(), { description: 'What it must bring.' }),
  },
  closed,
)

/** Who has something to do, since when, and why; the first before all. spec: case §7 */
export const Ball = Type.Object(
  {
    party: Type.Enum([...partyNames]),
    since: Moment,
    because: Type.Array(Type.Record(Type.String(), Type.String())),
  },
  closed,
)

const Seconds = Type.Integer({ minimum: 0 })
export const verdictNames = ['running', 'warn', 'breached', 'kept', 'paused'] as const
/** `due` and `warn` null: the clock stands still, it was done in time, or the calendar has no data for that year. */
export const PromiseMeasure = Type.Object(
  {
    promisedSeconds: Seconds,
    spentSeconds: Seconds,
    verdict: Type.Enum([...verdictNames]),
    due: orNull(Moment),
    warn: orNull(Moment),
    doneAt: orNull(Moment),
  },
  closed,
)
/** Working seconds by the service calendar; a promise that the vendor did not set is null. spec: case §9 */
export const CaseMeasures = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('measured'),
      calendar: Type.String(),
      states: Type.Record(Type.String(), Seconds),
      waiting: Type.Record(Type.String(), Seconds),
      firstResponse: orNull(PromiseMeasure),
      resolution: orNull(PromiseMeasure),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('year-missing'), calendar: Type.String(), year: Type.Integer() }, closed),
])

export const CaseWork = Type.Object(
  {
    case: CaseIdField,
    number: Title,
    version: Count,
    state: CaseState,
    maySend: Type.Boolean(),
    watchers: Type.Array(Type.String()),
    actions: Type.Array(OfferedAction),
    blockers: Type.Array(Type.String()),
    contradictions: Type.Array(ProposalIdField),
    ball: orNull(Ball),
    balls: Type.Array(Ball),
    requests: Type.Array(CaseItem),
    commitments: Type.Array(CaseItem),
    questions: Type.Array(CaseItem),
    calls: Type.Array(CaseItem),
    unconfirmedCalls: Type.Array(CaseItemIdField),
    notes: Type.Array(CaseItem),
    drafts: Type.Array(CaseItem),
    measures: CaseMeasures,
  },
  closed,
)

export const WaitingOn = Type.Enum([...waitingNames])

export const SentDraft = Type.Object(
  { draft: CaseItem, message: MessageIdField, mail: Type.String(), state: CaseState },
  closed,
)

export const CaseMove = Type.Object(
  {
    id: CaseMoveIdField,
    kind: Type.Enum(['move', 'merge', 'split']),
    from: CaseIdField,
    to: CaseIdField,
    at: Moment,
    actor: Type.String(),
    undone: orNull(Type.Object({ at: Moment, by: Type.String() }, closed)),
  },
  closed,
)

export const JudgedMessage = Type.Object(
  {
    message: MessageIdField,
    case: CaseIdField,
    audience: Type.String(),
    audienceCertainty: Type.String(),
    side: Type.Enum([...sideNames]),
    sideCertainty: Type.String(),
  },
  closed,
)

export const PersonDetail = Type.Object(
  {
    id: PersonIdField,
    customer: orNull(CustomerIdField),
    side: Type.Enum([...sideNames]),
    name: OuterLine,
    roles: Type.Array(Type.String()),
    contacts: Type.Array(
      Type.Object(
        { kind: Type.Enum(['mail', 'phone']), value: Type.String(), written: Type.String() },
        closed,
      ),
    ),
    version: Count,
    createdAt: Moment,
    changedAt: Moment,
    erasedAt: orNull(Moment),
  },
  closed,
)

/** Everything that the books hold of a person. */
export const PersonExport = Type.Object(
  {
    person: PersonDetail,
    exportedAt: Moment,
    messages: Type.Array(
      Type.Object(
        {
          message: MessageIdField,
          case: CaseIdField,
          as: Type.Array(Type.String()),
          sentWritten: OuterLine,
          receivedAt: Moment,
          subject: Type.String(),
          text: Type.String(),
          attachments: Type.Array(OuterLine),
          verdict: MatchVerdict,
        },
        closed,
      ),
    ),
  },
  closed,
)
export const PersonErasure = Type.Object(
  { person: PersonIdField, messages: Type.Array(MessageIdField) },
  closed,
)

export type CaseItemBody = Static<typeof CaseItem>
export type CaseWorkBody = Static<typeof CaseWork>
export type CaseMoveBody = Static<typeof CaseMove>
export type PersonDetailBody = Static<typeof PersonDetail>
