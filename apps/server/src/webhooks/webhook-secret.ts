import { createHmac } from 'node:crypto'
import type { Entropy, Instant } from '@holdfast/capabilities'
import type { WebhookId } from '@holdfast/lease'
import type { WebhookRecord } from '@holdfast/store'
import { sealKey, unsealKey } from '../keys/sealed-key.ts'

/** The scheme asks for 24 to 64; 32 is what the books seal. Standard Webhooks 1.0, signature scheme */
const secretBytes = 32

export function makeWebhookSecret(entropy: Entropy): Uint8Array {
  return entropy.bytes(secretBytes)
}

/** As receivers' libraries take it: shown once. */
export function formatWebhookSecret(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString('base64')}`
}

/** As it lies in the books: like a signing key, and bound to its webhook. */
export function sealWebhookSecret(
  secret: Uint8Array,
  lent: { readonly id: WebhookId; readonly keySecret: Uint8Array | null; readonly entropy: Entropy },
): Uint8Array {
  return sealKey(secret, { thumbprint: lent.id, secret: lent.keySecret, entropy: lent.entropy })
}

/** Opens secrets and keeps them in memory: opening takes some 80 ms where a key file is used. */
export class WebhookSecrets {
  readonly #keySecret: Uint8Array | null
  readonly #opened = new Map<WebhookId, Uint8Array>()

  constructor(keySecret: Uint8Array | null) {
    this.#keySecret = keySecret
  }

  /** Null where the key file is missing or another one. */
  open(webhook: Pick<WebhookRecord, 'id' | 'secret'>): Uint8Array | null {
    const known = this.#opened.get(webhook.id)
    if (known !== undefined) return known
    const unsealed = unsealKey(webhook.secret, { thumbprint: webhook.id, secret: this.#keySecret })
    if (unsealed.kind === 'unreadable') return null
    this.#opened.set(webhook.id, unsealed.seed)
    return unsealed.seed
  }
}

/**
 * The headers of one attempt. The id stays the same however often a message is sent; the moment is that of the attempt.
 * Standard Webhooks 1.0: `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string },
  secret: Uint8Array,
  now: Instant,
): { readonly [name: string]: string } {
  const signed = createHmac('sha256', secret).update(`${message.id}.${now}.${message.body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(now),
    'webhook-signature': `v1,${signed}`,
  }
}
