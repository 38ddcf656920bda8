import { Type } from 'typebox'
import { ThumbprintField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision, Device } from '../resources.ts'

export const blockDevice = operation({
  name: 'blockDevice',
  method: 'POST',
  path: '/v1/devices/:device/block',
  scope: 'devices:write',
  summary: 'Blocks a device: nothing new is issued to it, its lease goes on.',
  params: Type.Object({ device: ThumbprintField }, { additionalProperties: false }),
  body: Decision,
  response: Device,
  refusals: ['NOT_FOUND'],
})
