import { Type } from 'typebox'
import { Count, Nothing } from '../fields.ts'
import { operation } from '../operation.ts'

export const watchFleet = operation({
  name: 'watchFleet',
  method: 'POST',
  path: '/v1/fleet/watch',
  scope: 'fleet:write',
  summary: 'Looks at the whole fleet now: raises what is new, closes what is gone.',
  body: Nothing,
  response: Type.Object({ raised: Count, grown: Count, closed: Count }, { additionalProperties: false }),
  refusals: ['WATCH_BUSY'],
})
