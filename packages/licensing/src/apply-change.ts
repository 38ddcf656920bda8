import type { BooksInMemory } from './books-in-memory.ts'
import type { Change } from './change.ts'

/** Writes one change onto a page of the books, so that the next decision of the same batch sees it. Throws where a record to change is not there: a bug. */
export function applyChange(books: BooksInMemory, change: Change): void {
  switch (change.kind) {
    case 'product-recovered':
      return books.holdProduct(change.product.id, change.product)
    case 'finding':
      // No decision reads it.
      return
    case 'order-key-added':
      return books.holdOrderKey(change.key.order, change.key.product, change.key)
    case 'order-key-retired':
      return books.holdOrderKey(change.key.order, change.key.product, null)
    case 'licence-added':
      return books.holdLicence(change.licence.id, change.licence)
    case 'licence-state-set':
      return books.holdLicence(change.licence, {
        ...present(books.licence(change.licence)),
        state: change.state,
      })
    case 'term-resolved':
      return books.holdLicence(change.licence, {
        ...present(books.licence(change.licence)),
        term: change.term,
      })
    case 'term-corrected': {
      const licence = present(books.licence(change.licence))
      return books.holdLicence(change.licence, {
        ...licence,
        termRule: change.termRule,
        term: change.term,
        termCorrectedAt: change.at,
        termShortenedAt: change.shortened ? change.at : licence.termShortenedAt,
      })
    }
    case 'term-recovered':
      return books.holdLicence(change.licence, {
        ...present(books.licence(change.licence)),
        termRule: change.term,
        term: change.term,
      })
    case 'recovered-key-set':
      return books.holdLicence(change.licence, {
        ...present(books.licence(change.licence)),
        recoveredKey: change.key,
        recoveredKeyAt: change.at,
      })
    case 'serial-added':
      return books.holdSerial(change.serial.serial, change.serial)
    case 'seats-set':
      return books.holdSerial(change.serial, { ...present(books.serial(change.serial)), seats: change.seats })
    case 'device-recorded':
      return books.holdDevice(change.device.id, change.device)
    case 'seat-recorded': {
      const serial = present(books.serial(change.seat.serial))
      books.holdSerial(serial.serial, { ...serial, taken: serial.taken + change.takenDelta })
      return books.holdSeat(change.seat)
    }
    case 'lease-added':
      return books.holdLease(change.lease.id, change.lease)
    case 'lease-confirmed':
      return books.holdLease(change.lease, { ...present(books.lease(change.lease)), confirmedAt: change.at })
    case 'release-answered':
      return books.holdRequest(change.release.device, change.release.request, {
        kind: 'released',
        release: change.release,
      })
  }
}

function present<T>(record: T | null): T {
  if (record === null) throw new Error('a change names a record that the books do not hold')
  return record
}
