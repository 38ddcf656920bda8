import { Type } from 'typebox'
import { operation } from '../operation.ts'
import { Token, TokenId } from '../resources.ts'

export const revokeToken = operation({
  name: 'revokeToken',
  method: 'DELETE',
  path: '/v1/tokens/:token',
  scope: 'admin',
  summary: 'Revokes an access token.',
  params: Type.Object({ token: TokenId }, { additionalProperties: false }),
  response: Token,
  refusals: ['NOT_FOUND', 'IN_USE'],
})
