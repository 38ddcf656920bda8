import { Type } from 'typebox'
import { operation } from '../operation.ts'
import { Decision, Finding, FindingId } from '../resources.ts'

export const closeFinding = operation({
  name: 'closeFinding',
  method: 'POST',
  path: '/v1/findings/:finding/close',
  scope: 'devices:write',
  summary: 'Closes a finding that somebody has looked at.',
  params: Type.Object({ finding: FindingId }, { additionalProperties: false }),
  body: Decision,
  response: Finding,
  refusals: ['NOT_FOUND'],
})
