import { Type } from 'typebox'
import { NameField, Ordinal, SignedTitle } from '../fields.ts'
import { operation } from '../operation.ts'
import { Release } from '../resources.ts'

export const addRelease = operation({
  name: 'addRelease',
  method: 'POST',
  path: '/v1/products/:product/releases',
  scope: 'orders:write',
  summary: 'Adds a release of a product, with its ordinal.',
  params: Type.Object({ product: NameField }, { additionalProperties: false }),
  body: Type.Object({ name: SignedTitle, ordinal: Ordinal }, { additionalProperties: false }),
  response: Release,
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
})
