import { Type } from 'typebox'
import { ThumbprintField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Device, Seat } from '../resources.ts'

export const showDevice = operation({
  name: 'showDevice',
  method: 'GET',
  path: '/v1/devices/:device',
  scope: 'devices:read',
  summary: 'A device with its seats.',
  params: Type.Object({ device: ThumbprintField }, { additionalProperties: false }),
  response: Type.Object({ device: Device, seats: Type.Array(Seat) }, { additionalProperties: false }),
  refusals: ['NOT_FOUND'],
})
