import { operations } from '@holdfast/contract'
import type { CustomerId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { captureWire } from '../../wire/fleet.ts'

export const listCaptures = endpoint(operations.listCaptures, async ({ query }, _caller, { store }) => {
  const filter = query.customer === undefined ? {} : { customer: query.customer as CustomerId }
  return pageWire(await store.read.listCaptures(filter, pageOf(query)), captureWire)
})
