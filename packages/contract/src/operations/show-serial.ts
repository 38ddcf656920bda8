import { Type } from 'typebox'
import { SerialTyped } from '../fields.ts'
import { operation } from '../operation.ts'
import { SerialRow } from '../resources.ts'

export const showSerial = operation({
  name: 'showSerial',
  method: 'GET',
  path: '/v1/serials/:serial',
  scope: 'orders:read',
  summary: 'A serial number as somebody typed it, with its seats taken.',
  params: Type.Object({ serial: SerialTyped }, { additionalProperties: false }),
  response: SerialRow,
  refusals: ['NOT_FOUND', 'SERIAL_MALFORMED'],
})
