import { Type } from 'typebox'
import { WebhookIdField } from '../fields.ts'
import { Webhook } from '../fleet-resources.ts'
import { operation } from '../operation.ts'

export const removeWebhook = operation({
  name: 'removeWebhook',
  method: 'DELETE',
  path: '/v1/webhooks/:webhook',
  scope: 'admin',
  summary: 'Removes a webhook. What waits for it is not sent.',
  params: Type.Object({ webhook: WebhookIdField }, { additionalProperties: false }),
  response: Webhook,
  refusals: ['NOT_FOUND'],
})
