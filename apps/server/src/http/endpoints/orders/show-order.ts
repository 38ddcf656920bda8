import { linesMax, operations } from '@holdfast/contract'
import { refuse, type OrderId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'
import { orderWire } from '../../wire/customer.ts'

export const showOrder = endpoint(operations.showOrder, async ({ params }, _caller, { store }) => {
  const order = await store.read.findOrder(params.order as OrderId)
  if (order === null) return refuse('NOT_FOUND', { what: 'order' })
  const listed = await store.read.listLicences({ order: order.id }, { limit: linesMax })
  if (listed.kind === 'refused') return listed
  return { ...orderWire(order), licences: listed.items.map(licenceWire) }
})
