import { Type } from 'typebox'
import { LicenceIdField, NameField, ProductKeyField, Reason, Title } from '../fields.ts'
import { operation } from '../operation.ts'

/** As `rekeyOrder`, also where the order itself is not in the books. spec: activation-protocol §3 */
export const rekeyLicence = operation({
  name: 'rekeyLicence',
  method: 'POST',
  path: '/v1/licences/:licence/rekey',
  scope: 'orders:write',
  summary:
    'Replaces the product key of a licence, and of the licences of the same order and product; leases already issued stay.',
  params: Type.Object({ licence: LicenceIdField }, { additionalProperties: false }),
  body: Type.Object({ reason: Reason }, { additionalProperties: false }),
  response: Type.Object(
    { licence: LicenceIdField, orderNumber: Title, product: NameField, productKey: ProductKeyField },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
})
