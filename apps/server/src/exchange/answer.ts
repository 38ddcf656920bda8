// How the server answers what devices bring, over HTTP and in files alike. spec: activation-protocol §1
import { hash } from 'node:crypto'
import { formatInstant } from '@holdfast/capabilities'
import {
  claimedTrustVersion,
  refuse,
  signEnvelopeAsync,
  verifyLease,
  verifyReceipt,
  verifyRelease,
  verifyRequest,
  type Envelope,
  type LeaseId,
  type Receipt,
  type Refusal,
  type RefusalCode,
  type Thumbprint,
} from '@holdfast/lease'
import type { HeldEvidence, LeaseGranted, RequestFacts } from '@holdfast/licensing'
import type { WithReceipts, Written } from '@holdfast/store'
import type { Services } from '../services.ts'
import { addressGroup } from './failed-proofs.ts'

export type LeaseAnswer = {
  readonly lease: Envelope
  readonly trust: readonly Envelope[]
  readonly acknowledged: readonly LeaseId[]
}
export type ReleaseAnswer = {
  readonly released: { readonly lease: LeaseId; readonly at: string }
  readonly acknowledged: readonly LeaseId[]
}
export type ReceiptAnswer = { readonly acknowledged: readonly LeaseId[] }

type Verified = Exclude<Awaited<ReturnType<typeof verifyRequest>>, Refusal>

/** Refusals that say something about a proof, and so are counted. spec: activation-protocol §4 */
const failedProofCodes: ReadonlySet<RefusalCode> = new Set([
  'SERIAL_UNKNOWN',
  'SERIAL_OTHER_PRODUCT',
  'PRODUCT_KEY_WRONG',
])

type SentRequest = {
  readonly request: unknown
  readonly receipts: readonly unknown[]
  /** Of whoever sent it over the network; null in a file that an administrator has answered. */
  readonly address: string | null
}

/** Whichever of the two the request asks for: files do not say it on the outside. */
export function answerRequest(services: Services, sent: SentRequest): Promise<LeaseAnswer | Refusal> {
  return answerVerified(services, sent, null)
}

export function answerActivation(services: Services, sent: SentRequest): Promise<LeaseAnswer | Refusal> {
  return answerVerified(services, sent, 'activate')
}

export function answerRenewal(services: Services, sent: SentRequest): Promise<LeaseAnswer | Refusal> {
  return answerVerified(services, sent, 'renew')
}

async function answerVerified(
  services: Services,
  sent: SentRequest,
  action: 'activate' | 'renew' | null,
): Promise<LeaseAnswer | Refusal> {
  const verified = await verifyRequest(sent.request, services.signatures)
  if (verified.kind === 'refused') return verified
  const { request } = verified
  if (action !== null && request.action !== action)
    return refuse('ARTEFACT_MALFORMED', { path: 'action', wanted: action })
  const receipts = await verifyReceipts(services, sent.receipts)
  const decided =
    request.action === 'activate'
      ? await activateWithProof(services, verified, { receipts, address: sent.address })
      : await services.store.exchanges.renew(factsOf(services, verified), receipts)
  return decided.kind === 'refused' ? decided : await signAnswer(services, decided, request.trust)
}

/**
 * A right proof is always decided, so nobody is locked out by others' failures. A failed one past the limit of its address
 * or serial number learns only that, also where many came at once. Only what is told is counted: what learned nothing
 * uses up nothing, so that a count heals while failures go on. spec: activation-protocol §4
 */
async function activateWithProof(
  services: Services,
  verified: Verified,
  sent: { readonly receipts: readonly Receipt[]; readonly address: string | null },
): Promise<(Written<LeaseGranted> & WithReceipts) | Refusal> {
  const decided = await services.store.exchanges.activate(factsOf(services, verified), sent.receipts)
  if (decided.kind !== 'refused' || !failedProofCodes.has(decided.code)) return decided
  // The administrator who has a file answered may know the reason, and so may the devices of that file.
  if (sent.address === null) return decided
  const keys = [`address:${addressGroup(sent.address)}`, `serial:${verified.request.serial}`]
  const nowMs = services.clock.monotonicMs()
  const retryAfterSeconds = services.failedProofs.waitSeconds(keys, nowMs)
  if (retryAfterSeconds > 0) return refuse('FAILED_PROOFS_LIMIT', { retryAfterSeconds })
  services.failedProofs.record(keys, nowMs)
  return decided
}

