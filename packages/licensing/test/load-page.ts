import type { LicenceId, SerialNumber } from '@holdfast/lease'
import { BooksInMemory } from '../src/books-in-memory.ts'
import type { BooksNeeded } from '../src/books-needed.ts'
import type { Books } from '../src/ports.ts'
import type { Seat } from '../src/seat.ts'

/** A page that holds what `needed` names and nothing else, as the store loads it; reading anything else throws. */
export function loadPage(whole: Books, needed: BooksNeeded): BooksInMemory {
  const page = new BooksInMemory('not-loaded')
  const holdLicence = (id: LicenceId) => {
    const licence = whole.licence(id)
    page.holdLicence(id, licence)
    if (licence === null || licence.order === null) return
    page.holdOrderKey(licence.order, licence.product, whole.orderKey(licence.order, licence.product))
  }
  const holdSerial = (serial: SerialNumber) => {
    const record = whole.serial(serial)
    page.holdSerial(serial, record)
    if (record !== null) holdLicence(record.licence)
  }
  const holdSeat = (seat: Seat) => {
    page.holdSeat(seat)
    holdSerial(seat.serial)
  }
  for (const { device, id } of needed.requests) {
    const seen = whole.requestSeen(device, id)
    page.holdRequest(device, id, seen)
    const seat = seen?.kind === 'leased' ? whole.seat(seen.lease.seat) : null
    if (seat !== null) holdSeat(seat)
  }
  for (const id of needed.products) page.holdProduct(id, whole.product(id))
  for (const id of needed.licences) holdLicence(id)
  for (const serial of needed.serials) holdSerial(serial)
  for (const id of needed.devices) {
    page.holdDevice(id, whole.device(id))
    const taken = whole.seatsTakenBy(id)
    page.holdSeatsTakenBy(id, taken)
    for (const seat of taken) holdSerial(seat.serial)
  }
  for (const id of needed.seats) {
    const seat = whole.seat(id)
    if (seat === null) page.holdNoSeat({ id })
    else holdSeat(seat)
  }
  for (const pair of needed.seatsOf) {
    const seat = whole.seatOf(pair.serial, pair.device)
    if (seat === null) page.holdNoSeat(pair)
    else holdSeat(seat)
  }
  for (const id of needed.leases) page.holdLease(id, whole.lease(id))
  return page
}
