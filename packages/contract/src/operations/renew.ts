import { Type } from 'typebox'
import { EnvelopeField, receiptsMax } from '../fields.ts'
import { artefactRefusals, operation } from '../operation.ts'
import { Acknowledged } from '../resources.ts'

/** Refusals in order of precedence. spec: activation-protocol §5 */
export const renew = operation({
  name: 'renew',
  method: 'POST',
  path: '/v1/renew',
  scope: null,
  summary: 'A device asks for a newer lease for the seat that it holds.',
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
    'LEASE_UNKNOWN',
    'DEVICE_BLOCKED',
    'SEAT_MOVED',
    'SEAT_RELEASED',
    'LICENCE_WITHDRAWN',
    'LICENCE_SUSPENDED',
    'TERM_OVER',
    'RELEASE_NOT_COVERED',
    'GENERATION_SPENT',
    'SERVER_CLOCK_BEHIND',
    'SERVER_KEY_OUTSIDE_INTERVAL',
  ],
})
