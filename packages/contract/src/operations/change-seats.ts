import { Type } from 'typebox'
import { Reason, Seats, SerialTyped } from '../fields.ts'
import { operation } from '../operation.ts'
import { SerialRow } from '../resources.ts'

/** A number below the use takes no seat away: nothing new is given until enough have come back. */
export const changeSeats = operation({
  name: 'changeSeats',
  method: 'POST',
  path: '/v1/serials/:serial/seats',
  scope: 'orders:write',
  summary: 'Changes how many seats a serial number stands for.',
  params: Type.Object({ serial: SerialTyped }, { additionalProperties: false }),
  body: Type.Object({ seats: Seats, reason: Reason }, { additionalProperties: false }),
  response: SerialRow,
  refusals: ['NOT_FOUND', 'SERIAL_MALFORMED'],
})
