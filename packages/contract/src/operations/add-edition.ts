import { Type } from 'typebox'
import { NameField, Policies, SignedTitle } from '../fields.ts'
import { operation } from '../operation.ts'
import { Edition } from '../resources.ts'

export const addEdition = operation({
  name: 'addEdition',
  method: 'POST',
  path: '/v1/products/:product/editions',
  scope: 'orders:write',
  summary: 'Adds an edition of a product, with its policies.',
  params: Type.Object({ product: NameField }, { additionalProperties: false }),
  body: Type.Object(
    { id: NameField, title: SignedTitle, policies: Type.Optional(Policies) },
    { additionalProperties: false },
  ),
  response: Edition,
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
})
