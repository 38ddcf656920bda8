import type { Instant } from '@holdfast/capabilities'
import {
  isTitle,
  type LicenceId,
  type Name,
  type OrderId,
  type Refusal,
  type ReleaseRange,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'
import { checkLeadDays, checkReleaseRanges, checkRenewalRule, checkTermRule } from './grant-rules.ts'
import { InputComplaints } from './input-complaints.ts'
import type { Licence, RenewalRule, TermRule } from './licence.ts'
import { lineSerialsMax, orderLinesMax, seatsMax } from './limits.ts'
import type { Customer, Order, OrderKey } from './order.ts'
import type { Edition } from './product.ts'
import { resolveTerm } from './resolve-term.ts'
import type { SerialRecord } from './seat.ts'

export type OrderLine = {
  readonly product: Name
  /** What the catalogue has, or why it has none. */
  readonly edition: Edition | Refusal<'NOT_FOUND'>
  readonly seats: number
  /** `one` serial number of all `seats`, or `each`: as many serial numbers of one seat. */
  readonly serials: 'one' | 'each'
  readonly term: TermRule
  /** Absent members: `orderLineDefaults`, and the customer's name. */
  readonly releases?: readonly ReleaseRange[]
  readonly renewal?: RenewalRule
  readonly reminderDays?: number
  readonly graceDays?: number
  readonly holder?: string
  /** Absent: as the order. A day alone begins at another moment in the zone of each term. */
  readonly orderedAt?: Instant
}

export type OrderInput = {
  readonly number: string
  readonly customer: Customer
  readonly orderedAt: Instant
  readonly lines: readonly OrderLine[]
}

const orderLineDefaults = {
  releases: [{ from: 0 }],
  renewal: { kind: 'none' },
  reminderDays: 30,
  graceDays: 14,
} as const

/** What the door lends: new ids, new serial numbers, and for every product of the order the public half of a new product key. */
export type OrderMint = {
  readonly order: OrderId
  readonly licence: () => LicenceId
  readonly serial: () => SerialNumber
  readonly productKey: (product: Name) => { readonly id: Thumbprint; readonly publicRaw: Uint8Array }
}

export type OrderDecided = {
  readonly kind: 'ordered'
  readonly order: Order
  readonly licences: readonly Licence[]
  readonly serials: readonly SerialRecord[]
  readonly keys: readonly OrderKey[]
}

/**
 * Turns an order into licences, serial numbers and one product key per product. Terms that count from the order are
 * resolved here, once. `now` is when the keys are made.
 * Refuses, in this order: INPUT_INVALID with every complaint (`complaints`, by path: `lines/0/term/period`), and what
 * the catalogue refused. Whether the order's number and its serial numbers are new is the store's to see: they are
 * unique there. Source: docs/spec/activation-protocol.md §8, lease-format.md §5, §9.
 */
export function decideOrder(
  input: OrderInput,
  lent: { readonly mint: OrderMint; readonly now: Instant },
): OrderDecided | Refusal<'INPUT_INVALID' | 'NOT_FOUND'> {
  const refusal = refuseByInput(input)
  if (refusal !== null) return refusal
  const { mint, now } = lent
  const { number, orderedAt } = input
  const order: Order = { id: mint.order, number, customer: input.customer.id, orderedAt }
  const licences: Licence[] = []
  const serials: SerialRecord[] = []
  const drawn = new Set<SerialNumber>()
  for (const line of input.lines) {
    const { edition } = line
    if ('code' in edition) return edition
    const licence = licenceOf(line, input, { id: mint.licence(), order: order.id, edition })
    licences.push(licence)
    const count = line.serials === 'one' ? 1 : line.seats
    const seats = line.serials === 'one' ? line.seats : 1
    for (let made = 0; made < count; made++) {
      const serial = drawSerial(mint, drawn)
      serials.push({ serial, licence: licence.id, product: line.product, seats, taken: 0 })
    }
  }
  const products = [...new Set(input.lines.map((line) => line.product))]
  const keys = products.map((product) => newKey(order.id, product, mint.productKey(product), now))
  return { kind: 'ordered', order, licences, serials, keys }
}

function refuseByInput(input: OrderInput): Refusal<'INPUT_INVALID'> | null {
  const complaints = new InputComplaints()
  const { number, customer, lines } = input
  // Every lease of the order carries number and holder: what cannot be signed would stop each activation later.
  complaints.checkTitle('number', number)
  const isNamed = lines.some(({ holder }) => holder === undefined)
  if (isNamed && !isTitle(customer.name))
    complaints.add('customer', 'has a name that no lease can carry: a holder must be given')
  if (lines.length < 1 || lines.length > orderLinesMax)
    complaints.add('lines', `must be 1 to ${orderLinesMax}`)
  for (const [index, line] of lines.slice(0, orderLinesMax).entries()) {
    const path = `lines/${index}`
    complaints.checkInteger(
      `${path}/seats`,
      line.seats,
      1,
      line.serials === 'one' ? seatsMax : lineSerialsMax,
    )
    if (line.holder !== undefined) complaints.checkTitle(`${path}/holder`, line.holder)
    checkReleaseRanges(complaints, `${path}/releases`, line.releases ?? orderLineDefaults.releases)
    checkTermRule(complaints, `${path}/term`, line.term, line.orderedAt ?? input.orderedAt)
    checkRenewalRule(complaints, `${path}/renewal`, line.renewal ?? orderLineDefaults.renewal)
    checkLeadDays(complaints, path, {
      reminderDays: line.reminderDays ?? orderLineDefaults.reminderDays,
      graceDays: line.graceDays ?? orderLineDefaults.graceDays,
    })
  }
  return complaints.refusal()
}

function licenceOf(
  line: OrderLine,
  input: OrderInput,
  made: { readonly id: LicenceId; readonly order: OrderId; readonly edition: Edition },
): Licence {
  const orderedAt = line.orderedAt ?? input.orderedAt
  return {
    id: made.id,
    order: made.order,
    customer: input.customer.id,
    orderNumber: input.number,
    orderedAt,
    holder: line.holder ?? input.customer.name,
    product: line.product,
    edition: made.edition.id,
    releases: line.releases ?? orderLineDefaults.releases,
    termRule: line.term,
    term: resolveTerm(line.term, { orderedAt, firstActivation: null }),
    termCorrectedAt: null,
    termShortenedAt: null,
    renewal: line.renewal ?? orderLineDefaults.renewal,
    reminderDays: line.reminderDays ?? orderLineDefaults.reminderDays,
    graceDays: line.graceDays ?? orderLineDefaults.graceDays,
    policies: made.edition.policies,
    state: { kind: 'active' },
    recovered: false,
    recoveredKey: null,
    recoveredKeyAt: null,
  }
}

// 60 random bits: two alike in one order are as good as impossible, and would be one serial number with two licences.
function drawSerial(mint: OrderMint, drawn: Set<SerialNumber>): SerialNumber {
  const serial = mint.serial()
  if (drawn.has(serial)) throw new Error('the mint made the same serial number twice')
  drawn.add(serial)
  return serial
}

export function newKey(
  order: OrderId,
  product: Name,
  key: { readonly id: Thumbprint; readonly publicRaw: Uint8Array },
  now: Instant,
): OrderKey {
  return { id: key.id, order, product, publicRaw: key.publicRaw, createdAt: now, retiredAt: null }
}
