import { deskNoticeNames, operations } from '@holdfast/contract'
import { makeWebhookId, refuse } from '@holdfast/lease'
import { isFindingKind } from '@holdfast/phrases'
import { parseWebhookAddress } from '../../../webhooks/webhook-address.ts'
import {
  formatWebhookSecret,
  makeWebhookSecret,
  sealWebhookSecret,
} from '../../../webhooks/webhook-secret.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { webhookWire } from '../../wire/fleet.ts'

const isNotice = (kind: string) => (deskNoticeNames as readonly string[]).includes(kind)

export const addWebhook = endpoint(
  operations.addWebhook,
  async ({ body }, caller, { store, entropy, webhooks }) => {
    const address = parseWebhookAddress(body.url, webhooks.targets)
    if (address.kind === 'refused') return address
    const unknown = (body.kinds ?? []).filter((kind) => !isFindingKind(kind) && !isNotice(kind))
    if (unknown.length > 0)
      return refuse('INPUT_INVALID', { complaints: unknown.map((kind) => `body/kinds: ${kind}`) })
    const [id, secret] = [makeWebhookId(entropy), makeWebhookSecret(entropy)]
    const { keySecret } = webhooks
    const webhook = {
      id,
      url: address.url.href,
      secret: sealWebhookSecret(secret, { id, keySecret, entropy }),
      kinds: body.kinds === undefined ? ('all' as const) : [...new Set(body.kinds)],
      createdAt: caller.now,
      state: { kind: 'active' as const },
    }
    const added = await store.write(caller.actor, (tx) => tx.addWebhook(webhook))
    if (isRefusal(added)) return added
    const deliveries = { waiting: 0, dead: 0, lastError: null }
    return { webhook: webhookWire(added, deliveries), secret: formatWebhookSecret(secret) }
  },
)
