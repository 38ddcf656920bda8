import { operations } from '@holdfast/contract'
import { makeCustomerId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { customerWire } from '../../wire/customer.ts'

export const addCustomer = endpoint(operations.addCustomer, async ({ body }, caller, { store, entropy }) => {
  const customer = { id: makeCustomerId(entropy), name: body.name, createdAt: caller.now }
  const added = await store.write(caller.actor, (tx) => tx.addCustomer(customer))
  return isRefusal(added) ? added : customerWire(added)
})
