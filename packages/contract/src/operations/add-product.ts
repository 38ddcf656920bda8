import { Type } from 'typebox'
import { NameField, Policies, SignedTitle } from '../fields.ts'
import { operation } from '../operation.ts'
import { ProductDetail } from '../resources.ts'

/** Without `edition` the product gets the edition `standard` with no policies. */
export const addProduct = operation({
  name: 'addProduct',
  method: 'POST',
  path: '/v1/products',
  scope: 'orders:write',
  summary: 'Adds a product with its first edition.',
  body: Type.Object(
    {
      id: NameField,
      title: SignedTitle,
      edition: Type.Optional(
        Type.Object(
          { id: NameField, title: Type.Optional(SignedTitle), policies: Type.Optional(Policies) },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  response: ProductDetail,
  refusals: ['ALREADY_EXISTS'],
})
