import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Token, page } from '../resources.ts'

export const listTokens = operation({
  name: 'listTokens',
  method: 'GET',
  path: '/v1/tokens',
  scope: 'admin',
  summary: 'Lists access tokens; their secrets are not kept.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(Token),
  refusals: [],
})
