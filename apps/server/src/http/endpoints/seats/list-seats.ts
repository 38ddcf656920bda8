import { operations } from '@holdfast/contract'
import { parseSerial, refuse, type Thumbprint } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { seatWire } from '../../wire/books.ts'

export const listSeats = endpoint(operations.listSeats, async ({ query }, _caller, { store }) => {
  if (query.serial !== undefined) {
    const parsed = parseSerial(query.serial)
    if (parsed.kind === 'refused') return parsed
    return pageWire(await store.read.listSeats({ serial: parsed.serial }, pageOf(query)), seatWire)
  }
  if (query.device === undefined)
    return refuse('INPUT_INVALID', { complaints: ['querystring: must have serial or device'] })
  return pageWire(await store.read.listSeats({ device: query.device as Thumbprint }, pageOf(query)), seatWire)
})
