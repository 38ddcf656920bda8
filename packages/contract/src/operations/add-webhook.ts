import { Type } from 'typebox'
import { Webhook, WebhookKind } from '../fleet-resources.ts'
import { operation } from '../operation.ts'

export const addWebhook = operation({
  name: 'addWebhook',
  method: 'POST',
  path: '/v1/webhooks',
  scope: 'admin',
  summary:
    'Adds an address to which findings, or what happens on the desk, are sent, signed by Standard Webhooks.',
  body: Type.Object(
    {
      url: Type.String({ minLength: 1, maxLength: 2000, pattern: '^[\\x21-\\x7e]+$' }),
      kinds: Type.Optional(Type.Array(WebhookKind, { minItems: 1, maxItems: 64 })),
    },
    { additionalProperties: false },
  ),
  response: Type.Object(
    {
      webhook: Webhook,
      secret: Type.String({ description: 'Shown once, in this answer, and never again.' }),
    },
    { additionalProperties: false },
  ),
  refusals: ['WEBHOOK_ADDRESS_REFUSED', 'WEBHOOKS_EXHAUSTED'],
})
