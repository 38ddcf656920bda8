import { formatInstant } from '@holdfast/capabilities'
import type { CustomerWire, OrderWire } from '@holdfast/contract'
import type { Customer, Order } from '@holdfast/licensing'

export function customerWire(customer: Customer): CustomerWire {
  return { id: customer.id, name: customer.name, createdAt: formatInstant(customer.createdAt) }
}

export function orderWire(order: Order): OrderWire {
  return {
    id: order.id,
    number: order.number,
    customer: order.customer,
    orderedAt: formatInstant(order.orderedAt),
  }
}
