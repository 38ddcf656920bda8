import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { customerWire } from '../../wire/customer.ts'

export const listCustomers = endpoint(operations.listCustomers, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listCustomers(pageOf(query)), customerWire),
)
