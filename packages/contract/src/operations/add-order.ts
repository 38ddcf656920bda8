import { Type } from 'typebox'
import {
  Count,
  CustomerIdField,
  linesMax,
  MomentOrDate,
  NameField,
  ProductKeyField,
  SerialField,
  SignedTitle,
} from '../fields.ts'
import { operation } from '../operation.ts'
import { OrderDetail, OrderLine } from '../resources.ts'

/**
 * `orderedAt` as a date alone: for each line its first moment in the zone of the line's term, in UTC where that has none, and for
 * the order itself. spec: activation-protocol §8
 * One product key for each product of the order; they stand in this answer and nowhere else. `serials` shows at most 100 of them; the list has all.
 */
export const addOrder = operation({
  name: 'addOrder',
  method: 'POST',
  path: '/v1/orders',
  scope: 'orders:write',
  summary: 'Records an order: makes its licences, serial numbers and product keys.',
  body: Type.Object(
    {
      number: SignedTitle,
      customer: CustomerIdField,
      orderedAt: Type.Optional(MomentOrDate),
      holder: Type.Optional(SignedTitle),
      lines: Type.Array(OrderLine, { minItems: 1, maxItems: linesMax }),
    },
    { additionalProperties: false },
  ),
  response: Type.Object(
    {
      order: OrderDetail,
      productKeys: Type.Array(
        Type.Object({ product: NameField, productKey: ProductKeyField }, { additionalProperties: false }),
      ),
      serials: Type.Array(SerialField),
      serialsTotal: Count,
    },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'SERVER_CLOCK_BEHIND'],
})
