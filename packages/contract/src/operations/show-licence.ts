import { Type } from 'typebox'
import { LicenceIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Licence } from '../resources.ts'

export const showLicence = operation({
  name: 'showLicence',
  method: 'GET',
  path: '/v1/licences/:licence',
  scope: 'orders:read',
  summary: 'A licence.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  response: Licence,
  refusals: ['NOT_FOUND'],
})
