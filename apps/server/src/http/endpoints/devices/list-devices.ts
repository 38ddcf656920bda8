import { operations } from '@holdfast/contract'
import { parseSerial, type CustomerId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { deviceWire } from '../../wire/books.ts'

export const listDevices = endpoint(operations.listDevices, async ({ query }, _caller, { store }) => {
  const list = store.read.listDevices
  if (query.serial !== undefined) {
    const parsed = parseSerial(query.serial)
    if (parsed.kind === 'refused') return parsed
    return pageWire(await list({ serial: parsed.serial }, pageOf(query)), deviceWire)
  }
  if (query.customer !== undefined)
    return pageWire(await list({ customer: query.customer as CustomerId }, pageOf(query)), deviceWire)
  const filter = query.product === undefined ? {} : { product: query.product }
  return pageWire(await list(filter, pageOf(query)), deviceWire)
})
