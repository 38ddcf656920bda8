import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Customer, page } from '../resources.ts'

export const listCustomers = operation({
  name: 'listCustomers',
  method: 'GET',
  path: '/v1/customers',
  scope: 'orders:read',
  summary: 'Lists the customers.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(Customer),
  refusals: [],
})
