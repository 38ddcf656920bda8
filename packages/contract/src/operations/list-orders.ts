import { Type } from 'typebox'
import { CustomerIdField, Title, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Order, page } from '../resources.ts'

export const listOrders = operation({
  name: 'listOrders',
  method: 'GET',
  path: '/v1/orders',
  scope: 'orders:read',
  summary: 'Lists the orders.',
  query: Type.Object(
    { number: Type.Optional(Title), customer: Type.Optional(CustomerIdField), ...paging },
    { additionalProperties: false },
  ),
  response: page(Order),
  refusals: ['NOT_FOUND'],
})
