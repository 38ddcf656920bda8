import { Type } from 'typebox'
import { NameField, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Release, page } from '../resources.ts'

export const listReleases = operation({
  name: 'listReleases',
  method: 'GET',
  path: '/v1/products/:product/releases',
  scope: 'orders:read',
  summary: 'Lists the releases of a product by ordinal.',
  params: Type.Object({ product: NameField }, { additionalProperties: false }),
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(Release),
  refusals: ['NOT_FOUND'],
})
