// Devices of the server's books, page by page, as entries of a forecast. spec: forecast §2
import { parseInstant, type Instant } from '@holdfast/capabilities'
import {
  operations,
  type CustomerWire,
  type FleetEndWire,
  type HeldSeatWire,
  type Operation,
} from '@holdfast/contract'
import { nothingKnown, type DeviceEvidence, type DeviceRow, type SeenEnd } from '@holdfast/fleet'
import type { ApiClient } from '../api-client.ts'
import type { Refused } from '../command.ts'
import { listAll, listPages, type ListedPage } from '../list-all.ts'
import { spanOfWire } from '../span-of-wire.ts'

/** A page, or why there is none: then it is the last. */
export type DatabasePage = { readonly kind: 'rows'; readonly rows: readonly DeviceRow[] } | Refused
export type DatabaseEntries = AsyncIterable<DatabasePage>

/** Customers whose names are held while devices are read. */
const customersMax = 1_000_000

/**
 * Our own devices by the leases that they hold, then every other device that captures speak of, by its newest
 * observations. The first pages are read before anything is answered, so that what is wrong from the start is told alone.
 */
export async function openDatabase(
  api: ApiClient,
  asOf: Instant,
): Promise<{ readonly kind: 'entries'; readonly entries: DatabaseEntries } | Refused> {
  const customers = await listAll<CustomerWire>(api, operations.listCustomers, {}, customersMax)
  if (customers.kind === 'problem') return customers
  const customerNames = new Map(customers.items.map(({ id, name }) => [id, name]))
  const held = await begin<HeldSeatWire>(api, operations.listHeldLeases)
  if (held.kind === 'problem') return held
  const ends = await begin<FleetEndWire>(api, operations.listFleetEnds)
  if (ends.kind === 'problem') return ends
  const naming = new Naming()
  const entries = oneAfterTheOther(
    rowsOf(held, (seat) => rowOfSeat(seat, naming, asOf)),
    rowsOf(ends, (end) => (end.ours ? null : rowOfObserved(end, naming, customerNames))),
  )
  return { kind: 'entries', entries }
}

async function* oneAfterTheOther(
  ...parts: readonly AsyncGenerator<DatabasePage>[]
): AsyncGenerator<DatabasePage> {
  for (const part of parts) yield* part
}

type Begun<Item> = {
  readonly kind: 'begun'
  readonly first: ListedPage<Item>
  readonly others: AsyncGenerator<ListedPage<Item>>
}

async function begin<Item>(api: ApiClient, operation: Operation): Promise<Begun<Item> | Refused> {
  const others = listPages<Item>(api, operation, {})
  const { value: first } = await others.next()
  if (first === undefined) return { kind: 'begun', first: { kind: 'items', items: [], next: null }, others }
  return first.kind === 'problem' ? first : { kind: 'begun', first, others }
}

async function* rowsOf<Item>(
  { first, others }: Begun<Item>,
  rowOf: (item: Item) => DeviceRow | null,
): AsyncGenerator<DatabasePage> {
  const rows = (page: ListedPage<Item>): DatabasePage =>
    page.kind === 'problem'
      ? page
      : { kind: 'rows', rows: page.items.map(rowOf).filter((row) => row !== null) }
  yield rows(first)
  for await (const page of others) yield rows(page)
}

function rowOfSeat(held: HeldSeatWire, naming: Naming, asOf: Instant): DeviceRow {
  return {
    kind: 'row',
    name: naming.nameOf(held.device, held.name),
    id: held.device,
    customer: held.holder,
    release: held.release ?? '',
    count: 1,
    known: { ...nothingKnown, lease: leaseEvidence(held, asOf) },
  }
}

/**
 * The end of the lease. Where a renewal is required before the term ends and may still come, that it comes is assumed:
 * devices renew by themselves, and show nothing while they can. Without a lease in the books, the term of the licence.
 */
function leaseEvidence(held: HeldSeatWire, asOf: Instant): DeviceEvidence['lease'] {
  const { lease } = held
  const term = lease?.term ?? held.term
  if (term === null) return null
  const end = term.kind === 'until' ? parseInstant(term.until) : null
  const { reminderDays } = lease ?? held
  if (lease === null) return { end, reminderDays, certain: false }
  const due = lease.renewal.kind === 'required' ? parseInstant(lease.renewal.until) : null
  const isBound = due !== null && (end === null || due < end)
  if (isBound && due <= asOf) return { end: due, reminderDays, certain: lease.confirmed }
  return { end, reminderDays, certain: lease.confirmed && !isBound }
}

function rowOfObserved(
  observed: FleetEndWire,
  naming: Naming,
  customerNames: ReadonlyMap<string, string>,
): DeviceRow {
  const { device, agrees, grantedSeconds, release } = observed
  const activated = spanOfWire(observed.activatedAt)
  const keyDay = activated === null ? spanOfWire(observed.keyInstalledAt) : null
  return {
    kind: 'row',
    name: naming.nameOf(device.id, device.label),
    id: device.id,
    customer: device.customer === null ? '' : (customerNames.get(device.customer) ?? device.customer),
    release: release ?? '',
    count: 1,
    known: {
      ...nothingKnown,
      seen: seenOf(observed.end),
      seenTwice: agrees,
      activated: activated ?? keyDay,
      activatedByKey: keyDay !== null,
      upgraded: spanOfWire(observed.upgradedAt),
      grantedSeconds,
    },
  }
}

function seenOf(end: FleetEndWire['end']): SeenEnd | null {
  if (end === null) return null
  if (end.kind === 'perpetual') return { kind: 'never' }
  const span = spanOfWire(end)
  return span === null ? null : { kind: 'within', end: span, movesOn: end.kind === 'moves-on' }
}

const idCharsShown = 8

/** The first device of a name keeps it; every further one is told apart by the beginning of its id. */
class Naming {
  readonly #names = new Set<string>()

  nameOf(id: string, name: string | null): string {
    if (name === null) return id
    if (this.#names.has(name)) {
      const shown = id.startsWith('dev_') ? id.slice(-idCharsShown) : id.slice(0, idCharsShown)
      return `${name} (${shown})`
    }
    this.#names.add(name)
    return name
  }
}
