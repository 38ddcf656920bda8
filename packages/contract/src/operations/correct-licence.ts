import { Type } from 'typebox'
import { LicenceIdField, Reason } from '../fields.ts'
import { operation } from '../operation.ts'
import { Licence, TermRule } from '../resources.ts'

/** What was entered wrongly. Devices get the corrected term with their next lease. spec: activation-protocol §8 */
export const correctLicence = operation({
  name: 'correctLicence',
  method: 'POST',
  path: '/v1/licences/:licence/correct',
  scope: 'orders:write',
  summary: 'Corrects the term of a licence; an earlier end only where shortening is said to be meant.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  body: Type.Object(
    { term: TermRule, shorten: Type.Optional(Type.Boolean()), reason: Reason },
    { additionalProperties: false },
  ),
  response: Licence,
  refusals: ['NOT_FOUND', 'LICENCE_WITHDRAWN', 'TERM_WOULD_SHORTEN'],
})
