import { Type } from 'typebox'
import { EnvelopeField, receiptsMax } from '../fields.ts'
import { artefactRefusals, operation } from '../operation.ts'
import { Acknowledged } from '../resources.ts'

/** Refusals in order of precedence. spec: activation-protocol §4 */
export const activate = operation({
  name: 'activate',
  method: 'POST',
  path: '/v1/activate',
  scope: null,
  summary: 'A device takes a seat, or its own seat again.',
  body: Type.Object(
    { request: EnvelopeField, receipts: Type.Optional(Type.Array(EnvelopeField, { maxItems: receiptsMax })) },
    { additionalProperties: false },
  ),
  response: Type.Object(
    { lease: EnvelopeField, trust: Type.Array(EnvelopeField, { maxItems: 64 }), acknowledged: Acknowledged },
    { additionalProperties: false },
  ),
  refusals: [
    ...artefactRefusals,
    'OTHER_VENDOR',
    'REQUEST_REUSED',
    'REQUEST_OVERTAKEN',
    'SERIAL_UNKNOWN',
    'SERIAL_OTHER_PRODUCT',
    'PRODUCT_KEY_WRONG',
    'DEVICE_BLOCKED',
    'LICENCE_WITHDRAWN',
    'LICENCE_SUSPENDED',
    'TERM_OVER',
    'RELEASE_NOT_COVERED',
    'SEATS_EXHAUSTED',
    'FAILED_PROOFS_LIMIT',
    'GENERATION_SPENT',
    'SERVER_CLOCK_BEHIND',
    'SERVER_KEY_OUTSIDE_INTERVAL',
  ],
})
