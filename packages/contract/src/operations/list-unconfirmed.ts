import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { UnconfirmedLease, page } from '../resources.ts'

export const listUnconfirmed = operation({
  name: 'listUnconfirmed',
  method: 'GET',
  path: '/v1/leases/unconfirmed',
  scope: 'devices:read',
  summary: 'Lists leases that no receipt has confirmed, the oldest first, with their age.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(UnconfirmedLease),
  refusals: [],
})
