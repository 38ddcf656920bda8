// What the books hold, as the contract shows it: moments as text, recovered records with what is known of them.
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { formatCivilPeriod } from '@holdfast/capabilities/calendar'
import type { HeldSeatWire, LicenceWire, SeatWire, SerialRowWire, DeviceWire } from '@holdfast/contract'
import type { DeviceRecord, Licence, LicenceState, Seat, SerialRecord, TermRule } from '@holdfast/licensing'
import type { Term } from '@holdfast/lease'
import type { HeldSeat } from '@holdfast/store'

const at = formatInstant

export function momentOrNull(moment: Instant | null): string | null {
  return moment === null ? null : at(moment)
}

function termRuleWire(rule: TermRule): LicenceWire['termRule'] {
  if (rule.kind === 'perpetual') return { kind: 'perpetual' }
  if (rule.kind === 'until') return { kind: 'until', until: at(rule.until) }
  return { kind: 'period', period: formatCivilPeriod(rule.period), from: rule.from, zone: rule.zone }
}

function termWire(term: Term): NonNullable<LicenceWire['term']> {
  return term.kind === 'perpetual' ? { kind: 'perpetual' } : { kind: 'until', until: at(term.until) }
}

function licenceStateWire(state: LicenceState): LicenceWire['state'] {
  if (state.kind === 'active') return { kind: 'active' }
  return { kind: state.kind, since: at(state.since), reason: state.reason }
}

export function licenceWire(licence: Licence): LicenceWire {
  return {
    id: licence.id,
    order: licence.order,
    orderNumber: licence.orderNumber,
    orderedAt: at(licence.orderedAt),
    customer: licence.customer,
    holder: licence.holder,
    product: licence.product,
    edition: licence.edition,
    releases: licence.releases.map((range) => ({ ...range })),
    termRule: termRuleWire(licence.termRule),
    term: licence.term === null ? null : termWire(licence.term),
    renewal: licence.renewal,
    reminderDays: licence.reminderDays,
    graceDays: licence.graceDays,
    policies: { ...licence.policies },
    state: licenceStateWire(licence.state),
    recovered: licence.recovered,
  }
}

export function serialRowWire(record: SerialRecord, licence: Licence): SerialRowWire {
  return {
    serial: record.serial,
    licence: record.licence,
    orderNumber: licence.orderNumber,
    holder: licence.holder,
    product: record.product,
    edition: licence.edition,
    seats: record.seats,
    taken: record.taken,
    recovered: licence.recovered,
  }
}

export function seatWire(seat: Seat): SeatWire {
  const { state } = seat
  return {
    id: seat.id,
    serial: seat.serial,
    licence: seat.licence,
    product: seat.product,
    device: seat.device,
    state:
      state.kind === 'taken'
        ? { kind: 'taken', since: at(state.since) }
        : state.kind === 'released'
          ? { kind: 'released', at: at(state.at) }
          : { kind: 'moved', at: at(state.at), to: state.to },
    generation: seat.generation,
    recovered: seat.recovered,
  }
}

export function heldSeatWire(held: HeldSeat): HeldSeatWire {
  const { seat, licence, device, lease } = held
  return {
    seat: seat.id,
    serial: seat.serial,
    licence: seat.licence,
    holder: licence.holder,
    product: seat.product,
    device: seat.device,
    name: device.name,
    release: device.release?.name ?? null,
    term: licence.term === null ? null : termWire(licence.term),
    reminderDays: licence.reminderDays,
    lease: lease === null ? null : heldLeaseWire(lease),
  }
}

function heldLeaseWire({ lease, confirmed }: NonNullable<HeldSeat['lease']>): HeldSeatWire['lease'] {
  const { id, generation, issuedAt, term, renewal, reminderDays } = lease
  return {
    ...{ id, generation, confirmed, reminderDays },
    issuedAt: at(issuedAt),
    term: termWire(term),
    renewal:
      renewal.kind === 'none' ? renewal : { ...renewal, from: at(renewal.from), until: at(renewal.until) },
  }
}

export function deviceWire(device: DeviceRecord): DeviceWire {
  return {
    id: device.id,
    product: device.product,
    name: device.name,
    release: device.release === null ? null : { ...device.release },
    firstSeen: at(device.firstSeen),
    lastSeen: at(device.lastSeen),
    blocked:
      device.blocked === null ? null : { since: at(device.blocked.since), reason: device.blocked.reason },
    generation: device.generation,
  }
}
