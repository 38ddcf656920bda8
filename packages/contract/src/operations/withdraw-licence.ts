import { Type } from 'typebox'
import { LicenceIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Decision, Licence } from '../resources.ts'

export const withdrawLicence = operation({
  name: 'withdrawLicence',
  method: 'POST',
  path: '/v1/licences/:licence/withdraw',
  scope: 'orders:write',
  summary: 'Withdraws a licence for good: nothing new is issued under it.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  body: Decision,
  response: Licence,
  refusals: ['NOT_FOUND', 'LICENCE_WITHDRAWN'],
})
