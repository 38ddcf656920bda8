// One exchange with the vendor's server: sent under the same bytes until an answer arrives. spec: activation-protocol §2
import type { Clock, Entropy } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import type { DeviceRefusal } from './device-licence.ts'
import { parseProblem } from './parse-problem.ts'
import { sendOnce, type Reply, type SendFailure } from './send-once.ts'

export const deadlineMsDefault = 60_000
export const attemptMsMax = 20_000
export const pauseMsMin = 1_000
export const pauseMsMax = 60_000
export const addressCharactersMax = 2_000

export type ExchangeInput = {
  readonly server: URL
  /** Path and query below the server's address. */
  readonly path: string
  /** JSON body of a POST; `null`: a GET. */
  readonly body: unknown
  readonly language: 'en' | 'zh'
  readonly deadlineMs: number
  /** Sent once, whatever comes: for what is repeated at every later exchange anyway. */
  readonly once?: boolean
  readonly clock: Clock
  readonly entropy: Entropy
}

export type ExchangeOutcome =
  | { readonly kind: 'answer'; readonly body: unknown }
  | {
      readonly kind: 'no-answer'
      readonly refusal: DeviceRefusal
      /** A connection was open at least once: the server may have read and decided, though nothing came back. */
      readonly opened: boolean
    }

export function parseServerAddress(
  text: string | null,
): { kind: 'server'; url: URL } | Refusal<'SERVER_ADDRESS_MALFORMED'> {
  const malformed = refuse('SERVER_ADDRESS_MALFORMED', {
    given: text !== null,
    expected: 'https://HOST[:PORT]',
  })
  if (text === null || text.length > addressCharactersMax || !URL.canParse(text)) return malformed
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || !plain || url.hostname === '')
    return malformed
  return { kind: 'server', url }
}

/** Sends until answered, refused, or the deadline: after 1, 2, 4 ... 60 seconds and up to half as much by chance. */
export async function exchange(input: ExchangeInput): Promise<ExchangeOutcome> {
  const startMs = input.clock.monotonicMs()
  const leftMs = () => input.deadlineMs - (input.clock.monotonicMs() - startMs)
  const bytes = input.body === null ? null : Buffer.from(JSON.stringify(input.body))
  let opened = false
  for (let attempt = 1, pauseMs = pauseMsMin; ; attempt++, pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    const sent = await sendOnce({ ...input, bytes, timeoutMs: Math.max(1, Math.min(attemptMsMax, leftMs())) })
    opened ||= sent.kind === 'reply' || sent.opened
    const judged = sent.kind === 'reply' ? judgeReply(sent) : judgeFailure(sent, { input, attempt, opened })
    if (judged.kind === 'answer') return judged
    const waitMs = Math.max(judged.retryAfterMs ?? 0, withChance(pauseMs, input.entropy))
    if (!judged.again || input.once === true || waitMs >= leftMs())
      return { kind: 'no-answer', refusal: judged.refusal, opened }
    await input.clock.waitMs(waitMs)
  }
}

type Judged =
  | { readonly kind: 'answer'; readonly body: unknown }
  | {
      readonly kind: 'refused'
      readonly refusal: DeviceRefusal
      readonly again: boolean
      readonly retryAfterMs: number | null
    }

// The server says "not now"; the same bytes may well be answered later. Everything else is its answer.
const passingCodes: readonly string[] = [
  'FAILED_PROOFS_LIMIT',
  'SERVER_OVERLOADED',
  'SERVER_STOPPING',
  'BOOKS_UNAVAILABLE',
  'INTERNAL',
]
const passingStatuses: readonly number[] = [408, 429, 500, 502, 503, 504]

function judgeReply(reply: Reply): Judged {
  const { status } = reply
  if (status >= 200 && status < 300) {
    const body = jsonOf(reply.bytes)
    if (body !== undefined) return { kind: 'answer', body }
    return final(refuse('SERVER_ANSWER_MALFORMED', { status }))
  }
  const retryAfterMs = retryAfter(reply)
  const refusal = status >= 400 ? parseProblem(jsonOf(reply.bytes), status, retryAfterMs) : null
  if (refusal !== null) {
    const again = passingCodes.includes(refusal.code) || retryAfterMs !== null
    return { kind: 'refused', refusal, again, retryAfterMs }
  }
  // No redirects are followed: what is signed goes to the address that a person gave, and nowhere else.
  const malformed = refuse('SERVER_ANSWER_MALFORMED', { status, redirect: status >= 300 && status < 400 })
  return { kind: 'refused', refusal: malformed, again: passingStatuses.includes(status), retryAfterMs }
}

function judgeFailure(
  failure: SendFailure,
  { input, attempt, opened }: { input: ExchangeInput; attempt: number; opened: boolean },
): Judged {
  const server = input.server.host
  if (failure.cause === 'too-large')
    return final(refuse('SERVER_ANSWER_MALFORMED', { server, bytesMax: failure.bytesMax ?? null }))
  if (failure.cause === 'certificate-date')
    return final(refuse('SERVER_CERTIFICATE_DATE', { server, reason: failure.code, offlinePossible: true }))
  if (failure.cause === 'certificate')
    return final(refuse('SERVER_CERTIFICATE_WRONG', { server, reason: failure.code, offlinePossible: true }))
  const refusal = refuse('SERVER_UNREACHABLE', {
    server,
    reason: failure.code,
    sent: opened,
    attempts: attempt,
    offlinePossible: true,
  })
  return { kind: 'refused', refusal, again: true, retryAfterMs: null }
}

function final(refusal: DeviceRefusal): Judged {
  return { kind: 'refused', refusal, again: false, retryAfterMs: null }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Seconds, or a date - compared with the answer's own Date, because the clock here is only testimony. RFC 9110 §10.2.3 */
function retryAfter(reply: Reply): number | null {
  const text = reply.headers['retry-after']
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const waitMs = Date.parse(text) - Date.parse(reply.headers['date'] ?? '')
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null
}

function withChance(pauseMs: number, entropy: Entropy): number {
  const share = Buffer.from(entropy.bytes(4)).readUInt32BE() / 2 ** 32
  return pauseMs + Math.floor((pauseMs / 2) * share)
}
