import { operations } from '@holdfast/contract'
import type { CustomerId, OrderId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { licenceWire } from '../../wire/books.ts'

export const listLicences = endpoint(operations.listLicences, async ({ query }, _caller, { store }) => {
  const filter = {
    ...(query.order === undefined ? {} : { order: query.order as OrderId }),
    ...(query.customer === undefined ? {} : { customer: query.customer as CustomerId }),
  }
  return pageWire(await store.read.listLicences(filter, pageOf(query)), licenceWire)
})
