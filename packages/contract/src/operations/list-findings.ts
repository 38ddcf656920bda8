import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Finding, FindingCode, page } from '../resources.ts'

export const listFindings = operation({
  name: 'listFindings',
  method: 'GET',
  path: '/v1/findings',
  scope: 'devices:read',
  summary: 'Lists what a person should look at.',
  query: Type.Object(
    {
      state: Type.Optional(Type.Enum(['open', 'closed'])),
      code: Type.Optional(FindingCode),
      ...paging,
    },
    { additionalProperties: false },
  ),
  response: page(Finding),
  refusals: [],
})
