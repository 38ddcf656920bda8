// Devices of the server's books, page by page, as entries of a forecast.
import { parseInstant } from '@holdfast/capabilities'
import {
  operations,
  type DeviceWire,
  type LicenceWire,
  type SeatWire,
  type SerialRowWire,
} from '@holdfast/contract'
import { nothingKnown, type DeviceRow } from '@holdfast/fleet'
import type { Problem } from '../../http/problem.ts'
import type { ApiClient } from '../api-client.ts'
import { listAll } from '../list-all.ts'

export type DatabaseEntries = AsyncIterable<readonly DeviceRow[]>

/** Licences, serial numbers and names of devices that are held while seats are read, and seats of one serial number. */
const heldMax = 2_000_000

/**
 * Every taken seat is an entry: its end is the term of its licence, its name that of its device. Where leases have to be
 * renewed on the way there, that this happens is assumed. Seats are asked for serial number by serial number, as the API
 * lists them.
 */
export async function openDatabase(
  api: ApiClient,
): Promise<
  | { readonly kind: 'entries'; readonly entries: DatabaseEntries }
  | { readonly kind: 'problem'; readonly problem: Problem }
> {
  const licences = await listAll<LicenceWire>(api, operations.listLicences, {}, heldMax)
  if (licences.kind === 'problem') return licences
  const devices = await listAll<DeviceWire>(api, operations.listDevices, {}, heldMax)
  if (devices.kind === 'problem') return devices
  const serials = await listAll<SerialRowWire>(api, operations.listSerials, {}, heldMax)
  if (serials.kind === 'problem') return serials
  const books = {
    licences: new Map(licences.items.map((licence) => [licence.id, licence])),
    devices: new Map(devices.items.map((device) => [device.id, device])),
    repeated: findRepeated(devices.items.map(({ name }) => name)),
  }
  const taken = serials.items.filter((serial) => serial.taken > 0).map(({ serial }) => serial)
  return { kind: 'entries', entries: entriesOf(api, books, taken) }
}

type Books = {
  readonly licences: ReadonlyMap<string, LicenceWire>
  readonly devices: ReadonlyMap<string, DeviceWire>
  /** Names that several devices have. */
  readonly repeated: ReadonlySet<string>
}

async function* entriesOf(
  api: ApiClient,
  books: Books,
  serials: readonly string[],
): AsyncGenerator<readonly DeviceRow[]> {
  for (const serial of serials) {
    const seats = await listAll<SeatWire>(api, operations.listSeats, { query: { serial } }, heldMax)
    // What was written so far cannot be taken back: a server that goes away in between is an accident.
    if (seats.kind === 'problem') throw new Error(`${seats.problem.code}: ${seats.problem.title}`)
    yield seats.items.filter(({ state }) => state.kind === 'taken').map((seat) => entryOf(seat, books))
  }
}

function entryOf(seat: SeatWire, books: Books): DeviceRow {
  const licence = books.licences.get(seat.licence)
  const device = books.devices.get(seat.device)
  const term = licence?.term ?? null
  const lease =
    licence === undefined || term === null
      ? null
      : {
          end: term.kind === 'until' ? parseInstant(term.until) : null,
          reminderDays: licence.reminderDays,
          certain: licence.renewal.kind !== 'required',
        }
  return {
    kind: 'row',
    name: nameOf(seat.device, device?.name ?? null, books.repeated),
    customer: licence?.holder ?? '',
    release: device?.release?.name ?? '',
    count: 1,
    known: { ...nothingKnown, lease },
  }
}

const idCharsShown = 8

/** A name that several devices have is told apart by the beginning of the id. */
function nameOf(id: string, name: string | null, repeated: ReadonlySet<string>): string {
  if (name === null) return id
  return repeated.has(name) ? `${name} (${id.slice(0, idCharsShown)})` : name
}

function findRepeated(names: readonly (string | null)[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const name of names) {
    if (name === null) continue
    if (seen.has(name)) repeated.add(name)
    else seen.add(name)
  }
  return repeated
}
