// DSSE version 1, as narrow as the format allows. spec: lease-format §2, §3
import type { ArtefactKind, Envelope } from './artefacts.ts'
import { formatBase64, formatBase64Url, parseBase64 } from './base64.ts'
import { formatJson, parseJson } from './json-text.ts'
import {
  envelopeBytesMax,
  envelopeFrameBytes,
  signatureFrameBytes,
  signaturesMax,
  trustSignaturesMax,
} from './limits.ts'
import { isJsonObject, ownMember } from './reader.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import { signBytes, threadPool, type PrivateKey, type SignatureWorkers } from './signing-key.ts'

export type EnvelopeRefusal = Refusal<
  'ENVELOPE_TOO_LARGE' | 'ENVELOPE_MALFORMED' | 'ENVELOPE_OTHER_KIND' | 'FORMAT_UNKNOWN'
>
export type ParsedEnvelope = {
  readonly kind: 'envelope'
  readonly envelope: Envelope
  /** The signed bytes, decoded. */
  readonly payload: Uint8Array
}
/** Who signs; `keyid` is the key's thumbprint unless said otherwise. */
export type Signer = { readonly key: PrivateKey; readonly keyid?: string }

const kinds = Object.keys(envelopeBytesMax) as ArtefactKind[]
const ownType = /^application\/vnd\.holdfast\.([a-z-]{1,32})\.v([1-9][0-9]{0,3})\+json$/
const versionKnown = 1
// A unit of text is at most 6 bytes of JSON (\u0000); 32 signatures and the members' names take less than 2,048.
const escapedBytesMax = 6
const structureBytesMax = 2_048

/** The payloadType of version 1 of a kind. */
export function payloadTypeOf(kind: ArtefactKind): string {
  return `application/vnd.holdfast.${kind}.v1+json`
}

/** The kind whose payloadType this is; `null` for every other text. */
export function kindOfPayloadType(payloadType: string): ArtefactKind | null {
  return kinds.find((kind) => payloadTypeOf(kind) === payloadType) ?? null
}

/** Bytes of an envelope of this kind at most. */
export function bytesMaxOf(kind: ArtefactKind): number {
  return envelopeBytesMax[kind]
}

/** Bytes of a payload of this kind at most, so that its envelope has room for as many Ed25519 signatures as it may hold. */
export function payloadBytesMaxOf(kind: ArtefactKind): number {
  const frameBytes = envelopeFrameBytes + signatureCountMaxOf(kind) * signatureFrameBytes
  return Math.floor((bytesMaxOf(kind) - frameBytes) / 4) * 3
}

/** What is signed: the pre-authentication encoding of type and payload. spec: lease-format §3 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeBytes = Buffer.byteLength(payloadType)
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${typeBytes} ${payloadType} ${payload.length} `, 'utf8'),
    payload,
  ])
}

/** Reads envelope bytes of any kind, as its payloadType names it, by the rules of that kind. */
export function parseEnvelopeOfAnyKind(
  bytes: Uint8Array,
): (ParsedEnvelope & { readonly artefact: ArtefactKind }) | EnvelopeRefusal {
  const bytesMax = Math.max(...Object.values(envelopeBytesMax))
  if (bytes.length > bytesMax) return refuse('ENVELOPE_TOO_LARGE', { bytes: bytes.length, bytesMax })
  const json = parseJson(bytes)
  const payloadType =
    json !== null && isJsonObject(json.value) ? ownMember(json.value, 'payloadType') : undefined
  const word = typeof payloadType === 'string' ? ownType.exec(payloadType)?.[1] : undefined
  // What names no kind is judged as any other kind would be: malformed, or of another kind.
  const artefact = kinds.find((kind) => kind === word) ?? 'report'
  const parsed = parseEnvelope(bytes, artefact)
  if (parsed.kind === 'envelope') return { ...parsed, artefact }
  return parsed.code === 'ENVELOPE_OTHER_KIND' ? refuse(parsed.code, { found: word ?? null }) : parsed
}

/** Reads envelope bytes: size, then JSON and shape, then type. Verifies no signature. */
export function parseEnvelope(bytes: Uint8Array, kind: ArtefactKind): ParsedEnvelope | EnvelopeRefusal {
  const bytesMax = bytesMaxOf(kind)
  if (bytes.length > bytesMax) return refuse('ENVELOPE_TOO_LARGE', { bytes: bytes.length, bytesMax })
  const json = parseJson(bytes)
  if (json === null) return refuse('ENVELOPE_MALFORMED', { path: '' })
  return parseShape(json.value, kind)
}

/** As `parseEnvelope`, for an envelope that is JSON already; its size is that of its compact form. */
export function parseEnvelopeValue(value: unknown, kind: ArtefactKind): ParsedEnvelope | EnvelopeRefusal {
  const bytesMax = bytesMaxOf(kind)
  const bytes = textLengthOf(value)
  if (bytes > bytesMax) return refuse('ENVELOPE_TOO_LARGE', { bytes, bytesMax })
  const parsed = parseShape(value, kind)
  if (parsed.kind === 'refused') return parsed
  // Escapes and structure make it at most this much longer: what is far from the limit need not be written to be measured.
  if (bytes * escapedBytesMax + structureBytesMax <= bytesMax) return parsed
  const exactBytes = formatEnvelope(parsed.envelope).length
  return exactBytes > bytesMax ? refuse('ENVELOPE_TOO_LARGE', { bytes: exactBytes, bytesMax }) : parsed
}

