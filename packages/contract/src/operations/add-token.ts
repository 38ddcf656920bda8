import { Type } from 'typebox'
import { Title } from '../fields.ts'
import { scopes, operation } from '../operation.ts'
import { Token } from '../resources.ts'

export const addToken = operation({
  name: 'addToken',
  method: 'POST',
  path: '/v1/tokens',
  scope: 'admin',
  summary: 'Makes an access token.',
  body: Type.Object(
    { name: Title, scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1, maxItems: scopes.length }) },
    { additionalProperties: false },
  ),
  response: Type.Object(
    { token: Token, secret: Type.String({ description: 'Shown once, in this answer, and never again.' }) },
    { additionalProperties: false },
  ),
  refusals: ['ALREADY_EXISTS'],
})
