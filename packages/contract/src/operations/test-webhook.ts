import { Type } from 'typebox'
import { Count, Nothing, WebhookIdField } from '../fields.ts'
import { operation } from '../operation.ts'

export const testWebhook = operation({
  name: 'testWebhook',
  method: 'POST',
  path: '/v1/webhooks/:webhook/test',
  scope: 'admin',
  summary: 'Sends a test message at once and tells how it went; findings do not wait for it.',
  params: Type.Object({ webhook: WebhookIdField }, { additionalProperties: false }),
  body: Nothing,
  response: Type.Object(
    {
      delivered: Type.Boolean(),
      status: Type.Union([Count, Type.Null()]),
      error: Type.Union([Type.String(), Type.Null()]),
    },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND'],
})
