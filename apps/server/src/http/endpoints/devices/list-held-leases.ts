import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { heldSeatWire } from '../../wire/books.ts'

export const listHeldLeases = endpoint(operations.listHeldLeases, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listHeldSeats(pageOf(query)), heldSeatWire),
)
