import { Type } from 'typebox'
import { EnvelopeField } from '../fields.ts'
import { artefactRefusals, operation } from '../operation.ts'
import { Acknowledged } from '../resources.ts'

/** spec: activation-protocol §7 */
export const receipt = operation({
  name: 'receipt',
  method: 'POST',
  path: '/v1/receipt',
  scope: null,
  summary: 'A device confirms that a lease is durable on it.',
  body: Type.Object({ receipt: EnvelopeField }, { additionalProperties: false }),
  response: Type.Object({ acknowledged: Acknowledged }, { additionalProperties: false }),
  refusals: [...artefactRefusals, 'OTHER_VENDOR', 'LEASE_UNKNOWN'],
})
