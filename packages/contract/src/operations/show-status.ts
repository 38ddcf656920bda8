import { Type } from 'typebox'
import { Count, Moment, Title } from '../fields.ts'
import { operation } from '../operation.ts'

const Kept = Type.Integer({ minimum: 0 })

export const showStatus = operation({
  name: 'showStatus',
  method: 'GET',
  path: '/v1/status',
  scope: 'metrics:read',
  summary: 'What this server is, and what it trusts.',
  response: Type.Object(
    {
      version: Type.String(),
      product: Type.Literal('holdfast'),
      address: Type.String(),
      engine: Type.Enum(['sqlite', 'postgres']),
      now: Moment,
      trustVersion: Count,
      rootFingerprint: Type.String(),
      rootThreshold: Count,
      rootKeys: Count,
      vendor: Title,
      keysEncrypted: Type.Boolean(),
      counts: Type.Object(
        {
          customers: Kept,
          orders: Kept,
          licences: Kept,
          serials: Kept,
          seatsOffered: Kept,
          seatsTaken: Kept,
          devices: Kept,
          leasesUnconfirmed: Kept,
          findingsOpen: Kept,
          auditRows: Kept,
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  refusals: [],
})
