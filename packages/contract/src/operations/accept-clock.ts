import { Type } from 'typebox'
import { Moment } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision } from '../resources.ts'

/** `newest`: what the books held until now; `behindSeconds`: how far `clock` lies before it, 0 where nothing had to change. */
export const acceptClock = operation({
  name: 'acceptClock',
  method: 'POST',
  path: '/v1/clock/accept',
  scope: 'admin',
  summary: 'Takes the present clock of the server for true although the books hold later moments.',
  body: Decision,
  response: Type.Object(
    { clock: Moment, newest: Moment, behindSeconds: Type.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
  refusals: [],
})
