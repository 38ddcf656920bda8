import { Type } from 'typebox'
import { operation } from '../operation.ts'
import { Finding, FindingId } from '../resources.ts'

export const showFinding = operation({
  name: 'showFinding',
  method: 'GET',
  path: '/v1/findings/:finding',
  scope: 'devices:read',
  summary: 'A finding.',
  params: Type.Object({ finding: FindingId }, { additionalProperties: false }),
  response: Finding,
  refusals: ['NOT_FOUND'],
})
