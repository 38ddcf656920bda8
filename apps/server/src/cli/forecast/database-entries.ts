// Devices of the server's books, page by page, as entries of a forecast.
import { parseInstant } from '@holdfast/capabilities'
import {
  operations,
  pageItemsMax,
  type DeviceWire,
  type LicenceWire,
  type SeatWire,
} from '@holdfast/contract'
import { nothingKnown, type DeviceRow } from '@holdfast/fleet'
import type { Problem } from '../../http/problem.ts'
import type { ApiClient } from '../api-client.ts'
import { listAll } from '../list-all.ts'

export type DatabaseEntries = AsyncIterable<readonly DeviceRow[]>

/** Licences and names of devices that are held while seats are read. */
const heldMax = 2_000_000

/**
 * Every taken seat is an entry: its end is the term of its licence, its name that of its device. Where leases have to be
 * renewed on the way there, that this happens is assumed. A licence whose term begins at a first activation that has not
 * come yet has no seat taken.
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
  const first = await api.call(operations.listSeats, { query: { limit: String(pageItemsMax) } })
  if (first.kind === 'problem') return first
  const books = {
    licences: new Map(licences.items.map((licence) => [licence.id, licence])),
    devices: new Map(devices.items.map((device) => [device.id, device])),
    repeated: findRepeated(devices.items.map(({ name }) => name)),
  }
  return { kind: 'entries', entries: entriesOf(api, books, first.answer) }
}

type SeatPage = { readonly items: readonly SeatWire[]; readonly next: string | null }
type Books = {
  readonly licences: ReadonlyMap<string, LicenceWire>
  readonly devices: ReadonlyMap<string, DeviceWire>
  /** Names that several devices have. */
  readonly repeated: ReadonlySet<string>
}

async function* entriesOf(
  api: ApiClient,
  books: Books,
  first: SeatPage,
): AsyncGenerator<readonly DeviceRow[]> {
  let page: SeatPage = first
  for (;;) {
    yield page.items.filter((seat) => seat.state.kind === 'taken').map((seat) => entryOf(seat, books))
    if (page.next === null) return
    const query = { limit: String(pageItemsMax), after: page.next }
    const answered = await api.call(operations.listSeats, { query })
    // What was written so far cannot be taken back: a server that goes away in between is an accident.
    if (answered.kind === 'problem') throw new Error(`${answered.problem.code}: ${answered.problem.title}`)
    page = answered.answer
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
