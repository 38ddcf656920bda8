// Plans of repair on the wire. spec: repair §6
import { Type, type Static } from 'typebox'
import {
  Count,
  CustomerIdField,
  Days,
  Moment,
  PlanIdField,
  planItemsMax,
  Reason,
  SeatIdField,
  SerialField,
  Title,
} from './fields.ts'

const closed = { additionalProperties: false } as const
const textOrNull = Type.Union([Type.String(), Type.Null()])
const momentOrNull = Type.Union([Moment, Type.Null()])

export const itemStateNames = ['proposed', 'started', 'outdated', 'unrepairable', 'well', 'done'] as const
export const planStateNames = ['previewed', 'approved', 'running', 'finished', 'closed'] as const
const remedyNames = [
  'capture',
  'renew',
  'reissue',
  'reactivate',
  'vendor-activate',
  'release-seat',
  'vendor-key',
  'rehost',
  'vendor-case',
] as const
const needNames = ['none', 'term-differs', 'ends-soon', 'unseated', 'gone', 'unknown'] as const
const schemeNames = [
  'windows-kms-client',
  'windows-mak',
  'windows-retail',
  'windows-evaluation',
  'other',
] as const

export const EndField = Type.Union([
  Type.Object({ kind: Type.Literal('perpetual') }, closed),
  Type.Object({ kind: Type.Literal('until'), until: Moment }, closed),
])

const underWay = { at: Moment, by: Type.String(), risk: textOrNull }
export const PlanState = Type.Union([
  Type.Object({ kind: Type.Literal('previewed') }, closed),
  Type.Object({ kind: Type.Literal('approved'), ...underWay }, closed),
  Type.Object({ kind: Type.Literal('running'), ...underWay }, closed),
  Type.Object({ kind: Type.Literal('finished'), at: Moment }, closed),
  Type.Object({ kind: Type.Literal('closed'), at: Moment, by: Type.String(), reason: Reason }, closed),
])
export const ItemState = Type.Union([
  Type.Object({ kind: Type.Literal('proposed') }, closed),
  Type.Object(
    {
      kind: Type.Literal('started'),
      at: Moment,
      how: Type.Enum(['advised', 'awaiting-file', 'handed-out', 'seat-released']),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('outdated'), at: Moment }, closed),
  Type.Object({ kind: Type.Literal('unrepairable'), because: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('well') }, closed),
  Type.Object(
    { kind: Type.Literal('done'), at: Moment, by: Type.Enum(['receipt', 'report', 'capture']) },
    closed,
  ),
])

const counts = Object.fromEntries(itemStateNames.map((name) => [name, Count])) as {
  [name in (typeof itemStateNames)[number]]: typeof Count
}
const remedies = Object.fromEntries(remedyNames.map((name) => [name, Type.Optional(Count)]))

/** A plan without its items. `cost`: how many items each remedy has; `seatsGivenBack`: what an approval must accept. */
export const Plan = Type.Object(
  {
    format: Type.Literal('holdfast-plan 1'),
    id: PlanIdField,
    title: Title,
    selection: Type.Object(
      {
        finding: textOrNull,
        customer: Type.Union([CustomerIdField, Type.Null()]),
        endsBefore: momentOrNull,
        listed: Type.Union([Count, Type.Null()]),
      },
      closed,
    ),
    horizon: Moment,
    silentDays: Days,
    state: PlanState,
    madeAt: Moment,
    madeBy: Type.String(),
    itemsTotal: Count,
    counts: Type.Object(counts, closed),
    cost: Type.Object(remedies, closed),
    seatsGivenBack: Count,
  },
  closed,
)
export const PlanItem = Type.Object(
  {
    position: Type.Integer({ minimum: 1, maximum: planItemsMax }),
    kind: Type.Enum(['own', 'foreign']),
    device: Type.String(),
    name: textOrNull,
    serial: Type.Union([SerialField, Type.Null()]),
    scheme: Type.Union([Type.Enum([...schemeNames]), Type.Null()]),
    need: Type.Enum([...needNames]),
    remedy: Type.Union([Type.Enum([...remedyNames]), Type.Null()]),
    seatGivenBack: Type.Union([SeatIdField, Type.Null()]),
    end: Type.Union([EndField, Type.Null()]),
    expectedEnd: Type.Union([EndField, Type.Null()]),
    state: ItemState,
  },
  closed,
)

export type PlanWire = Static<typeof Plan>
export type PlanItemWire = Static<typeof PlanItem>
