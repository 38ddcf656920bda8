// What a device signs carries its own key, and is verified before it is parsed. spec: lease-format §3.1, §12
import type { ArtefactKind, Envelope, Receipt, ReleaseStatement, Request, Thumbprint } from './artefacts.ts'
import { parseBase64, parseBase64Url } from './base64.ts'
import { parseEnvelope, parseEnvelopeValue, preAuthEncoding, type EnvelopeRefusal } from './envelope.ts'
import type { PayloadRefusal } from './payload.ts'
import { parseReceipt } from './receipt.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import { parseRelease } from './release-statement.ts'
import { parseReport, type Report } from './report.ts'
import { parseRequest } from './request.ts'
import {
  publicKeyOfRaw,
  rawKeyBytes,
  threadPool,
  thumbprintOf,
  type PublicKey,
  type SignatureWorkers,
} from './signing-key.ts'

export type DeviceArtefactRefusal =
  EnvelopeRefusal | PayloadRefusal | Refusal<'KEY_UNKNOWN' | 'SIGNATURE_WRONG'>

export type VerifiedRequest = {
  readonly kind: 'request'
  readonly request: Request
  readonly deviceKey: PublicKey
  readonly payload: Uint8Array
  readonly envelope: Envelope
  /** The product key that has signed too; whether it is the order's, the books say. */
  readonly productKey: { readonly publicKey: PublicKey } | null
  /** A signature claims to be a product key's and is not. */
  readonly productKeyWrong: boolean
}
export type VerifiedReceipt = {
  readonly kind: 'receipt'
  readonly receipt: Receipt
  readonly deviceKey: PublicKey
  readonly payload: Uint8Array
  readonly envelope: Envelope
}
export type VerifiedRelease = {
  readonly kind: 'release'
  readonly statement: ReleaseStatement
  readonly deviceKey: PublicKey
  readonly payload: Uint8Array
  readonly envelope: Envelope
}
export type VerifiedReport = {
  readonly kind: 'report'
  readonly report: Report
  readonly deviceKey: PublicKey
  readonly payload: Uint8Array
  readonly envelope: Envelope
}

type Opened = {
  readonly kind: 'opened'
  readonly envelope: Envelope
  readonly payload: Uint8Array
  readonly deviceKey: PublicKey
  readonly productKey: { readonly publicKey: PublicKey } | null
  readonly productKeyWrong: boolean
}

const selfPrefix = 'ed25519:'
const proofPrefix = 'product-key:ed25519:'

/** Verifies the signatures of device and product key over a request, by `workers`. `envelope`: its bytes, or the JSON value that it was read as. */
export async function verifyRequest(
  envelope: unknown,
  workers: SignatureWorkers = threadPool,
): Promise<VerifiedRequest | DeviceArtefactRefusal> {
  const opened = await openSelfSigned(envelope, 'request', workers)
  if (opened.kind === 'refused') return opened
  const parsed = parseRequest(opened.payload)
  if (parsed.kind === 'refused') return parsed
  return judgeKey(parsed.request.device.key, opened.deviceKey) ?? { ...opened, ...parsed }
}

/** Verifies a receipt, by `workers`. `envelope`: its bytes, or the JSON value that it was read as. */
export async function verifyReceipt(
  envelope: unknown,
  workers: SignatureWorkers = threadPool,
): Promise<VerifiedReceipt | DeviceArtefactRefusal> {
  const opened = await openSelfSigned(envelope, 'receipt', workers)
  if (opened.kind === 'refused') return opened
  const parsed = parseReceipt(opened.payload)
  if (parsed.kind === 'refused') return parsed
  return judgeKey(parsed.receipt.device.key, opened.deviceKey) ?? { ...opened, ...parsed }
}

