// The lines of the wire, read and looked up, become an order with ids, serial numbers and product keys.
import { parseInstant, type Entropy, type Instant } from '@holdfast/capabilities'
import { isZone, parseCivilPeriod, parseInstantOrDate } from '@holdfast/capabilities/calendar'
import type { OrderLineWire } from '@holdfast/contract'
import {
  makeLicenceId,
  makeOrderId,
  makeProductKey,
  makeSerial,
  productKeySigner,
  refuse,
  type ProductKey,
  type Refusal,
} from '@holdfast/lease'
import {
  decideOrder,
  type Customer,
  type Edition,
  type OrderDecided,
  type OrderLine,
  type OrderMint,
  type TermRule,
} from '@holdfast/licensing'
import type { Reader } from '@holdfast/store'

const editionDefault = 'standard'

export type OrderAsked = {
  readonly number: string
  readonly customer: Customer
  /** As it was written: a moment, or a day alone. Undefined: now. */
  readonly orderedAt: string | undefined
  readonly holder: string | undefined
  readonly lines: readonly OrderLineWire[]
}

export type ComposedOrder = OrderDecided & {
  /** Secrets: for the one who ordered, once. */
  readonly productKeys: readonly { readonly product: string; readonly productKey: ProductKey }[]
}

type Context = {
  readonly read: Pick<Reader, 'findProduct' | 'findEdition' | 'listEditions'>
  readonly entropy: Entropy
  readonly now: Instant
}

/**
 * Refuses what cannot be read or what `decideOrder` complains about (INPUT_INVALID, by paths in the body), then what
 * does not exist (NOT_FOUND).
 */
export async function composeOrder(
  asked: OrderAsked,
  { read: books, entropy, now }: Context,
): Promise<ComposedOrder | Refusal<'NOT_FOUND' | 'INPUT_INVALID'>> {
  const { number, customer, holder } = asked
  const orderedAt = asked.orderedAt === undefined ? now : parseInstantOrDate(asked.orderedAt, 'UTC')
  if (orderedAt === null)
    return refuse('INPUT_INVALID', { complaints: ['body/orderedAt: is no moment or date'] })
  const lines: OrderLine[] = []
  const unreadable: string[] = []
  for (const [index, line] of asked.lines.entries()) {
    const term = parseTermRule(line.term)
    if (typeof term === 'string') {
      unreadable.push(`body/lines/${index}/term/${term}`)
      continue
    }
    const lineOrderedAt = orderedAtIn(term, asked.orderedAt, orderedAt)
    if (lineOrderedAt === null) {
      unreadable.push(`body/orderedAt: is no moment or date in the zone of lines/${index}`)
      continue
    }
    const edition = await findEdition(line, books)
    const serials = line.serials ?? 'one'
    const read = { ...line, edition, serials, term, orderedAt: lineOrderedAt }
    lines.push({ ...read, ...(holder === undefined ? {} : { holder }) })
  }
  if (unreadable.length > 0) return refuse('INPUT_INVALID', { complaints: unreadable })
  const { mint, productKeys } = mintOf(entropy)
  const decided = decideOrder({ number, customer, orderedAt, lines }, { mint, now })
  return decided.kind === 'refused' ? placedInBody(decided) : { ...decided, productKeys }
}

/**
 * When a line counts from: a day alone begins in the zone of the line's term; null where the years 1 to 9999 have no such
 * moment. `orderedAt` is that of the order. That a zone does not exist is for `decideOrder` to say.
 * spec: activation-protocol §8
 */
function orderedAtIn(term: TermRule, written: string | undefined, orderedAt: Instant): Instant | null {
  const hasZone = written !== undefined && term.kind === 'period' && isZone(term.zone)
  return hasZone ? parseInstantOrDate(written, term.zone) : orderedAt
}

/** The rule, or what of it cannot be read. */
export function parseTermRule(term: OrderLineWire['term']): TermRule | string {
  if (term.kind === 'perpetual') return { kind: 'perpetual' }
  if (term.kind === 'until') {
    const until = parseInstant(term.until)
    return until === null ? 'until: is no moment' : { kind: 'until', until }
  }
  const period = parseCivilPeriod(term.period)
  if (period === null) return 'period: is no period of years, months, weeks and days'
  return { kind: 'period', period, from: term.from, zone: term.zone }
}

/** The edition named; else the one called `standard`; else the only one. */
async function findEdition(
  line: OrderLineWire,
  read: Context['read'],
): Promise<Edition | Refusal<'NOT_FOUND'>> {
  const { product } = line
  if ((await read.findProduct(product)) === null) return refuse('NOT_FOUND', { what: 'product', product })
  const named = await read.findEdition(product, line.edition ?? editionDefault)
  if (named !== null) return named
  const missing = refuse('NOT_FOUND', { what: 'edition', product })
  if (line.edition !== undefined) return missing
  const listed = await read.listEditions(product, { limit: 2 })
  if (listed.kind === 'refused') throw new Error(`editions from the first on were refused: ${listed.code}`)
  const [only, other] = listed.items
  return only !== undefined && other === undefined ? only : missing
}

/** The secrets stay here; the decision gets public halves. */
function mintOf(entropy: Entropy): { mint: OrderMint; productKeys: ComposedOrder['productKeys'] } {
  const productKeys: { product: string; productKey: ProductKey }[] = []
  const mint: OrderMint = {
    order: makeOrderId(entropy),
    licence: () => makeLicenceId(entropy),
    serial: () => makeSerial(entropy),
    productKey(product) {
      const productKey = makeProductKey(entropy)
      productKeys.push({ product, productKey })
      const { thumbprint, publicRaw } = productKeySigner(productKey, product)
      return { id: thumbprint, publicRaw }
    },
  }
  return { mint, productKeys }
}

function placedInBody(
  refusal: Refusal<'INPUT_INVALID' | 'NOT_FOUND'>,
): Refusal<'INPUT_INVALID' | 'NOT_FOUND'> {
  const { complaints } = refusal.facts
  if (!Array.isArray(complaints)) return refusal
  return refuse(refusal.code, { complaints: complaints.map((complaint) => `body/${complaint}`) })
}
