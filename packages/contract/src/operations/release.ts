import { Type } from 'typebox'
import { EnvelopeField, LeaseIdField, Moment, receiptsMax } from '../fields.ts'
import { artefactRefusals, operation } from '../operation.ts'
import { Acknowledged } from '../resources.ts'

/** spec: activation-protocol §6 */
export const release = operation({
  name: 'release',
  method: 'POST',
  path: '/v1/release',
  scope: null,
  summary: 'A device gives its seat back.',
  body: Type.Object(
    { release: EnvelopeField, receipts: Type.Optional(Type.Array(EnvelopeField, { maxItems: receiptsMax })) },
    { additionalProperties: false },
  ),
  response: Type.Object(
    {
      released: Type.Object({ lease: LeaseIdField, at: Moment }, { additionalProperties: false }),
      acknowledged: Acknowledged,
    },
    { additionalProperties: false },
  ),
  refusals: [...artefactRefusals, 'OTHER_VENDOR', 'REQUEST_REUSED', 'RELEASE_OVERTAKEN', 'LEASE_UNKNOWN'],
})
