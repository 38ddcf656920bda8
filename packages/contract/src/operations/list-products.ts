import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Product, page } from '../resources.ts'

export const listProducts = operation({
  name: 'listProducts',
  method: 'GET',
  path: '/v1/products',
  scope: 'orders:read',
  summary: 'Lists the products by id.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(Product),
  refusals: [],
})
