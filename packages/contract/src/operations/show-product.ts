import { Type } from 'typebox'
import { NameField } from '../fields.ts'
import { operation } from '../operation.ts'
import { ProductDetail } from '../resources.ts'

export const showProduct = operation({
  name: 'showProduct',
  method: 'GET',
  path: '/v1/products/:product',
  scope: 'orders:read',
  summary: 'A product with its editions.',
  params: Type.Object({ product: NameField }, { additionalProperties: false }),
  response: ProductDetail,
  refusals: ['NOT_FOUND'],
})
