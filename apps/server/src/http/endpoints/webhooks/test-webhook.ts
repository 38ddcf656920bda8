import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { makeMessageId, refuse, type WebhookId } from '@holdfast/lease'
import { deliverMessage } from '../../../webhooks/deliver-message.ts'
import { endpoint } from '../../endpoint.ts'

export const testWebhook = endpoint(operations.testWebhook, async ({ params }, caller, services) => {
  const { store, entropy, clock, webhooks } = services
  const webhook = await store.read.findWebhook(params.webhook as WebhookId)
  if (webhook === null || webhook.state.kind !== 'active') return refuse('NOT_FOUND', { what: 'webhook' })
  const secret = webhooks.secrets.open(webhook)
  if (secret === null)
    return { delivered: false, status: null, error: 'the key file does not open the secret' }
  const timestamp = formatInstant(caller.now)
  const body = JSON.stringify({ type: 'webhook.test', timestamp, data: { webhook: webhook.id } })
  const message = { url: webhook.url, id: makeMessageId(entropy), body, secret }
  const delivered = await deliverMessage(message, { clock, targets: webhooks.targets })
  const detail = { outcome: delivered.kind }
  const subject = `webhook:${webhook.id}`
  await store.write(caller.actor, (tx) => tx.note({ action: 'webhook-test', subject, detail }, caller.now))
  switch (delivered.kind) {
    case 'sent':
      return { delivered: true, status: delivered.status, error: null }
    case 'gone':
      return { delivered: false, status: 410, error: 'HTTP 410' }
    case 'failed':
      return { delivered: false, status: null, error: delivered.error }
    case 'aborted':
      return refuse('SERVER_STOPPING')
  }
})