export async function answerRelease(
  services: Services,
  sent: { release: unknown; receipts: readonly unknown[] },
): Promise<ReleaseAnswer | Refusal> {
  const verified = await verifyRelease(sent.release, services.signatures)
  if (verified.kind === 'refused') return verified
  const { statement, deviceKey, payload } = verified
  const receipts = await verifyReceipts(services, sent.receipts)
  const facts = {
    statement,
    requestHash: hashOf(payload),
    devicePublicRaw: deviceKey.publicRaw,
    held: verifyHeld(services, statement.held, statement.product, statement.device.key),
  }
  const decided = await services.store.exchanges.release(facts, receipts)
  if (decided.kind === 'refused') return decided
  return {
    released: { lease: decided.lease, at: formatInstant(decided.at) },
    acknowledged: decided.acknowledged,
  }
}

export async function answerReceipt(
  services: Services,
  sent: { receipt: unknown },
): Promise<ReceiptAnswer | Refusal> {
  const verified = await verifyReceipt(sent.receipt, services.signatures)
  if (verified.kind === 'refused') return verified
  const decided = await services.store.exchanges.receipt(verified.receipt)
  return decided.kind === 'refused' ? decided : { acknowledged: [decided.lease] }
}

/** A receipt that is no genuine artefact is left out: it is not acknowledged, and it refuses nothing else. */
async function verifyReceipts(services: Services, sent: readonly unknown[]): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = []
  for (const value of sent) {
    const verified = await verifyReceipt(value, services.signatures)
    if (verified.kind !== 'refused') receipts.push(verified.receipt)
  }
  return receipts
}

function factsOf(services: Services, verified: Verified): RequestFacts {
  const { request, payload, deviceKey, productKey } = verified
  return {
    request,
    requestHash: hashOf(payload),
    devicePublicRaw: deviceKey.publicRaw,
    productKey: productKey?.publicKey.thumbprint ?? null,
    held:
      request.held === null
        ? noEvidence
        : verifyHeld(services, request.held, request.product, request.device.key),
  }
}

const noEvidence = { kind: 'none' } as const

// spec: activation-protocol §3 - our own signature is evidence. It is judged by the bundle under which it was made.
function verifyHeld(services: Services, held: Envelope, product: string, device: Thumbprint): HeldEvidence {
  const { keys } = services
  const trust = keys.newest
  const version = claimedTrustVersion(held)
  const issuedUnder = (version === null ? null : keys.bundleOf(version)) ?? trust
  const verdict = verifyLease({ envelope: held, trust, product, device, as: { kind: 'held', issuedUnder } })
  if (verdict.kind === 'refused') return { kind: 'not-genuine', code: verdict.code }
  const compromised = verdict.signedBy.every((key) => keys.isCompromised(key))
  return { kind: 'genuine', lease: verdict.lease, payload: verdict.payload, compromised }
}

// spec: activation-protocol §9 - signed after the commit, from the stored bytes.
async function signAnswer(
  services: Services,
  granted: Written<LeaseGranted> & WithReceipts,
  trustHeld: number | null,
): Promise<LeaseAnswer> {
  const key = services.keys.issuingKeyOf(granted.lease.product)
  if (key === null)
    throw new Error(`no issuing key for a lease of ${granted.lease.product}, though it was decided`)
  const lease = await signEnvelopeAsync(
    'lease',
    granted.lease.payload,
    [{ key: key.key }],
    services.signatures,
  )
  return { lease, trust: services.keys.chainAbove(trustHeld ?? 0), acknowledged: granted.acknowledged }
}

function hashOf(payload: Uint8Array): string {
  return hash('sha256', payload)
}
