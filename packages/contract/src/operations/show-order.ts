import { Type } from 'typebox'
import { OrderIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { OrderDetail } from '../resources.ts'

export const showOrder = operation({
  name: 'showOrder',
  method: 'GET',
  path: '/v1/orders/:order',
  scope: 'orders:read',
  summary: 'An order with its licences.',
  params: Type.Object({ order: OrderIdField }, { additionalProperties: false }),
  response: OrderDetail,
  refusals: ['NOT_FOUND'],
})
