import type { Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { refuseByClock, type Order, type SerialRecord } from '@holdfast/licensing'
import { insertRows, selectRows } from './bulk.ts'
import { openReader } from './open-reader.ts'
import { rowOfLicence, rowOfOrder, rowOfOrderKey, rowOfSerial } from './rows.ts'
import type { NewOrder, Writer } from './store-interface.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

/** Serial numbers that an audit row names; of more it says how many. */
const serialsNamedMax = 100

/** Orders with everything in them. */
export function orderWriter(tools: WriteTools): Pick<Writer, 'addOrder' | 'addSerials'> {
  return {
    addOrder: (input, now) => addOrder(tools, input, now),
    addSerials: (serials, now) => addSerials(tools, serials, now),
  }
}

async function addOrder(
  tools: WriteTools,
  input: NewOrder,
  now: Instant,
): Promise<Order | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS' | 'SERVER_CLOCK_BEHIND'>> {
  const { db, facts, bookkeeping } = tools
  const { order, licences, serials, keys } = input
  const behind = refuseByClock(now, bookkeeping.newest)
  if (behind !== null) return behind
  const read = openReader(db, tools.facts, tools.sealer)
  if ((await read.findCustomer(order.customer)) === null)
    return refuse('NOT_FOUND', { customer: order.customer })
  if ((await read.findOrderByNumber(order.number)) !== null)
    return refuse('ALREADY_EXISTS', { order: order.number })
  const products = new Set(licences.map(({ product }) => product))
  const known = new Set(
    (await selectRows(db, facts, { table: 'products', column: 'id' }, [...products])).map(({ id }) => id),
  )
  for (const product of products) if (!known.has(product)) return refuse('NOT_FOUND', { product })
  const taken = await findKnownSerial(tools, serials)
  if (taken !== null) return taken

  await insertRows(db, facts, 'orders', [rowOfOrder(order)])
  await insertRows(db, facts, 'order_keys', keys.map(rowOfOrderKey))
  await insertRows(db, facts, 'licences', licences.map(rowOfLicence))
  await insertRows(db, facts, 'serials', serials.map(rowOfSerial))
  bookkeeping.count('orders', 1)
  bookkeeping.count('licences', licences.length)
  countSerials(tools, serials)
  const detail = {
    number: order.number,
    customer: order.customer,
    licences: licences.map(({ id, product, edition }) => ({ id, product, edition })),
    ...named(serials),
    keys: keys.map(({ id }) => id),
  }
  recordAudit(tools, { action: 'order-add', subject: `order:${order.id}`, detail }, now)
  return order
}

async function addSerials(
  tools: WriteTools,
  serials: readonly SerialRecord[],
  now: Instant,
): Promise<{ readonly kind: 'added'; readonly count: number } | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  const licences = [...new Set(serials.map(({ licence }) => licence))]
  const rows = await selectRows(db, facts, { table: 'licences', column: 'id' }, licences)
  const products = new Map<string, string>(rows.map(({ id, product }) => [id, product]))
  for (const { serial, licence, product } of serials)
    if (products.get(licence) !== product) return refuse('NOT_FOUND', { licence, product, serial })
  const taken = await findKnownSerial(tools, serials)
  if (taken !== null) return taken
  await insertRows(db, facts, 'serials', serials.map(rowOfSerial))
  countSerials(tools, serials)
  const ofLicence = Map.groupBy(serials, ({ licence }) => licence)
  for (const [licence, added] of ofLicence)
    recordAudit(tools, { action: 'serials-add', subject: `licence:${licence}`, detail: named(added) }, now)
  return { kind: 'added', count: serials.length }
}

/** The first that is in the books already, or that stands twice in the list. */
async function findKnownSerial(
  tools: WriteTools,
  serials: readonly SerialRecord[],
): Promise<Refusal<'ALREADY_EXISTS'> | null> {
  const numbers = new Set<string>()
  for (const { serial } of serials) {
    if (numbers.has(serial)) return refuse('ALREADY_EXISTS', { serial })
    numbers.add(serial)
  }
  const [known] = await selectRows(tools.db, tools.facts, { table: 'serials', column: 'serial' }, [
    ...numbers,
  ])
  return known === undefined ? null : refuse('ALREADY_EXISTS', { serial: known.serial })
}

function countSerials({ bookkeeping }: WriteTools, serials: readonly SerialRecord[]): void {
  bookkeeping.count('serials', serials.length)
  bookkeeping.count(
    'seats-offered',
    serials.reduce((sum, { seats }) => sum + seats, 0),
  )
  bookkeeping.count(
    'seats-taken',
    serials.reduce((sum, { taken }) => sum + taken, 0),
  )
}

function named(serials: readonly SerialRecord[]): {
  readonly count: number
  readonly serials: readonly string[]
} {
  return { count: serials.length, serials: serials.slice(0, serialsNamedMax).map(({ serial }) => serial) }
}
