import { Type } from 'typebox'
import { SerialTyped, ThumbprintField, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Seat, page } from '../resources.ts'

export const listSeats = operation({
  name: 'listSeats',
  method: 'GET',
  path: '/v1/seats',
  scope: 'devices:read',
  summary: 'Lists seats, also of one serial number or device.',
  query: Type.Object(
    { serial: Type.Optional(SerialTyped), device: Type.Optional(ThumbprintField), ...paging },
    { additionalProperties: false },
  ),
  response: page(Seat),
  refusals: ['SERIAL_MALFORMED'],
})
