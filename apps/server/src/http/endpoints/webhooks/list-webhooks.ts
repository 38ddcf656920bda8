import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { webhookWire } from '../../wire/fleet.ts'

export const listWebhooks = endpoint(operations.listWebhooks, async (_input, _caller, { store }) => {
  const webhooks = await store.read.listWebhooks()
  return { items: webhooks.map(({ webhook, deliveries }) => webhookWire(webhook, deliveries)) }
})
