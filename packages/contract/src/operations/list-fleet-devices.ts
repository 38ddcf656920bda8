import { Type } from 'typebox'
import { CustomerIdField, paging } from '../fields.ts'
import { ObservedDevice } from '../fleet-resources.ts'
import { FindingId, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listFleetDevices = operation({
  name: 'listFleetDevices',
  method: 'GET',
  path: '/v1/fleet/devices',
  scope: 'fleet:read',
  summary: 'Lists devices that captures speak of, the last seen first; of a finding or a host name by id.',
  query: Type.Object(
    {
      customer: Type.Optional(CustomerIdField),
      state: Type.Optional(Type.String({ pattern: '^[a-z][a-z-]{0,31}$' })),
      finding: Type.Optional(FindingId),
      host: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      ...paging,
    },
    { additionalProperties: false },
  ),
  response: page(ObservedDevice),
  refusals: [],
})