/** Verifies a release, by `workers`. The lease that it encloses is the server's question. */
export async function verifyRelease(
  envelope: unknown,
  workers: SignatureWorkers = threadPool,
): Promise<VerifiedRelease | DeviceArtefactRefusal> {
  const opened = await openSelfSigned(envelope, 'release', workers)
  if (opened.kind === 'refused') return opened
  const parsed = parseRelease(opened.payload)
  if (parsed.kind === 'refused') return parsed
  return judgeKey(parsed.statement.device.key, opened.deviceKey) ?? { ...opened, ...parsed }
}

/** Verifies a report, by `workers`. `envelope`: its bytes, or the JSON value that it was read as. */
export async function verifyReport(
  envelope: unknown,
  workers: SignatureWorkers = threadPool,
): Promise<VerifiedReport | DeviceArtefactRefusal> {
  const opened = await openSelfSigned(envelope, 'report', workers)
  if (opened.kind === 'refused') return opened
  const parsed = parseReport(opened.payload)
  if (parsed.kind === 'refused') return parsed
  return judgeKey(parsed.report.device.key, opened.deviceKey) ?? { ...opened, ...parsed }
}

async function openSelfSigned(
  input: unknown,
  kind: ArtefactKind,
  workers: SignatureWorkers,
): Promise<Opened | EnvelopeRefusal | Refusal<'KEY_UNKNOWN' | 'SIGNATURE_WRONG'>> {
  const parsed = input instanceof Uint8Array ? parseEnvelope(input, kind) : parseEnvelopeValue(input, kind)
  if (parsed.kind === 'refused') return parsed
  const { envelope, payload } = parsed
  const own = envelope.signatures.filter(({ keyid }) => keyid.startsWith(selfPrefix))
  const proofs = envelope.signatures.filter(({ keyid }) => keyid.startsWith(proofPrefix))
  if (own.length > 1 || proofs.length > 1) return refuse('ENVELOPE_MALFORMED', { path: 'signatures' })
  const raw = own[0] === undefined ? null : rawOfKeyId(own[0].keyid, selfPrefix)
  if (own[0] === undefined || raw === null) return refuse('KEY_UNKNOWN', { deviceSignatures: own.length })
  const deviceKey = publicKeyOfRaw(raw)
  const proofRaw = proofs[0] === undefined ? null : rawOfKeyId(proofs[0].keyid, proofPrefix)
  const proofKey = proofRaw === null ? null : publicKeyOfRaw(proofRaw)
  const signed = preAuthEncoding(envelope.payloadType, payload)
  const [valid, proved] = await Promise.all([
    isValid(workers, deviceKey, { signed, sig: own[0].sig }),
    isValid(workers, proofKey, { signed, sig: proofs[0]?.sig ?? '' }),
  ])
  if (deviceKey === null || !valid) return refuse('SIGNATURE_WRONG', { device: thumbprintOf(raw) })
  return {
    ...{ kind: 'opened', envelope, payload, deviceKey },
    productKey: proofKey !== null && proved ? { publicKey: proofKey } : null,
    productKeyWrong: proofs.length > 0 && !proved,
  }
}

/** The raw key in a key id; `null` where it is no 32 bytes of canonical base64url. */
function rawOfKeyId(keyid: string, prefix: string): Uint8Array | null {
  const raw = parseBase64Url(keyid.slice(prefix.length))
  return raw?.length === rawKeyBytes ? raw : null
}

async function isValid(
  workers: SignatureWorkers,
  key: PublicKey | null,
  { signed, sig }: { readonly signed: Uint8Array; readonly sig: string },
): Promise<boolean> {
  return key !== null && (await workers.verify(key, signed, parseBase64(sig) ?? new Uint8Array()))
}

/** The payload must speak for the key that signed it. */
function judgeKey(claimed: Thumbprint, deviceKey: PublicKey): Refusal<'SIGNATURE_WRONG'> | null {
  return claimed === deviceKey.thumbprint
    ? null
    : refuse('SIGNATURE_WRONG', { device: deviceKey.thumbprint, claimed })
}
