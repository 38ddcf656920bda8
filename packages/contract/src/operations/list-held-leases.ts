import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { HeldSeat, page } from '../resources.ts'

export const listHeldLeases = operation({
  name: 'listHeldLeases',
  method: 'GET',
  path: '/v1/leases/held',
  scope: 'devices:read',
  summary:
    'Lists taken seats, each with the lease that its device holds: the newest that a receipt confirmed, else the newest that was issued.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(HeldSeat),
  refusals: [],
})
