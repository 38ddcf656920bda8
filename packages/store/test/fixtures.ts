// Defaults for everything, so that what a test sets is what it is about.
import { createHash } from 'node:crypto'
import type { Instant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import {
  makeCustomerId,
  makeLicenceId,
  makeOrderId,
  makeRequestId,
  makeSerial,
  parseLease,
  type Receipt,
  type Request,
  type Root,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'
import type {
  Customer,
  IssuedLease,
  LeaseGranted,
  Licence,
  Order,
  OrderKey,
  ReleaseFacts,
  RequestFacts,
  SerialRecord,
} from '@holdfast/licensing'
import type { Issuing } from '../src/exchanges-interface.ts'
import { openEngine, type StoreTarget } from '../src/open-engine.ts'
import { openStore, type StoreOptions } from '../src/open-store.ts'
import type { Db } from '../src/tables.ts'
import type { Actor } from '../src/records.ts'
import type { NewOrder, Store } from '../src/store-interface.ts'

export const root = 'a'.repeat(64) as Root
export const administrator: Actor = { kind: 'administrator', id: 'tok_1' }
export const startMoment = '2026-03-01T08:30:00Z'

export const issuing: Issuing = {
  root,
  trust: 1,
  keysOf: () => ({ interval: { from: 0 as Instant }, signing: { from: 0 as Instant } }),
}

export type OpenedStore = {
  readonly store: Store
  readonly clock: ManualClock
  readonly entropy: SeededEntropy
}

export async function openTestStore(
  target: StoreTarget,
  options: Partial<StoreOptions> & { readonly clock?: ManualClock } = {},
): Promise<OpenedStore> {
  const clock = options.clock ?? new ManualClock(startMoment)
  const serverId = options.serverId ?? 'server-1'
  const entropy = new SeededEntropy(`${serverId} ${target.kind}`)
  const store = await openStore({ target, serverId, entropy, issuing: () => issuing, ...options, clock })
  return { store, clock, entropy }
}

export function thumbprintFor(name: string): Thumbprint {
  return createHash('sha256').update(name).digest('hex') as Thumbprint
}

export type Sold = {
  readonly customer: Customer
  readonly order: Order
  readonly licence: Licence
  readonly serials: readonly SerialRecord[]
  readonly key: OrderKey
}

/** An order of `serials` serial numbers with `seats` seats each, made but not written. */
export function makeOrder(
  name: string,
  wanted: {
    readonly seats?: number
    readonly serials?: number
    readonly licence?: Partial<Licence>
    readonly now: Instant
  },
): Sold {
  const entropy = new SeededEntropy(`order ${name}`)
  const customer: Customer = {
    id: makeCustomerId(entropy),
    name: 'Harbour Office of Westmark',
    createdAt: wanted.now,
  }
  const order: Order = {
    id: makeOrderId(entropy),
    number: `2026-${name}`,
    customer: customer.id,
    orderedAt: wanted.now,
  }
  const licence: Licence = {
    id: makeLicenceId(entropy),
    order: order.id,
    customer: customer.id,
    orderNumber: order.number,
    orderedAt: wanted.now,
    holder: customer.name,
    product: 'cmge',
    edition: 'standard',
    releases: [{ from: 100, below: 300 }],
    termRule: { kind: 'perpetual' },
    term: { kind: 'perpetual' },
    termCorrectedAt: null,
    termShortenedAt: null,
    renewal: { kind: 'none' },
    reminderDays: 30,
    graceDays: 14,
    policies: { personalisation: 'warn' },
    state: { kind: 'active' },
    recovered: false,
    recoveredKey: null,
    recoveredKeyAt: null,
    ...wanted.licence,
  }
  const serials = Array.from({ length: wanted.serials ?? 1 }, () => ({
    serial: makeSerial(entropy),
    licence: licence.id,
    product: licence.product,
    seats: wanted.seats ?? 50,
    taken: 0,
  }))
  const key: OrderKey = {
    id: thumbprintFor(`product key ${name}`),
    order: order.id,
    product: licence.product,
    publicRaw: new Uint8Array(32).fill(7),
    createdAt: wanted.now,
    retiredAt: null,
  }
  return { customer, order, licence, serials, key }
}

export function newOrderOf({ order, licence, serials, key }: Sold): NewOrder {
  return { order, licences: [licence], serials, keys: [key] }
}

/** Writes product, customer and an order. */
export async function sell(
  opened: OpenedStore,
  name: string,
  wanted: { readonly seats?: number; readonly serials?: number; readonly licence?: Partial<Licence> } = {},
): Promise<Sold> {
  const now = opened.clock.now()
  const sold = makeOrder(name, { ...wanted, now })
  await opened.store.write(administrator, async (tx) => {
    if ((await tx.read.findProduct('cmge')) === null) {
      await tx.addProduct({ id: 'cmge', title: 'Example desktop', createdAt: now })
      await tx.putEdition({ product: 'cmge', id: 'standard', title: 'Standard', policies: {} }, now)
      await tx.addRelease({ product: 'cmge', name: 'V0-H', ordinal: 200 }, now)
    }
    await tx.addCustomer(sold.customer)
    const added = await tx.addOrder(newOrderOf(sold), now)
    if ('code' in added) throw new Error(`the fixture's order was refused: ${added.code}`)
  })
  return sold
}

/** The facts of a genuine request with a right product key. */
export function requestFacts(
  device: string,
  sold: Pick<Sold, 'serials' | 'key'>,
  wanted: {
    readonly action?: 'activate' | 'renew'
    readonly serial?: SerialNumber
    readonly id?: string
    readonly sequence?: number
    readonly held?: RequestFacts['held']
    readonly hash?: string
  } = {},
): RequestFacts {
  const id = makeRequestId(new SeededEntropy(`request ${device} ${wanted.id ?? '1'}`))
  const request: Request = {
    root,
    id,
    sequence: wanted.sequence ?? 1,
    action: wanted.action ?? 'activate',
    product: 'cmge',
    release: { name: 'V0-H', ordinal: 200 },
    serial: wanted.serial ?? (sold.serials[0]?.serial as SerialNumber),
    device: { key: thumbprintFor(device), name: device, fingerprints: [] },
    held: null,
    generation: 0,
    receipts: [],
    trust: 1,
    clock: { wall: 1_772_000_000 as Instant },
  }
  return {
    request,
    requestHash: wanted.hash ?? createHash('sha256').update(`payload of ${id}`).digest('hex'),
    devicePublicRaw: new Uint8Array(32).fill(9),
    productKey: sold.key.id,
    held: wanted.held ?? { kind: 'none' },
  }
}

export function receiptFor(lease: IssuedLease, appliedAt: Instant): Receipt {
  const { id, generation, product, device } = lease
  return { root, lease: id, generation, product, device: { key: device }, appliedAt }
}

export function releaseFacts(device: string, held: ReleaseFacts['held'], sequence = 2): ReleaseFacts {
  if (held.kind !== 'genuine') throw new Error('a release encloses a genuine lease')
  const id = makeRequestId(new SeededEntropy(`release ${device} ${sequence}`))
  const { lease } = held
  const envelope = { payloadType: 'application/vnd.holdfast.lease.v1+json', payload: '', signatures: [] }
  return {
    statement: {
      root,
      id,
      sequence,
      product: lease.product,
      serial: lease.serial,
      device: { key: thumbprintFor(device) },
      held: envelope,
      releasedAt: lease.issuedAt,
    },
    requestHash: createHash('sha256').update(`release ${id}`).digest('hex'),
    devicePublicRaw: new Uint8Array(32).fill(9),
    held,
  }
}

/** Looks into the rows themselves, or changes them behind the store's back. */
export async function withRows<T>(target: StoreTarget, body: (db: Db) => Promise<T>): Promise<T> {
  const engine = openEngine(target)
  try {
    return await body(engine.writing)
  } finally {
    await engine.close()
  }
}

export function granted(decision: {
  readonly kind: string
}): LeaseGranted & { readonly acknowledged: readonly string[] } {
  if (decision.kind !== 'granted') throw new Error(`not granted: ${JSON.stringify(decision)}`)
  return decision as LeaseGranted & { readonly acknowledged: readonly string[] }
}

export function heldOf(lease: IssuedLease): Extract<RequestFacts['held'], { kind: 'genuine' }> {
  const parsed = parseLease(lease.payload)
  if (parsed.kind === 'refused') throw new Error(parsed.code)
  return { kind: 'genuine', lease: parsed.lease, payload: lease.payload, compromised: false }
}

/** Books as they were before lost decisions were looked for: migration 8 is still to come. */
export async function undoLostDecisions(db: Db): Promise<void> {
  for (const column of ['term_corrected_at', 'term_shortened_at', 'recovered_key_at'])
    await db.schema.alterTable('licences').dropColumn(column).execute()
  await db.deleteFrom('migrations').where('number', '>=', 8).execute()
}
