import { Type } from 'typebox'
import { CaptureIdField, paging } from '../fields.ts'
import { Capture, Observation } from '../fleet-resources.ts'
import { page } from '../resources.ts'
import { operation } from '../operation.ts'

export const showCapture = operation({
  name: 'showCapture',
  method: 'GET',
  path: '/v1/captures/:capture',
  scope: 'fleet:read',
  summary: 'Shows a capture: what was read in it, and the devices that it spoke of.',
  params: Type.Object({ capture: CaptureIdField }, { additionalProperties: false }),
  query: Type.Object({ ...paging }, { additionalProperties: false }),
  response: Type.Object(
    { capture: Capture, reading: Type.Unknown(), observations: page(Observation) },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND'],
})
