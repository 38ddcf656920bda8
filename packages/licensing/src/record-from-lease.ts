import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Lease, Renewal, SeatId } from '@holdfast/lease'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import type { Evidence } from './genuine-lease.ts'
import { giveBackSuperseded } from './give-back-superseded.ts'
import type { Licence, RenewalRule } from './licence.ts'
import { recordOtherKey } from './record-other-key.ts'
import { recordLaterTerm, termFromLease } from './record-term.ts'
import type { Seat, SeatState } from './seat.ts'

type Missing = Extract<Finding, { kind: 'RECORDED_FROM_LEASE' }>['missing']

/**
 * Our own signature is evidence: what the books do not know of a genuine lease of this device is recorded again from it,
 * even above the count, with a finding. Where the books know a generation of this seat that is not below the lease's,
 * they win and no seat is recorded: so a seat that was released or moved after it stays so, and one that was released
 * before it is taken again.
 * A term that a first activation resolved comes back with the lease; it is not resolved a second time. Where the lease
 * ends later than the books say, they take its end (`recordLaterTerm`).
 * The device must stand in the draft already. `as: 'released'` is for a lease that comes enclosed in a release.
 * Refuses nothing. Source: docs/spec/activation-protocol.md §3.
 */
export function recordFromLease(
  draft: Draft,
  evidence: Evidence,
  how: { readonly as: 'taken' | 'released'; readonly now: Instant; readonly freshSeat: SeatId },
): void {
  const { lease } = evidence
  const known = draft.books.seatOf(lease.serial, lease.device.key)
  const serialKnown = draft.books.serial(lease.serial)
  // Ours by signature and another product's by the books cannot both be true; the books are not bent to fit.
  if (serialKnown !== null && serialKnown.product !== lease.product) return

  const isUnknown = draft.books.lease(lease.id) === null
  // The term is the licence's: what became of this seat plays no part.
  if (isUnknown) recordLaterTerm(draft, lease, how.now)
  if (known !== null && known.generation >= lease.generation) return
  const missing = recordRight(draft, lease, how.now)
  // A term that was resolved just now, under a rule that was corrected since, may end earlier as well.
  if (isUnknown) recordLaterTerm(draft, lease, how.now)
  const serial = draft.books.serial(lease.serial)
  if (serial === null) throw new Error(`serial number ${lease.serial} was not recorded`)
  const state: SeatState =
    how.as === 'released' ? { kind: 'released', at: how.now } : takenSince(known, lease.issuedAt)
  const seat: Seat = {
    id: known?.id ?? (draft.books.seat(lease.seat) === null ? lease.seat : how.freshSeat),
    serial: lease.serial,
    licence: serial.licence,
    product: lease.product,
    device: lease.device.key,
    state,
    generation: lease.generation,
    recovered: true,
  }
  const takenDelta = countOf(seat.state) - countOf(known?.state)
  draft.add({
    kind: 'seat-recorded',
    seat,
    takenDelta: takenDelta as -1 | 0 | 1,
    because: 'recorded-from-lease',
  })
  recordLease(draft, evidence, seat.id, how.now)
  // Who brings a lease has applied it, as a receipt would say.
  const { product, generation } = lease
  giveBackSuperseded(draft, { device: lease.device.key, product, generation, now: how.now })

  const counted = draft.books.serial(lease.serial) ?? serial
  draft.add({
    kind: 'finding',
    finding: {
      kind: 'RECORDED_FROM_LEASE',
      at: how.now,
      device: seat.device,
      serial: seat.serial,
      licence: seat.licence,
      seat: seat.id,
      lease: lease.id,
      generation: lease.generation,
      aboveCount: takenDelta > 0 && counted.taken > counted.seats,
      missing: missing ?? (known === null || takenDelta !== 0 ? 'seat' : 'generation'),
    },
  })
  if (isUnknown) recordOtherKey(draft, lease, how.now)
}

/** Product, licence, serial number and term, as far as they are missing; tells the highest of what was. */
function recordRight(draft: Draft, lease: Lease, now: Instant): Missing | null {
  const productMissing = draft.books.product(lease.product) === null
  if (productMissing) {
    const product = { id: lease.product, title: lease.product, createdAt: now }
    const edition = {
      product: lease.product,
      id: lease.edition,
      title: lease.edition,
      policies: lease.policies,
    }
    draft.add({ kind: 'product-recovered', product, edition })
  }
  const serial = draft.books.serial(lease.serial)
  const licence = draft.books.licence(serial?.licence ?? lease.licence)
  if (serial !== null && licence === null) throw new Error(`serial number ${serial.serial} has no licence`)
  if (licence === null) draft.add({ kind: 'licence-added', licence: licenceFromLease(lease) })
  else if (licence.term === null)
    draft.add({ kind: 'term-resolved', licence: licence.id, term: termFromLease(licence, lease) })
  if (serial === null) {
    // How many were bought stands in no lease: 0 says that nobody knows, and gives no new device a seat.
    const { serial: number, licence: id, product } = lease
    draft.add({ kind: 'serial-added', serial: { serial: number, licence: id, product, seats: 0, taken: 0 } })
  }
  return productMissing ? 'product' : licence === null ? 'licence' : serial === null ? 'serial' : null
}

/** Keeps the device's copy, confirmed by the device's having it, unless its id or its request is in the books. */
function recordLease(draft: Draft, evidence: Evidence, seat: SeatId, now: Instant): void {
  const { lease, payload } = evidence
  if (
    draft.books.lease(lease.id) !== null ||
    draft.books.requestSeen(lease.device.key, lease.answers) !== null
  )
    return
  draft.add({
    kind: 'lease-added',
    lease: {
      id: lease.id,
      seat,
      device: lease.device.key,
      product: lease.product,
      generation: lease.generation,
      request: lease.answers,
      requestHash: null,
      payload,
      issuedAt: lease.issuedAt,
      confirmedAt: now,
    },
  })
}

function licenceFromLease(lease: Lease): Licence {
  return {
    id: lease.licence,
    order: null,
    customer: null,
    orderNumber: lease.order,
    orderedAt: lease.issuedAt,
    holder: lease.holder,
    product: lease.product,
    edition: lease.edition,
    releases: lease.releases,
    termRule: lease.term,
    term: lease.term,
    termCorrectedAt: null,
    termShortenedAt: null,
    renewal: renewalRuleFrom(lease.renewal, lease.issuedAt),
    reminderDays: lease.reminderDays,
    graceDays: lease.graceDays,
    policies: lease.policies,
    state: { kind: 'active' },
    recovered: true,
    recoveredKey: lease.productKey,
    recoveredKeyAt: lease.issuedAt,
  }
}

/** The rule that made this window: the inverse of `renewalWindow`. */
function renewalRuleFrom(renewal: Renewal, issuedAt: Instant): RenewalRule {
  if (renewal.kind === 'none') return { kind: 'none' }
  const everyDays = Math.max(1, Math.floor((renewal.until - issuedAt) / secondsPerDay))
  const windowDays = Math.ceil((renewal.until - renewal.from) / secondsPerDay)
  return { kind: renewal.kind, everyDays, windowDays: Math.min(Math.max(1, windowDays), everyDays) }
}

function takenSince(known: Seat | null, issuedAt: Instant): SeatState {
  return known?.state.kind === 'taken' ? known.state : { kind: 'taken', since: issuedAt }
}

function countOf(state: SeatState | undefined): 0 | 1 {
  return state?.kind === 'taken' ? 1 : 0
}
