// What the books show of themselves. Wire shapes: moments are text, states are unions that carry their own facts.
import { Type, type Static, type TSchema } from 'typebox'
import {
  Count,
  CustomerIdField,
  Days,
  LeaseIdField,
  LicenceIdField,
  Moment,
  NameField,
  OrderIdField,
  Ordinal,
  Policies,
  Reason,
  ReleaseRanges,
  SeatIdField,
  Seats,
  SerialField,
  ThumbprintField,
  Title,
} from './fields.ts'
import { scopes } from './operation.ts'

export const closed = { additionalProperties: false } as const
export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** One page: `next` is the `after` of the page that follows, null on the last. */
export const page = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) }, closed)

export const Edition = Type.Object(
  { product: NameField, id: NameField, title: Title, policies: Policies },
  closed,
)
export const Product = Type.Object({ id: NameField, title: Title, createdAt: Moment }, closed)
export const ProductDetail = Type.Object(
  { id: NameField, title: Title, createdAt: Moment, editions: Type.Array(Edition) },
  closed,
)
export const Release = Type.Object({ product: NameField, name: Title, ordinal: Ordinal }, closed)
export const Customer = Type.Object({ id: CustomerIdField, name: Title, createdAt: Moment }, closed)

export const TermRule = Type.Union([
  Type.Object({ kind: Type.Literal('perpetual') }, closed),
  Type.Object({ kind: Type.Literal('until'), until: Moment }, closed),
  Type.Object(
    {
      kind: Type.Literal('period'),
      period: Type.String({ pattern: '^P(?=\\d)(?:\\d{1,7}Y)?(?:\\d{1,7}M)?(?:\\d{1,7}W)?(?:\\d{1,7}D)?$' }),
      from: Type.Enum(['order', 'first-activation']),
      zone: Type.String({ minLength: 1, maxLength: 64 }),
    },
    closed,
  ),
])
export const Term = Type.Union([
  Type.Object({ kind: Type.Literal('perpetual') }, closed),
  Type.Object({ kind: Type.Literal('until'), until: Moment }, closed),
])
export const RenewalRule = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, closed),
  Type.Object(
    {
      kind: Type.Enum(['advised', 'required']),
      everyDays: Type.Integer({ minimum: 1, maximum: 3650 }),
      windowDays: Type.Integer({ minimum: 1, maximum: 3650 }),
    },
    closed,
  ),
])
export const LicenceState = Type.Union([
  Type.Object({ kind: Type.Literal('active') }, closed),
  Type.Object({ kind: Type.Enum(['suspended', 'withdrawn']), since: Moment, reason: Type.String() }, closed),
])
export const Licence = Type.Object(
  {
    id: LicenceIdField,
    order: orNull(OrderIdField),
    orderNumber: Title,
    orderedAt: Moment,
    customer: orNull(CustomerIdField),
    holder: Title,
    product: NameField,
    edition: NameField,
    releases: ReleaseRanges,
    termRule: TermRule,
    term: orNull(Term),
    renewal: RenewalRule,
    reminderDays: Days,
    graceDays: Days,
    policies: Policies,
    state: LicenceState,
    recovered: Type.Boolean(),
  },
  closed,
)
/** A serial number with what a list or a label says beside it. */
export const SerialRow = Type.Object(
  {
    serial: SerialField,
    licence: LicenceIdField,
    orderNumber: Title,
    holder: Title,
    product: NameField,
    edition: NameField,
    seats: Count,
    taken: Count,
    recovered: Type.Boolean(),
  },
  closed,
)
export const Order = Type.Object(
  { id: OrderIdField, number: Title, customer: CustomerIdField, orderedAt: Moment },
  closed,
)
export const OrderDetail = Type.Object(
  {
    id: OrderIdField,
    number: Title,
    customer: CustomerIdField,
    orderedAt: Moment,
    licences: Type.Array(Licence),
  },
  closed,
)

/** What was bought: `seats` seats under one serial number, or (`each`) as many serial numbers of one seat. Without `releases` every release. */
export const OrderLine = Type.Object(
  {
    product: NameField,
    edition: Type.Optional(NameField),
    releases: Type.Optional(ReleaseRanges),
    seats: Seats,
    serials: Type.Optional(Type.Enum(['one', 'each'])),
    term: TermRule,
    renewal: Type.Optional(RenewalRule),
    reminderDays: Type.Optional(Days),
    graceDays: Type.Optional(Days),
  },
  { additionalProperties: false },
)

