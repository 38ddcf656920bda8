import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from '@holdfast/capabilities'
import { signedHeaders } from './webhook-secret.ts'
import { guardedLookup, parseWebhookAddress, type WebhookTargets } from './webhook-address.ts'

/** From the first byte to the status of the answer. Standard Webhooks 1.0 recommends 15 to 30 seconds. */
const deliveryMsMax = 15_000
/** What an answer may ask for before the next attempt. */
const retryAfterSecondsMax = 86_400

export type Delivered =
  | { readonly kind: 'sent'; readonly status: number }
  /** 410: whoever receives wants nothing more. */
  | { readonly kind: 'gone' }
  /** `error` is short and holds nothing of the answer. `retryAfterSeconds`: the receiver's own wish. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterSeconds: number | null }
  /** The server ends; whether it arrived is not known. */
  | { readonly kind: 'aborted' }

/**
 * Sends one message once. No redirect is followed, nothing of the answer but its status is read, and the answer may take
 * `deliveryMsMax` by `clock`.
 */
export async function deliverMessage(
  message: {
    readonly url: string
    readonly id: string
    readonly body: string
    readonly secret: Uint8Array
  },
  lent: { readonly clock: Clock; readonly targets: WebhookTargets; readonly signal?: AbortSignal },
): Promise<Delivered> {
  const parsed = parseWebhookAddress(message.url, lent.targets)
  if (parsed.kind === 'refused') return failed('address refused')
  const [late, waiting] = [new AbortController(), new AbortController()]
  lent.clock.waitMs(deliveryMsMax, waiting.signal).then(
    () => late.abort(),
    () => undefined,
  )
  const signals = lent.signal === undefined ? [late.signal] : [late.signal, lent.signal]
  try {
    const headers = signedHeaders(message, message.secret, lent.clock.now())
    const answer = await post(parsed.url, {
      headers,
      body: message.body,
      targets: lent.targets,
      signal: AbortSignal.any(signals),
    })
    return judge(answer)
  } catch (error) {
    if (lent.signal?.aborted === true) return { kind: 'aborted' }
    if (late.signal.aborted) return failed('no answer in time')
    const { code } = error as NodeJS.ErrnoException
    return failed(code === 'EADDRESSREFUSED' ? 'address refused' : (code ?? 'the connection broke off'))
  } finally {
    waiting.abort()
  }
}

type Answer = { readonly status: number; readonly retryAfter: string | undefined }

function judge({ status, retryAfter }: Answer): Delivered {
  if (status >= 200 && status < 300) return { kind: 'sent', status }
  if (status === 410) return { kind: 'gone' }
  const wish = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null
  const retryAfterSeconds = wish === null ? null : Math.min(wish, retryAfterSecondsMax)
  return { kind: 'failed', error: `HTTP ${status}`, retryAfterSeconds }
}

function failed(error: string): Delivered {
  return { kind: 'failed', error, retryAfterSeconds: null }
}

function post(
  url: URL,
  sent: {
    readonly headers: { readonly [name: string]: string }
    readonly body: string
    readonly targets: WebhookTargets
    readonly signal: AbortSignal
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    const body = Buffer.from(sent.body)
    const headers = { ...sent.headers, 'content-length': String(body.length), connection: 'close' }
    const { signal } = sent
    const lookup = guardedLookup(sent.targets)
    // A connection of its own: what was resolved and judged is what is used.
    const sending = request(url, { method: 'POST', agent: false, lookup, headers, signal }, (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      response.destroy()
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
