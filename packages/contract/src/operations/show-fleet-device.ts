import { Type } from 'typebox'
import { ObservedDeviceIdField, paging } from '../fields.ts'
import { Observation, ObservedDevice } from '../fleet-resources.ts'
import { Finding, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const showFleetDevice = operation({
  name: 'showFleetDevice',
  method: 'GET',
  path: '/v1/fleet/devices/:device',
  scope: 'fleet:read',
  summary:
    'Shows a device that captures speak of: its timeline, the newest first, and what was found about it.',
  params: Type.Object({ device: ObservedDeviceIdField }, { additionalProperties: false }),
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: Type.Object(
    { device: ObservedDevice, findings: Type.Array(Finding), timeline: page(Observation) },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND'],
})
