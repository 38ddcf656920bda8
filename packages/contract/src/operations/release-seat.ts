import { Type } from 'typebox'
import { Reason, SeatIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Seat } from '../resources.ts'

/** The device was not asked: it goes on as far as its lease says, and a second one may take the seat meanwhile. So the risk is named. */
export const releaseSeat = operation({
  name: 'releaseSeat',
  method: 'POST',
  path: '/v1/seats/:seat/release',
  scope: 'devices:write',
  summary: 'Gives a seat back by decision of an administrator who accepts the risk.',
  params: Type.Object({ seat: SeatIdField }, { additionalProperties: false }),
  body: Type.Object(
    { acceptedRisk: Type.Literal('device-may-go-on'), reason: Reason },
    { additionalProperties: false },
  ),
  response: Seat,
  refusals: ['NOT_FOUND'],
})
