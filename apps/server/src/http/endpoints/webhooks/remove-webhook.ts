import { operations } from '@holdfast/contract'
import type { WebhookId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { webhookWire } from '../../wire/fleet.ts'

export const removeWebhook = endpoint(operations.removeWebhook, async ({ params }, caller, { store }) => {
  const removed = await store.write(caller.actor, (tx) =>
    tx.removeWebhook(params.webhook as WebhookId, caller.now),
  )
  return isRefusal(removed) ? removed : webhookWire(removed, { waiting: 0, dead: 0, lastError: null })
})
