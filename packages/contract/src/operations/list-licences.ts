import { Type } from 'typebox'
import { CustomerIdField, OrderIdField, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Licence, page } from '../resources.ts'

export const listLicences = operation({
  name: 'listLicences',
  method: 'GET',
  path: '/v1/licences',
  scope: 'orders:read',
  summary: 'Lists licences, also of one order.',
  query: Type.Object(
    { order: Type.Optional(OrderIdField), customer: Type.Optional(CustomerIdField), ...paging },
    { additionalProperties: false },
  ),
  response: page(Licence),
  refusals: ['NOT_FOUND'],
})
