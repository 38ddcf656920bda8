import { Type } from 'typebox'
import { ThumbprintField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision, Device } from '../resources.ts'

export const unblockDevice = operation({
  name: 'unblockDevice',
  method: 'POST',
  path: '/v1/devices/:device/unblock',
  scope: 'devices:write',
  summary: 'Takes the block from a device.',
  params: Type.Object({ device: ThumbprintField }, { additionalProperties: false }),
  body: Decision,
  response: Device,
  refusals: ['NOT_FOUND'],
})
