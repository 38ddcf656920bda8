import { Type } from 'typebox'
import { LicenceIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision, Licence } from '../resources.ts'

export const suspendLicence = operation({
  name: 'suspendLicence',
  method: 'POST',
  path: '/v1/licences/:licence/suspend',
  scope: 'orders:write',
  summary: 'Suspends a licence: nothing new is issued under it, leases already issued go on.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  body: Decision,
  response: Licence,
  refusals: ['NOT_FOUND', 'LICENCE_WITHDRAWN'],
})
