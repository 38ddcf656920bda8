import { Type } from 'typebox'
import { NameField, OrderIdField, ProductKeyField, Reason } from '../fields.ts'
import { operation } from '../operation.ts'

/** The old product key activates nothing any more. The new one stands in this answer and nowhere else. */
export const rekeyOrder = operation({
  name: 'rekeyOrder',
  method: 'POST',
  path: '/v1/orders/:order/rekey',
  scope: 'orders:write',
  summary: 'Replaces a lost product key; leases already issued stay.',
  params: Type.Object({ order: OrderIdField }, { additionalProperties: false }),
  body: Type.Object({ product: NameField, reason: Reason }, { additionalProperties: false }),
  response: Type.Object(
    { order: OrderIdField, product: NameField, productKey: ProductKeyField },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
})
