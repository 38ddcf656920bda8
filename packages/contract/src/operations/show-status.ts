import { Type } from 'typebox'
import { Count, Moment, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { Facts } from '../resources.ts'

const Kept = Type.Integer({ minimum: 0 })

/** Whether this server signs leases now, and what it answers instead. */
const Signing = Type.Union([
  Type.Object({ kind: Type.Literal('ready') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('refused'),
      code: Type.Enum(['SERVER_CLOCK_BEHIND', 'SERVER_KEY_OUTSIDE_INTERVAL']),
      facts: Facts,
    },
    { additionalProperties: false },
  ),
])

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
      signing: Signing,
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
          captures: Kept,
          observations: Kept,
          observedDevices: Kept,
          auditRows: Kept,
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  refusals: [],
})
