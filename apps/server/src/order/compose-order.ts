// An order's lines become licences, serial numbers and product keys.
import type { Entropy, Instant } from '@holdfast/capabilities'
import { addCivilPeriod, isZone, parseCivilPeriod } from '@holdfast/capabilities/calendar'
import { parseInstant } from '@holdfast/capabilities'
import { serialsPerLineMax, type LicenceWire, type OrderLineWire } from '@holdfast/contract'
import {
  makeLicenceId,
  makeProductKey,
  makeSerial,
  productKeySigner,
  refuse,
  type ProductKey,
  type Refusal,
} from '@holdfast/lease'
import {
  resolveTerm,
  type Edition,
  type Licence,
  type Order,
  type OrderKey,
  type SerialRecord,
  type TermRule,
} from '@holdfast/licensing'
import type { Reader } from '@holdfast/store'

const editionDefault = 'standard'
const reminderDaysDefault = 30
const graceDaysDefault = 14

export type ComposedOrder = {
  readonly licences: readonly Licence[]
  readonly serials: readonly SerialRecord[]
  readonly keys: readonly OrderKey[]
  /** Secrets: for the one who ordered, once. */
  readonly productKeys: readonly { readonly product: string; readonly productKey: ProductKey }[]
}

type Context = {
  readonly order: Order
  readonly holder: string
  readonly read: Pick<Reader, 'findProduct' | 'findEdition' | 'listEditions'>
  readonly entropy: Entropy
  readonly now: Instant
}

/** Refuses what does not exist (NOT_FOUND) and every line that contradicts itself (INPUT_INVALID, all complaints at once). */
export async function composeOrder(
  lines: readonly OrderLineWire[],
  context: Context,
): Promise<ComposedOrder | Refusal<'NOT_FOUND' | 'INPUT_INVALID'>> {
  const complaints = lines.flatMap((line, index) =>
    findLineFaults(line, context.order).map((fault) => `body/lines/${index}${fault}`),
  )
  if (complaints.length > 0) return refuse('INPUT_INVALID', { complaints: complaints.slice(0, 20) })
  const licences: Licence[] = []
  const serials: SerialRecord[] = []
  for (const line of lines) {
    const edition = await findEdition(line, context.read)
    if ('code' in edition) return edition
    const licence = composeLicence(line, edition, context)
    licences.push(licence)
    serials.push(...makeSerials(line, licence, context.entropy))
  }
  const products = [...new Set(lines.map((line) => line.product))]
  const productKeys = products.map((product) => ({ product, productKey: makeProductKey(context.entropy) }))
  const keys = productKeys.map(({ product, productKey }) => orderKeyOf(productKey, product, context))
  return { licences, serials, keys, productKeys }
}

function findLineFaults(line: OrderLineWire, order: Order): string[] {
  const faults: string[] = []
  if (line.serials === 'each' && line.seats > serialsPerLineMax)
    faults.push(`/seats: makes more than ${serialsPerLineMax} serial numbers`)
  for (const [index, range] of (line.releases ?? []).entries()) {
    const before = line.releases?.[index - 1]
    if (range.below !== undefined && range.below <= range.from) faults.push(`/releases/${index}: is empty`)
    if (before !== undefined && (before.below === undefined || before.below > range.from))
      faults.push(`/releases/${index}: does not come after the range before it`)
  }
  const { renewal } = line
  if (renewal !== undefined && renewal.kind !== 'none' && renewal.windowDays > renewal.everyDays)
    faults.push('/renewal/windowDays: is longer than everyDays')
  const rule = readTermRule(line.term)
  if (typeof rule === 'string') faults.push(`/term${rule}`)
  else if (
    rule.kind === 'period' &&
    rule.from === 'order' &&
    addCivilPeriod(order.orderedAt, rule.period, rule.zone) === null
  )
    faults.push('/term/period: ends after the year 9999')
  return faults
}

/** The rule, or where it cannot be read. */
function readTermRule(term: LicenceWire['termRule']): TermRule | string {
  if (term.kind === 'perpetual') return { kind: 'perpetual' }
  if (term.kind === 'until') {
    const until = parseInstant(term.until)
    return until === null ? '/until: is no moment' : { kind: 'until', until }
  }
  const period = parseCivilPeriod(term.period)
  if (period === null) return '/period: is no period of years, months, weeks and days'
  if (!isZone(term.zone)) return '/zone: is no time zone that is known here'
  return { kind: 'period', period, from: term.from, zone: term.zone }
}

/** The edition named; else the one called `standard`; else the only one. */
async function findEdition(
  line: OrderLineWire,
  read: Context['read'],
): Promise<Edition | Refusal<'NOT_FOUND' | 'INPUT_INVALID'>> {
  if ((await read.findProduct(line.product)) === null)
    return refuse('NOT_FOUND', { what: 'product', product: line.product })
  const named = await read.findEdition(line.product, line.edition ?? editionDefault)
  if (named !== null) return named
  if (line.edition !== undefined) return refuse('NOT_FOUND', { what: 'edition', product: line.product })
  const listed = await read.listEditions(line.product, { limit: 2 })
  if (listed.kind === 'refused') return listed
  const [only, other] = listed.items
  return only !== undefined && other === undefined
    ? only
    : refuse('NOT_FOUND', { what: 'edition', product: line.product })
}

function composeLicence(line: OrderLineWire, edition: Edition, context: Context): Licence {
  const rule = readTermRule(line.term)
  if (typeof rule === 'string') throw new Error(`a line with faults was composed: ${rule}`)
  const { order } = context
  return {
    id: makeLicenceId(context.entropy),
    order: order.id,
    customer: order.customer,
    orderNumber: order.number,
    orderedAt: order.orderedAt,
    holder: context.holder,
    product: line.product,
    edition: edition.id,
    releases: line.releases ?? [{ from: 0 }],
    termRule: rule,
    term: resolveTerm(rule, { orderedAt: order.orderedAt, firstActivation: null }),
    renewal: line.renewal ?? { kind: 'none' },
    reminderDays: line.reminderDays ?? reminderDaysDefault,
    graceDays: line.graceDays ?? graceDaysDefault,
    policies: edition.policies,
    state: { kind: 'active' },
    recovered: false,
    recoveredKey: null,
  }
}

function makeSerials(line: OrderLineWire, licence: Licence, entropy: Entropy): SerialRecord[] {
  const [count, seats] = line.serials === 'each' ? [line.seats, 1] : [1, line.seats]
  return Array.from({ length: count }, () => ({
    serial: makeSerial(entropy),
    licence: licence.id,
    product: licence.product,
    seats,
    taken: 0,
  }))
}

function orderKeyOf(productKey: ProductKey, product: string, context: Context): OrderKey {
  const { thumbprint, publicRaw } = productKeySigner(productKey, product)
  return {
    id: thumbprint,
    order: context.order.id,
    product,
    publicRaw,
    createdAt: context.now,
    retiredAt: null,
  }
}
