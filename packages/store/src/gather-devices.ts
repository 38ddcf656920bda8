// What a plan needs to know of devices of ours, for many at once. spec: repair §2
import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { earlierEnd, type End, type Foreseen, type OwnDevice } from '@holdfast/fleet'
import {
  leaseEnd,
  type Lease,
  type Refusal,
  type Renewal,
  type SeatId,
  type SerialNumber,
  type Term,
  type Thumbprint,
} from '@holdfast/lease'
import {
  foreseeLicence,
  foreseeRenewal,
  resolveTerm,
  type DeviceRecord,
  type Licence,
  type Seat,
  type SerialRecord,
} from '@holdfast/licensing'
import { bulkRowsMax, selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import { loadHeldByDevice, type HeldLease } from './held-leases.ts'
import type { OwnChoice, PlanMoment } from './plans-interface.ts'
import { deviceOfRow, licenceOfRow, seatOfRow, serialOfRow } from './rows.ts'
import type { Db } from './tables.ts'

/** Silent seats that are looked at for one gathering. */
const silentSeatsMax = 10_000

/** Devices in the order of `ids`; in pieces, so that no statement grows with a plan. */
export async function gatherOwnDevices(
  db: Db,
  facts: EngineFacts,
  choice: OwnChoice,
): Promise<readonly OwnDevice[]> {
  const gathered: OwnDevice[] = []
  // Over all pieces: a free seat is promised to one device only.
  const promised = new Map<SerialNumber, number>()
  for (let at = 0; at < choice.ids.length; at += bulkRowsMax) {
    const piece = await loadPiece(db, facts, choice.ids.slice(at, at + bulkRowsMax))
    for (const device of await composePiece(db, piece, choice, promised)) gathered.push(device)
  }
  return gathered
}

type Piece = {
  readonly ids: readonly Thumbprint[]
  readonly devices: ReadonlyMap<string, DeviceRecord>
  readonly seats: ReadonlyMap<string, Seat>
  readonly serials: ReadonlyMap<string, SerialRecord>
  readonly licences: ReadonlyMap<string, Licence>
  readonly held: ReadonlyMap<string, HeldLease>
}

async function loadPiece(db: Db, facts: EngineFacts, ids: readonly Thumbprint[]): Promise<Piece> {
  const devices = await selectRows(db, facts, { table: 'devices', column: 'id' }, ids)
  const seatRows = await selectRows(db, facts, { table: 'seats', column: 'device' }, ids)
  const seats = new Map<string, Seat>()
  for (const seat of seatRows.map(seatOfRow)) {
    const known = seats.get(seat.device)
    if (known === undefined || isRather(seat, known)) seats.set(seat.device, seat)
  }
  const chosen = [...seats.values()]
  const serials = await selectRows(
    db,
    facts,
    { table: 'serials', column: 'serial' },
    chosen.map(({ serial }) => serial),
  )
  const licences = await selectRows(
    db,
    facts,
    { table: 'licences', column: 'id' },
    chosen.map(({ licence }) => licence),
  )
  return {
    ids,
    devices: new Map(devices.map((row) => [row.id, deviceOfRow(row)])),
    seats,
    serials: new Map(serials.map((row) => [row.serial, serialOfRow(row)])),
    licences: new Map(licences.map((row) => [row.id, licenceOfRow(row)])),
    held: await loadHeldByDevice(db, facts, ids),
  }
}

/** A seat that is taken rather than one that is not; of two alike the one with the newer lease. */
function isRather(one: Seat, other: Seat): boolean {
  const [oneTaken, otherTaken] = [one.state.kind === 'taken', other.state.kind === 'taken']
  return oneTaken === otherTaken ? one.generation > other.generation : oneTaken
}

async function composePiece(
  db: Db,
  piece: Piece,
  choice: OwnChoice,
  promised: Map<SerialNumber, number>,
): Promise<readonly OwnDevice[]> {
  const devices: OwnDevice[] = []
  for (const id of piece.ids) {
    const composed = composeDevice(piece, id, choice, promised)
    if (composed !== null) devices.push(composed)
  }
  const exhausted = devices.filter(
    ({ activation }) => activation.kind === 'refused' && activation.code === 'SEATS_EXHAUSTED',
  )
  if (exhausted.length === 0) return devices
  const silent = await listSilentSeats(db, new Set(exhausted.map(({ serial }) => serial)), choice.at)
  return devices.map((device) =>
    exhausted.includes(device)
      ? {
          ...device,
          silentSeats: (silent.get(device.serial) ?? []).filter((seat) => seat !== device.seat.id),
        }
      : device,
  )
}

function composeDevice(
  piece: Piece,
  id: Thumbprint,
  { marks, at }: OwnChoice,
  promised: Map<SerialNumber, number>,
): OwnDevice | null {
  const { now } = at
  const device = piece.devices.get(id)
  const seat = piece.seats.get(id)
  const licence = seat === undefined ? undefined : piece.licences.get(seat.licence)
  const serial = seat === undefined ? undefined : piece.serials.get(seat.serial)
  if (device === undefined || seat === undefined || licence === undefined || serial === undefined) return null
  const held = piece.held.get(id) ?? null
  const renewal = licence.term === null ? null : foreseeRenewal({ device, seat, licence, now })
  return {
    kind: 'own',
    device: id,
    name: device.name,
    serial: seat.serial,
    seat: { id: seat.id, state: seat.state.kind },
    held: held === null ? null : heldOf(held),
    generation: device.generation,
    licenceTerm: licence.term === null ? null : endOfTerm(licence.term),
    renewal: renewal === null ? { kind: 'refused', code: 'LEASE_UNKNOWN' } : foreseen(renewal),
    activation: foreseeActivation({ device, seat, licence, serial, now }, promised),
    silentSeats: [],
    ...marks(id, seat),
  }
}

function heldOf({ lease, confirmed }: HeldLease): NonNullable<OwnDevice['held']> {
  return {
    end: endOfLease(lease),
    term: endOfTerm(lease.term),
    reminderDays: lease.reminderDays,
    generation: lease.generation,
    confirmed,
  }
}

export function endOfLease(lease: Pick<Lease, 'term' | 'renewal'>): End {
  const end = leaseEnd(lease)
  return end.kind === 'never' ? { kind: 'perpetual' } : { kind: 'until', until: end.at }
}

function endOfTerm(term: Term): End {
  return term.kind === 'perpetual' ? term : { kind: 'until', until: term.until }
}

function foreseen(
  renewal: Refusal | { readonly kind: 'granted'; readonly term: Term; readonly renewal: Renewal },
): Foreseen {
  return renewal.kind === 'refused'
    ? { kind: 'refused', code: renewal.code }
    : { kind: 'granted', end: endOfLease(renewal) }
}

function foreseeActivation(
  facts: {
    readonly device: DeviceRecord
    readonly seat: Seat
    readonly licence: Licence
    readonly serial: SerialRecord
    readonly now: Instant
  },
  promised: Map<SerialNumber, number>,
): Foreseen {
  const { device, seat, licence, serial, now } = facts
  if (device.blocked !== null) return { kind: 'refused', code: 'DEVICE_BLOCKED' }
  const refused = foreseeLicence(device, licence, now)
  if (refused !== null) return { kind: 'refused', code: refused.code }
  if (seat.state.kind !== 'taken') {
    const before = promised.get(seat.serial) ?? 0
    if (serial.taken + before >= serial.seats) return { kind: 'refused', code: 'SEATS_EXHAUSTED' }
    promised.set(seat.serial, before + 1)
  }
  const moments = { orderedAt: licence.orderedAt, firstActivation: now }
  const term = licence.term ?? resolveTerm(licence.termRule, moments) ?? { kind: 'perpetual' }
  const { renewal } = licence
  if (renewal.kind !== 'required') return { kind: 'granted', end: endOfTerm(term) }
  const until = addSecondsHeld(now, renewal.everyDays * secondsPerDay)
  return { kind: 'granted', end: earlierEnd(endOfTerm(term), { kind: 'until', until }) }
}

/** Taken seats whose devices were not seen for long, the longest first. */
async function listSilentSeats(
  db: Db,
  serials: ReadonlySet<SerialNumber>,
  { silentBefore }: PlanMoment,
): Promise<ReadonlyMap<SerialNumber, readonly SeatId[]>> {
  const rows = await db
    .selectFrom('seats')
    .innerJoin('devices', 'devices.id', 'seats.device')
    .select(['seats.id', 'seats.serial', 'devices.last_seen'])
    .where('seats.serial', 'in', [...serials])
    .where('seats.state', '=', 'taken')
    .where('devices.last_seen', '<', silentBefore)
    .orderBy('devices.last_seen')
    .orderBy('seats.id')
    .limit(silentSeatsMax)
    .execute()
  const found = new Map<SerialNumber, SeatId[]>()
  for (const { id, serial } of rows) {
    const seats = found.get(serial as SerialNumber) ?? []
    seats.push(id as SeatId)
    found.set(serial as SerialNumber, seats)
  }
  return found
}
