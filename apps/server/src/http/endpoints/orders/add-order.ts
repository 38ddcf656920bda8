import { operations } from '@holdfast/contract'
import { refuse, type CustomerId } from '@holdfast/lease'
import { composeOrder } from '../../../order/compose-order.ts'
import { entryOfOrder } from '../../../desk/search-entries.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'
import { orderWire } from '../../wire/customer.ts'

/** An answer is no list: `list-serials` has all of them. */
const serialsShownMax = 100

export const addOrder = endpoint(operations.addOrder, async ({ body }, caller, { store, entropy }) => {
  const customer = await store.read.findCustomer(body.customer as CustomerId)
  if (customer === null) return refuse('NOT_FOUND', { what: 'customer' })
  const { number, orderedAt, holder, lines } = body
  const asked = { number, customer, orderedAt, holder, lines }
  const composed = await composeOrder(asked, { read: store.read, entropy, now: caller.now })
  if (isRefusal(composed)) return composed
  const { order, licences, serials, keys, productKeys } = composed
  const added = await store.write(caller.actor, async (tx) => {
    const made = await tx.addOrder({ order, licences, serials, keys }, caller.now)
    if (!isRefusal(made)) await tx.putSearchEntries([entryOfOrder(made, customer.name)])
    return made
  })
  if (isRefusal(added)) return added
  return {
    order: { ...orderWire(added), licences: licences.map(licenceWire) },
    productKeys: [...productKeys],
    serials: serials.slice(0, serialsShownMax).map((record) => record.serial),
    serialsTotal: serials.length,
  }
})
