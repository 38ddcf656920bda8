// Answers of the server as values: shapes alone, nothing is believed yet. spec: activation-protocol §1
import { parseEnvelopeValue, refuse, type Envelope, type LeaseId, type Refusal } from '@holdfast/lease'
import { bundlesPerExchangeMax } from './held-trust.ts'

export type LeaseAnswer = {
  readonly kind: 'lease-answer'
  readonly lease: Envelope
  readonly trust: readonly Envelope[]
  readonly acknowledged: readonly LeaseId[]
}

const acknowledgedMax = 64

export function parseLeaseAnswer(body: unknown): LeaseAnswer | Refusal {
  const lease = parseEnvelopeValue(memberOf(body, 'lease'), 'lease')
  if (lease.kind === 'refused') return malformed('lease', lease)
  const trust = parseEnvelopes(memberOf(body, 'trust') ?? [], 'trust')
  if (!Array.isArray(trust)) return trust
  return { kind: 'lease-answer', lease: lease.envelope, trust, acknowledged: parseAcknowledged(body) }
}

export function parseBundles(body: unknown): { kind: 'bundles'; bundles: readonly Envelope[] } | Refusal {
  const bundles = parseEnvelopes(memberOf(body, 'bundles'), 'bundles')
  return Array.isArray(bundles) ? { kind: 'bundles', bundles } : bundles
}

/** Ids of the leases whose receipts the server has on disk. Anything else in the list is passed over. */
export function parseAcknowledged(body: unknown): readonly LeaseId[] {
  const listed = memberOf(body, 'acknowledged')
  if (!Array.isArray(listed)) return []
  return listed.slice(0, acknowledgedMax).filter((id): id is LeaseId => typeof id === 'string')
}

export type Advice = {
  /** `unknown` for what is no word. */
  readonly code: string
  /** Renew in so many seconds; 0: now. */
  readonly afterSeconds: number
}
export const askAgainSecondsMin = 60
export const askAgainSecondsMax = 86_400
/** Advice for a later time than this is none: the server will give it again. */
export const adviceAfterSecondsMax = 31_536_000

/** What cannot be read is no advice, and is asked again in a day. Nothing of it is signed. spec: activation-protocol §11 */
export function parseAdvice(body: unknown): {
  readonly advice: Advice | null
  readonly askAgainSeconds: number
} {
  const wanted = memberOf(body, 'askAgainSeconds')
  const asked = typeof wanted === 'number' && Number.isFinite(wanted) ? wanted : askAgainSecondsMax
  const askAgainSeconds = Math.floor(Math.min(Math.max(asked, askAgainSecondsMin), askAgainSecondsMax))
  const advice = memberOf(body, 'advice')
  const [code, afterSeconds] = [memberOf(advice, 'code'), memberOf(advice, 'afterSeconds')]
  if (typeof afterSeconds !== 'number' || !Number.isSafeInteger(afterSeconds))
    return { advice: null, askAgainSeconds }
  if (afterSeconds < 0 || afterSeconds > adviceAfterSecondsMax) return { advice: null, askAgainSeconds }
  const word = typeof code === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(code) ? code : 'unknown'
  return { advice: { code: word, afterSeconds }, askAgainSeconds }
}

/** Whether the answer to a release says that the seat is free. */
export function isReleased(body: unknown): boolean {
  return typeof memberOf(memberOf(body, 'released'), 'lease') === 'string'
}

function parseEnvelopes(value: unknown, member: string): Envelope[] | Refusal {
  if (!Array.isArray(value) || value.length > bundlesPerExchangeMax)
    return refuse('SERVER_ANSWER_MALFORMED', { member })
  const envelopes: Envelope[] = []
  for (const entry of value) {
    const parsed = parseEnvelopeValue(entry, 'trust')
    if (parsed.kind === 'refused') return malformed(member, parsed)
    envelopes.push(parsed.envelope)
  }
  return envelopes
}

function malformed(member: string, refusal: Refusal): Refusal {
  return refuse('SERVER_ANSWER_MALFORMED', { member, because: refusal.code })
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as { [name: string]: unknown })[member]
    : undefined
}
