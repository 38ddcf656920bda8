import { operations } from '@holdfast/contract'
import { refuse, type CustomerId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { customerWire } from '../../wire/customer.ts'

export const showCustomer = endpoint(operations.showCustomer, async ({ params }, _caller, { store }) => {
  const customer = await store.read.findCustomer(params.customer as CustomerId)
  return customer === null ? refuse('NOT_FOUND', { what: 'customer' }) : customerWire(customer)
})
