// Domain record <-> row, in one place for each table. Rows are parsed: a bad one names itself.
import type { Term } from '@holdfast/lease'
import type {
  AnsweredRelease,
  Customer,
  DeviceRecord,
  Edition,
  IssuedLease,
  Licence,
  LicenceState,
  Order,
  OrderKey,
  Product,
  ProductRelease,
  Seat,
  SeatState,
  SerialRecord,
} from '@holdfast/licensing'
import { parsePolicies, parseReleases, parseRenewalRule, parseTermRule } from './json-shapes.ts'
import { RowReader } from './row-reader.ts'
import type {
  Database,
  DeviceRow,
  LeaseRow,
  LicenceRow,
  OrderKeyRow,
  ReleasedRow,
  SeatRow,
} from './tables.ts'

export function productOfRow(row: Database['products']): Product {
  const reader = new RowReader('products', row.id, row)
  return { id: reader.text('id'), title: reader.text('title'), createdAt: reader.instant('created_at') }
}

export function rowOfProduct(product: Product): Database['products'] {
  return { id: product.id, title: product.title, created_at: product.createdAt }
}

export function editionOfRow(row: Database['editions']): Edition {
  const reader = new RowReader('editions', `${row.product} ${row.id}`, row)
  return {
    product: reader.text('product'),
    id: reader.text('id'),
    title: reader.text('title'),
    policies: reader.json('policies', parsePolicies),
  }
}

export function rowOfEdition(edition: Edition): Database['editions'] {
  return {
    product: edition.product,
    id: edition.id,
    title: edition.title,
    policies: JSON.stringify(edition.policies),
  }
}

export function releaseOfRow(row: Database['releases']): ProductRelease {
  const reader = new RowReader('releases', `${row.product} ${row.ordinal}`, row)
  return { product: reader.text('product'), name: reader.text('name'), ordinal: reader.count('ordinal') }
}

export function customerOfRow(row: Database['customers']): Customer {
  const reader = new RowReader('customers', row.id, row)
  return { id: reader.text('id'), name: reader.text('name'), createdAt: reader.instant('created_at') }
}

export function rowOfCustomer(customer: Customer): Database['customers'] {
  return { id: customer.id, name: customer.name, created_at: customer.createdAt }
}

export function orderOfRow(row: Database['orders']): Order {
  const reader = new RowReader('orders', row.id, row)
  return {
    id: reader.text('id'),
    number: reader.text('number'),
    customer: reader.text('customer'),
    orderedAt: reader.instant('ordered_at'),
  }
}

export function rowOfOrder(order: Order): Database['orders'] {
  return { id: order.id, number: order.number, customer: order.customer, ordered_at: order.orderedAt }
}

export function orderKeyOfRow(row: OrderKeyRow): OrderKey {
  const reader = new RowReader('order_keys', row.id, row)
  return {
    id: reader.text('id'),
    order: reader.text('order_id'),
    product: reader.text('product'),
    publicRaw: reader.bytes('public_raw'),
    createdAt: reader.instant('created_at'),
    retiredAt: reader.instantOrNull('retired_at'),
  }
}

export function rowOfOrderKey(key: OrderKey): OrderKeyRow {
  return {
    id: key.id,
    order_id: key.order,
    product: key.product,
    public_raw: key.publicRaw,
    created_at: key.createdAt,
    retired_at: key.retiredAt,
  }
}

export function licenceOfRow(row: LicenceRow): Licence {
  const reader = new RowReader('licences', row.id, row)
  return {
    id: reader.text('id'),
    order: reader.textOrNull('order_id'),
    customer: reader.textOrNull('customer'),
    orderNumber: reader.text('order_number'),
    orderedAt: reader.instant('ordered_at'),
    holder: reader.text('holder'),
    product: reader.text('product'),
    edition: reader.text('edition'),
    releases: reader.json('releases', parseReleases),
    termRule: reader.json('term_rule', parseTermRule),
    term: termOfRow(reader),
    termCorrectedAt: reader.instantOrNull('term_corrected_at'),
    termShortenedAt: reader.instantOrNull('term_shortened_at'),
    renewal: reader.json('renewal', parseRenewalRule),
    reminderDays: reader.count('reminder_days'),
    graceDays: reader.count('grace_days'),
    policies: reader.json('policies', parsePolicies),
    state: licenceStateOfRow(reader),
    recovered: reader.truth('recovered'),
    recoveredKey: reader.textOrNull('recovered_key'),
    recoveredKeyAt: reader.instantOrNull('recovered_key_at'),
  }
}

function termOfRow(reader: RowReader<LicenceRow>): Term | null {
  const kind = reader.textOrNull('term_kind')
  if (kind === null) return null
  if (kind === 'perpetual') return { kind }
  if (kind === 'until') return { kind, until: reader.instant('term_until') }
  throw reader.bad('term_kind', 'perpetual or until')
}

function licenceStateOfRow(reader: RowReader<LicenceRow>): LicenceState {
  const kind = reader.text('state')
  if (kind === 'active') return { kind }
  if (kind === 'suspended' || kind === 'withdrawn')
    return { kind, since: reader.instant('state_since'), reason: reader.text('state_reason') }
  throw reader.bad('state', 'active, suspended or withdrawn')
}

