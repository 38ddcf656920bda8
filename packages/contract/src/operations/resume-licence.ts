import { Type } from 'typebox'
import { LicenceIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision, Licence } from '../resources.ts'

export const resumeLicence = operation({
  name: 'resumeLicence',
  method: 'POST',
  path: '/v1/licences/:licence/resume',
  scope: 'orders:write',
  summary: 'Resumes a suspended licence.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  body: Decision,
  response: Licence,
  refusals: ['NOT_FOUND', 'LICENCE_WITHDRAWN'],
})
