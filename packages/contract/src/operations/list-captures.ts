import { Type } from 'typebox'
import { CustomerIdField, paging } from '../fields.ts'
import { Capture } from '../fleet-resources.ts'
import { page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCaptures = operation({
  name: 'listCaptures',
  method: 'GET',
  path: '/v1/captures',
  scope: 'fleet:read',
  summary: 'Lists captures, the newest first.',
  query: Type.Object(
    { customer: Type.Optional(CustomerIdField), ...paging },
    { additionalProperties: false },
  ),
  response: page(Capture),
  refusals: [],
})