/** Compact JSON bytes, members in the order of the specification. */
export function formatEnvelope(envelope: Envelope): Uint8Array {
  const signatures = envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig }))
  return formatJson({ payloadType: envelope.payloadType, payload: envelope.payload, signatures })
}

/** Signs payload bytes with each signer, in order. Throws where no reader would take the result. */
export function signEnvelope(kind: ArtefactKind, payload: Uint8Array, signers: readonly Signer[]): Envelope {
  const signed = preAuthEncoding(payloadTypeOf(kind), payload)
  return composeEnvelope(
    kind,
    payload,
    signers,
    signers.map(({ key }) => signBytes(key, signed)),
  )
}

/** As `signEnvelope`, by `workers`. */
export async function signEnvelopeAsync(
  kind: ArtefactKind,
  payload: Uint8Array,
  signers: readonly Signer[],
  workers: SignatureWorkers = threadPool,
): Promise<Envelope> {
  const signed = preAuthEncoding(payloadTypeOf(kind), payload)
  const signatures = await Promise.all(signers.map(({ key }) => workers.sign(key, signed)))
  return composeEnvelope(kind, payload, signers, signatures)
}

/** The key id under which a device signs: the key itself, so that its artefacts can be verified before they are parsed. */
export function selfKeyId(publicRaw: Uint8Array): string {
  return `ed25519:${formatBase64Url(publicRaw)}`
}

/** The key id of the product key's signature under a request. */
export function productKeyId(publicRaw: Uint8Array): string {
  return `product-key:${selfKeyId(publicRaw)}`
}

/** An envelope of whatever type, or the path of its first fault. */
export function parseAnyEnvelope(
  value: unknown,
  signatureCountMax = trustSignaturesMax,
): ParsedEnvelope | { kind: 'fault'; path: string } {
  const fault = (path: string) => ({ kind: 'fault' as const, path })
  if (!isJsonObject(value)) return fault('')
  const payloadType = ownMember(value, 'payloadType')
  const payloadText = ownMember(value, 'payload')
  const signatures = ownMember(value, 'signatures')
  if (typeof payloadType !== 'string' || !payloadType.isWellFormed()) return fault('payloadType')
  if (typeof payloadText !== 'string') return fault('payload')
  if (!Array.isArray(signatures)) return fault('signatures')
  if (signatures.length < 1 || signatures.length > signatureCountMax) return fault('signatures')
  const payload = parseBase64(payloadText)
  if (payload === null) return fault('payload')
  const read: { keyid: string; sig: string }[] = []
  for (const [index, entry] of (signatures as unknown[]).entries()) {
    const path = `signatures[${index}]`
    if (!isJsonObject(entry)) return fault(path)
    const keyid = ownMember(entry, 'keyid')
    const sig = ownMember(entry, 'sig')
    if (typeof keyid !== 'string' || !keyid.isWellFormed()) return fault(`${path}.keyid`)
    if (typeof sig !== 'string' || parseBase64(sig) === null) return fault(`${path}.sig`)
    read.push({ keyid, sig })
  }
  return { kind: 'envelope', envelope: { payloadType, payload: payloadText, signatures: read }, payload }
}

function parseShape(value: unknown, kind: ArtefactKind): ParsedEnvelope | EnvelopeRefusal {
  const parsed = parseAnyEnvelope(value, signatureCountMaxOf(kind))
  if (parsed.kind === 'fault') return refuse('ENVELOPE_MALFORMED', { path: parsed.path })
  const { payloadType } = parsed.envelope
  if (payloadType === payloadTypeOf(kind)) return parsed
  // Foreign text is shown only where it cannot be anything but a type of ours.
  const [, word = null, version] = ownType.exec(payloadType) ?? []
  if (word === kind && Number(version) > versionKnown)
    return refuse('FORMAT_UNKNOWN', { version: Number(version) })
  return refuse('ENVELOPE_OTHER_KIND', { expected: kind, found: word })
}

function signatureCountMaxOf(kind: ArtefactKind): number {
  return kind === 'trust' ? trustSignaturesMax : signaturesMax
}

function composeEnvelope(
  kind: ArtefactKind,
  payload: Uint8Array,
  signers: readonly Signer[],
  signatures: readonly Uint8Array[],
): Envelope {
  const envelope = {
    payloadType: payloadTypeOf(kind),
    payload: formatBase64(payload),
    signatures: signers.map(({ key, keyid }, index) => ({
      keyid: keyid ?? key.thumbprint,
      sig: formatBase64(signatures[index] ?? new Uint8Array()),
    })),
  }
  const readable = parseEnvelopeValue(envelope, kind)
  if (readable.kind === 'refused')
    throw new TypeError(`no ${kind} envelope: ${readable.code} ${JSON.stringify(readable.facts)}`)
  return envelope
}

/** Units of text in the members that count: a bound of the size that needs no walk over foreign members. */
function textLengthOf(value: unknown): number {
  if (!isJsonObject(value)) return 0
  const length = (text: unknown) => (typeof text === 'string' ? text.length : 0)
  const signatures = ownMember(value, 'signatures')
  let total = length(ownMember(value, 'payloadType')) + length(ownMember(value, 'payload'))
  if (Array.isArray(signatures))
    for (const entry of (signatures as unknown[]).slice(0, trustSignaturesMax))
      if (isJsonObject(entry)) total += length(ownMember(entry, 'keyid')) + length(ownMember(entry, 'sig'))
  return total
}
