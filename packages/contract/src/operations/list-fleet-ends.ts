import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { FleetEnd } from '../fleet-resources.ts'
import { operation } from '../operation.ts'
import { page } from '../resources.ts'

export const listFleetEnds = operation({
  name: 'listFleetEnds',
  method: 'GET',
  path: '/v1/fleet/ends',
  scope: 'fleet:read',
  summary: 'Lists devices that captures speak of with what their newest observations say of an end, by id.',
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: page(FleetEnd),
  refusals: [],
})