export function rowOfLicence(licence: Licence): LicenceRow {
  const { term, state } = licence
  return {
    id: licence.id,
    order_id: licence.order,
    customer: licence.customer,
    order_number: licence.orderNumber,
    ordered_at: licence.orderedAt,
    holder: licence.holder,
    product: licence.product,
    edition: licence.edition,
    releases: JSON.stringify(licence.releases),
    term_rule: JSON.stringify(licence.termRule),
    term_kind: term === null ? null : term.kind,
    term_until: term?.kind === 'until' ? term.until : null,
    term_corrected_at: licence.termCorrectedAt,
    term_shortened_at: licence.termShortenedAt,
    renewal: JSON.stringify(licence.renewal),
    reminder_days: licence.reminderDays,
    grace_days: licence.graceDays,
    policies: JSON.stringify(licence.policies),
    state: state.kind,
    state_since: state.kind === 'active' ? null : state.since,
    state_reason: state.kind === 'active' ? null : state.reason,
    recovered: licence.recovered ? 1 : 0,
    recovered_key: licence.recoveredKey,
    recovered_key_at: licence.recoveredKeyAt,
  }
}

export function serialOfRow(row: Database['serials']): SerialRecord {
  const reader = new RowReader('serials', row.serial, row)
  return {
    serial: reader.text('serial'),
    licence: reader.text('licence'),
    product: reader.text('product'),
    seats: reader.count('seats'),
    taken: reader.count('taken'),
  }
}

export function rowOfSerial(record: SerialRecord): Database['serials'] {
  return {
    serial: record.serial,
    licence: record.licence,
    product: record.product,
    seats: record.seats,
    taken: record.taken,
  }
}

export function seatOfRow(row: SeatRow): Seat {
  const reader = new RowReader('seats', row.id, row)
  return {
    id: reader.text('id'),
    serial: reader.text('serial'),
    licence: reader.text('licence'),
    product: reader.text('product'),
    device: reader.text('device'),
    state: seatStateOfRow(reader),
    generation: reader.count('generation'),
    recovered: reader.truth('recovered'),
  }
}

function seatStateOfRow(reader: RowReader<SeatRow>): SeatState {
  const kind = reader.text('state')
  const moment = reader.instant('state_at')
  if (kind === 'taken') return { kind, since: moment }
  if (kind === 'released') return { kind, at: moment }
  if (kind !== 'moved') throw reader.bad('state', 'taken, released or moved')
  const to = reader.text('moved_to')
  if (to !== 'device' && to !== 'serial') throw reader.bad('moved_to', 'device or serial')
  return { kind, at: moment, to }
}

/** `added_at` counts for a new row only; afterwards it stays. */
export function rowOfSeat(seat: Seat, customer: string | null): SeatRow {
  const { state } = seat
  return {
    id: seat.id,
    serial: seat.serial,
    licence: seat.licence,
    customer,
    product: seat.product,
    device: seat.device,
    state: state.kind,
    state_at: state.kind === 'taken' ? state.since : state.at,
    moved_to: state.kind === 'moved' ? state.to : null,
    generation: seat.generation,
    recovered: seat.recovered ? 1 : 0,
    added_at: state.kind === 'taken' ? state.since : state.at,
  }
}

export function deviceOfRow(row: DeviceRow): DeviceRecord {
  const reader = new RowReader('devices', row.id, row)
  const releaseName = reader.textOrNull('release_name')
  const blockedSince = reader.instantOrNull('blocked_since')
  return {
    id: reader.text('id'),
    product: reader.text('product'),
    publicRaw: reader.bytes('public_raw'),
    name: reader.textOrNull('name'),
    release: releaseName === null ? null : { name: releaseName, ordinal: reader.count('release_ordinal') },
    firstSeen: reader.instant('first_seen'),
    lastSeen: reader.instant('last_seen'),
    blocked: blockedSince === null ? null : { since: blockedSince, reason: reader.text('blocked_reason') },
    generation: reader.count('generation'),
    requestSequence: reader.count('request_sequence'),
    releaseSequence: reader.count('release_sequence'),
  }
}

export function rowOfDevice(device: DeviceRecord): DeviceRow {
  return {
    id: device.id,
    product: device.product,
    public_raw: device.publicRaw,
    name: device.name,
    release_name: device.release?.name ?? null,
    release_ordinal: device.release?.ordinal ?? null,
    first_seen: device.firstSeen,
    last_seen: device.lastSeen,
    blocked_since: device.blocked?.since ?? null,
    blocked_reason: device.blocked?.reason ?? null,
    generation: device.generation,
    request_sequence: device.requestSequence,
    release_sequence: device.releaseSequence,
  }
}

export function leaseOfRow(row: LeaseRow): IssuedLease {
  const reader = new RowReader('leases', row.id, row)
  return {
    id: reader.text('id'),
    seat: reader.text('seat'),
    device: reader.text('device'),
    product: reader.text('product'),
    generation: reader.count('generation'),
    request: reader.text('request'),
    requestHash: reader.textOrNull('request_hash'),
    payload: reader.bytes('payload'),
    issuedAt: reader.instant('issued_at'),
    confirmedAt: reader.instantOrNull('confirmed_at'),
  }
}

export function rowOfLease(lease: IssuedLease): LeaseRow {
  return {
    id: lease.id,
    seat: lease.seat,
    device: lease.device,
    product: lease.product,
    generation: lease.generation,
    request: lease.request,
    request_hash: lease.requestHash,
    payload: lease.payload,
    issued_at: lease.issuedAt,
    confirmed_at: lease.confirmedAt,
  }
}

export function answeredReleaseOfRow(row: ReleasedRow): AnsweredRelease {
  const reader = new RowReader('released', row.request, row)
  return {
    request: reader.text('request'),
    requestHash: reader.text('request_hash'),
    device: reader.text('device'),
    lease: reader.text('lease'),
    at: reader.instant('at'),
  }
}

export function rowOfAnsweredRelease(release: AnsweredRelease): ReleasedRow {
  return {
    device: release.device,
    request: release.request,
    request_hash: release.requestHash,
    lease: release.lease,
    at: release.at,
  }
}
