import { Type } from 'typebox'
import { Webhook } from '../fleet-resources.ts'
import { operation } from '../operation.ts'

export const listWebhooks = operation({
  name: 'listWebhooks',
  method: 'GET',
  path: '/v1/webhooks',
  scope: 'admin',
  summary: 'Lists where findings are sent, and how that fares; secrets are not shown.',
  response: Type.Object({ items: Type.Array(Webhook) }, { additionalProperties: false }),
  refusals: [],
})
