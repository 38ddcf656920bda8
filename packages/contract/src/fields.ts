// The members that several operations have in common. Patterns hold shape only; meaning is judged behind the door.
import { Type } from 'typebox'

/** Items of one list page at most, and where nothing is said. */
export const pageItemsMax = 500
export const pageItemsDefault = 100

/** Everything that arrives in one HTTP body at most. spec: activation-protocol §1 */
export const bodyBytesMax = 131_072

/** Body of an offline file at most. spec: activation-protocol §1 */
export const offlineBytesMax = 16_777_216

/** Body of a new plan at most: a list of devices. spec: repair §7 */
export const planBytesMax = 4_194_304

/** Devices of one plan. */
export const planItemsMax = 20_000
/** Body with captures at most: a capture of 16 MiB in base64, and room for names. */
export const captureBodyBytesMax = 25_165_824

/** Files of one such body. */
export const captureFilesMax = 1_000

/** Body with threads and mails to import at most: 32 MiB in base64, and room for names. */
export const caseImportBytesMax = 50_331_648

/** Receipts that travel with one exchange at most. spec: activation-protocol §1 */
export const receiptsMax = 8

/** Seats that one serial number can stand for. */
export const seatsMax = 1_000_000

/** Lines of one order. */
export const linesMax = 20

/** Rows of one import; its bytes are bounded by `bodyBytesMax`. */
export const importRowsMax = 10_000

const id = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{26}$` })

export const LeaseIdField = id('lse')
export const RequestIdField = id('req')
export const SeatIdField = id('sea')
export const LicenceIdField = id('lic')
export const OrderIdField = id('ord')
export const CustomerIdField = id('cus')
export const PlanIdField = id('pln')
export const CaptureIdField = id('cap')
export const ObservedDeviceIdField = id('dev')
export const WebhookIdField = id('whk')
export const CaseIdField = id('cas')
export const MessageIdField = id('cms')
export const PersonIdField = id('per')
export const CaseItemIdField = id('itm')
export const ProposalIdField = id('prp')
export const CaseMoveIdField = id('mov')
export const IntakeIdField = id('itk')
export const OutgoingIdField = id('omx')

/** A case as people name it: its number, its id or its tracking token. */
export const CaseNamed = Type.String({ minLength: 1, maxLength: 200 })

/** RFC 3339, whole seconds, UTC written as Z. spec: lease-format §1 */
export const Moment = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' })

/** A moment, or a date alone: then its first moment in a zone that the operation names. */
export const MomentOrDate = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d:\\d\\dZ)?$' })

export const NameField = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })

const titleRules = {
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+$',
}

/** No control characters and no bidirectional controls. spec: lease-format §1 */
export const Title = Type.String(titleRules)

/**
 * A title that an artefact may carry. A schema counts code points and passes unpaired surrogates: the format `title` is
 * the whole rule, in UTF-16 units. spec: lease-format §1
 */
export const SignedTitle = Type.String({
  ...titleRules,
  format: 'title',
  description: 'At most 200 UTF-16 units, without unpaired surrogates.',
})

/** Why somebody decided something: shown to the next reader and kept in the audit. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]+$',
})

export const SerialField = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){2}$' })
/** A serial number as a person typed it; read by `parseSerial`. */
export const SerialTyped = Type.String({ minLength: 1, maxLength: 2000 })
export const ProductKeyField = Type.String({
  pattern: '^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){4}$',
  description: 'Shown once, in this answer, and never again.',
})
export const ThumbprintField = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** Numbers of lease-format §1. */
export const Count = Type.Integer({ minimum: 0, maximum: 999_999_999 })
export const Ordinal = Type.Integer({ minimum: 0, maximum: 999_999_999 })
export const Days = Type.Integer({ minimum: 0, maximum: 3650 })
export const Seats = Type.Integer({ minimum: 1, maximum: seatsMax })

export const PolicyField = Type.Enum(['enforce', 'warn', 'observe'])
export const Policies = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }), PolicyField, {
  maxProperties: 64,
  additionalProperties: false,
})

export const ReleaseRangeField = Type.Object(
  { from: Ordinal, below: Type.Optional(Ordinal) },
  { additionalProperties: false },
)
export const ReleaseRanges = Type.Array(ReleaseRangeField, { minItems: 1, maxItems: 32 })

/** spec: lease-format §3. Unknown members are ignored: they are not signed and influence nothing. */
export const EnvelopeField = Type.Object({
  payloadType: Type.String({ maxLength: 200 }),
  payload: Type.String({ description: 'base64 of the payload bytes' }),
  signatures: Type.Array(Type.Object({ keyid: Type.String(), sig: Type.String() }), {
    minItems: 1,
    maxItems: 32,
  }),
})

/** An empty body: nothing may stand in it. */
export const Nothing = Type.Object({}, { additionalProperties: false })

/** Query members are text; nothing is coerced. */
export const LimitText = Type.String({
  pattern: '^(?:[1-9]|[1-9][0-9]|[1-4][0-9]{2}|500)$',
  description: `Items of this page, 1 to ${pageItemsMax}; ${pageItemsDefault} where absent.`,
})
export const AfterText = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: 'The `next` of the page before.',
})
export const paging = { after: Type.Optional(AfterText), limit: Type.Optional(LimitText) }

/** Files in a body; how much they may be together is the limit of the body. */
export const SentFiles = Type.Array(
  Type.Object({ name: Title, contentBase64: Type.String() }, { additionalProperties: false }),
  { minItems: 1, maxItems: captureFilesMax },
)
