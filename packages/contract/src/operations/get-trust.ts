import { Type } from 'typebox'
import { EnvelopeField } from '../fields.ts'
import { operation } from '../operation.ts'

/** spec: activation-protocol §1 */
export const getTrust = operation({
  name: 'getTrust',
  method: 'GET',
  path: '/v1/trust',
  scope: null,
  summary: 'The trust bundles above the version that the reader holds.',
  query: Type.Object(
    { above: Type.Optional(Type.String({ pattern: '^(?:0|[1-9][0-9]{0,8})$' })) },
    { additionalProperties: false },
  ),
  response: Type.Object(
    { bundles: Type.Array(EnvelopeField, { maxItems: 64 }) },
    { additionalProperties: false },
  ),
  refusals: [],
})