export const SeatState = Type.Union([
  Type.Object({ kind: Type.Literal('taken'), since: Moment }, closed),
  Type.Object({ kind: Type.Literal('released'), at: Moment }, closed),
  Type.Object({ kind: Type.Literal('moved'), at: Moment, to: Type.Enum(['device', 'serial']) }, closed),
])
export const Seat = Type.Object(
  {
    id: SeatIdField,
    serial: SerialField,
    licence: LicenceIdField,
    product: NameField,
    device: ThumbprintField,
    state: SeatState,
    generation: Count,
    recovered: Type.Boolean(),
  },
  closed,
)
export const Device = Type.Object(
  {
    id: ThumbprintField,
    product: NameField,
    name: orNull(Title),
    release: orNull(Type.Object({ name: Title, ordinal: Ordinal }, closed)),
    firstSeen: Moment,
    lastSeen: Moment,
    blocked: orNull(Type.Object({ since: Moment, reason: Type.String() }, closed)),
    generation: Count,
  },
  closed,
)
const RenewalWindow = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, closed),
  Type.Object({ kind: Type.Enum(['advised', 'required']), from: Moment, until: Moment }, closed),
])
/** What a device was given, as far as its end goes. `confirmed`: its receipt came back. */
export const HeldLease = Type.Object(
  {
    id: LeaseIdField,
    generation: Count,
    issuedAt: Moment,
    confirmed: Type.Boolean(),
    term: Term,
    renewal: RenewalWindow,
    reminderDays: Days,
  },
  closed,
)
/** A taken seat with its lease; null where the books have none. `term` is that of the licence, which a correction may have changed since. */
export const HeldSeat = Type.Object(
  {
    seat: SeatIdField,
    serial: SerialField,
    licence: LicenceIdField,
    holder: Title,
    product: NameField,
    device: ThumbprintField,
    name: orNull(Title),
    release: orNull(Title),
    term: orNull(Term),
    reminderDays: Days,
    lease: orNull(HeldLease),
  },
  closed,
)
/** A lease that no receipt has confirmed, `ageSeconds` old at the moment of the answer. */
export const UnconfirmedLease = Type.Object(
  {
    lease: LeaseIdField,
    seat: SeatIdField,
    serial: SerialField,
    licence: LicenceIdField,
    product: NameField,
    device: ThumbprintField,
    generation: Count,
    issuedAt: Moment,
    ageSeconds: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export const Facts = Type.Record(
  Type.String(),
  Type.Union([
    Type.String(),
    Type.Number(),
    Type.Boolean(),
    Type.Null(),
    Type.Array(Type.Union([Type.String(), Type.Number()])),
  ]),
)
export const FindingState = Type.Union([
  Type.Object({ kind: Type.Literal('open') }, closed),
  Type.Object({ kind: Type.Literal('closed'), at: Moment, by: Type.String() }, closed),
])
export const FindingId = Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$' })
export const FindingCode = Type.String({ pattern: '^[A-Z][A-Z_]{0,63}$' })
/** `who` should act: the vendor's administrator, the customer's, or research and development. */
export const Finding = Type.Object(
  {
    id: FindingId,
    code: Type.String(),
    at: Moment,
    subject: Type.String(),
    who: Type.Enum(['vendor', 'customer-administrator', 'research']),
    facts: Facts,
    state: FindingState,
  },
  closed,
)
/** One row of a server's audit chain; `hash` covers the row and the hash before it. */
export const AuditRow = Type.Object(
  {
    chain: Type.String(),
    sequence: Type.Integer({ minimum: 1 }),
    at: Moment,
    actor: Type.String(),
    action: Type.String(),
    subject: Type.String(),
    detail: Type.Record(Type.String(), Type.Unknown()),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  closed,
)
export const TokenId = Type.String({ pattern: '^[0-9a-z_-]{1,64}$' })
/** `lastUsedOn`: the day of the last use, 2026-03-01; the moment itself is not kept. */
export const Token = Type.Object(
  {
    id: TokenId,
    name: Title,
    scopes: Type.Array(Type.Enum([...scopes])),
    createdAt: Moment,
    revokedAt: orNull(Moment),
    lastUsedOn: orNull(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' })),
  },
  closed,
)
export const Acknowledged = Type.Array(LeaseIdField, { maxItems: 8 })
export const Decision = Type.Object({ reason: Reason }, closed)

export type ProductWire = Static<typeof Product>
export type ReleaseWire = Static<typeof Release>
export type CustomerWire = Static<typeof Customer>
export type OrderLineWire = Static<typeof OrderLine>
export type OrderWire = Static<typeof Order>
export type LicenceWire = Static<typeof Licence>
export type SerialRowWire = Static<typeof SerialRow>
export type SeatWire = Static<typeof Seat>
export type DeviceWire = Static<typeof Device>
export type HeldSeatWire = Static<typeof HeldSeat>
export type UnconfirmedLeaseWire = Static<typeof UnconfirmedLease>
export type FindingWire = Static<typeof Finding>
export type AuditRowWire = Static<typeof AuditRow>
export type TokenWire = Static<typeof Token>
