import { operations } from '@holdfast/contract'
import type { CustomerId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { orderWire } from '../../wire/customer.ts'

export const listOrders = endpoint(operations.listOrders, async ({ query }, _caller, { store }) => {
  if (query.number !== undefined) {
    const order = await store.read.findOrderByNumber(query.number)
    return { items: order === null ? [] : [orderWire(order)], next: null }
  }
  const filter = query.customer === undefined ? {} : { customer: query.customer as CustomerId }
  return pageWire(await store.read.listOrders(filter, pageOf(query)), orderWire)
})
