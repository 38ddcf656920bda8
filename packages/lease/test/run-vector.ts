// Reads test vectors and does what they ask, with the package as others use it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatInstant } from '@holdfast/capabilities'
import type { RequestId, Thumbprint, TrustBundle } from '../src/artefacts.ts'
import { parseArmour } from '../src/armour.ts'
import {
  fingerprintSalt,
  hashFingerprintPart,
  parseProductKey,
  productKeySigner,
} from '../src/product-key.ts'
import { parseSerial } from '../src/serial-number.ts'
import { parseSupportCode } from '../src/support-code.ts'
import { parseTrust } from '../src/trust-bundle.ts'
import { verifyReceipt, verifyRelease, verifyReport, verifyRequest } from '../src/verify-device-artefact.ts'
import { verifyLease, type LeaseOccasion } from '../src/verify-lease.ts'
import { verifyGivenTrust, verifyTrust, verifyTrustChain, type AcceptedTrust } from '../src/verify-trust.ts'

export type VectorFile = {
  readonly file: string
  readonly expect: { readonly kind: string; readonly code?: string; readonly [fact: string]: unknown }
  readonly why: string
  readonly operation: string
  readonly input: { readonly [name: string]: unknown }
}
type EnvelopeInput = { readonly base64: string; readonly padTo?: number }
type HeldInput = { readonly payload: string; readonly issuedUnder: string }
type AsInput =
  | { kind: 'new'; awaited: RequestId[]; highestGeneration: number; held: HeldInput | null }
  | { kind: 'held'; issuedUnder: string }

export const vectorFolders = ['lease', 'trust', 'request', 'receipt', 'release', 'report', 'serial', 'armour']

export function readVectors(folders: readonly string[] = vectorFolders): VectorFile[] {
  const base = fileURLToPath(new URL('../../../vectors', import.meta.url))
  return folders.flatMap((folder) =>
    readdirSync(`${base}/${folder}`).map((name): VectorFile => {
      const vector = JSON.parse(readFileSync(`${base}/${folder}/${name}`, 'utf8')) as Omit<VectorFile, 'file'>
      return { ...vector, file: `${folder}/${name}` }
    }),
  )
}

/** The envelope bytes of a vector, spaces added where it asks for them. */
export function envelopeBytes(input: unknown): Uint8Array {
  const { base64, padTo = 0 } = input as EnvelopeInput
  const bytes = bytesOf(base64)
  const padded = new Uint8Array(Math.max(bytes.length, padTo)).fill(0x20)
  padded.set(bytes)
  return padded
}

/** The outcome of a vector's operation, in the form of its `expect`. `bytes` takes the place of its envelope. */
export async function runVector({ operation, input }: VectorFile, bytes?: Uint8Array): Promise<object> {
  const envelope = () => bytes ?? envelopeBytes(input['envelope'])
  switch (operation) {
    case 'verify-lease':
      return outcomeOfLease(input, envelope())
    case 'verify-given-trust':
    case 'verify-trust':
      return outcomeOfTrust(operation, input, envelope())
    case 'verify-trust-chain':
      return outcomeOfChain(input)
    case 'verify-request': {
      const verdict = await verifyRequest(envelope())
      if (verdict.kind === 'refused') return verdict
      const productKey = verdict.productKey?.publicKey.thumbprint ?? null
      const { productKeyWrong } = verdict
      return { kind: 'request', device: verdict.request.device.key, productKey, productKeyWrong }
    }
    case 'verify-receipt': {
      const verdict = await verifyReceipt(envelope())
      return verdict.kind === 'refused' ? verdict : { kind: 'receipt', device: verdict.receipt.device.key }
    }
    case 'verify-release': {
      const verdict = await verifyRelease(envelope())
      return verdict.kind === 'refused' ? verdict : { kind: 'release', device: verdict.statement.device.key }
    }
    case 'verify-report': {
      const verdict = await verifyReport(envelope())
      return verdict.kind === 'refused' ? verdict : { kind: 'report', device: verdict.report.device.key }
    }
    default:
      return outcomeOfText(operation, input)
  }
}

function outcomeOfLease(input: VectorFile['input'], envelope: Uint8Array): object {
  const as = input['as'] as AsInput
  const heldOf = ({ payload, issuedUnder }: HeldInput) => ({
    payload: bytesOf(payload),
    issuedUnder: bundleOf(issuedUnder),
  })
  const occasion: LeaseOccasion =
    as.kind === 'held'
      ? { kind: 'held', issuedUnder: bundleOf(as.issuedUnder) }
      : { ...as, held: as.held === null ? null : heldOf(as.held) }
  const verdict = verifyLease({
    envelope,
    trust: bundleOf(String(input['trust'])),
    product: String(input['product']),
    device: String(input['device']) as Thumbprint,
    as: occasion,
  })
  if (verdict.kind === 'refused') return verdict
  return { kind: 'accepted', lease: verdict.lease.id, already: verdict.already, notes: verdict.notes }
}

function outcomeOfTrust(operation: string, input: VectorFile['input'], envelope: Uint8Array): object {
  const first = heldOf(input)
  const verdict =
    operation === 'verify-trust' ? verifyTrust(envelope, first) : verifyGivenTrust(envelope, first)
  if (verdict.kind === 'refused') return verdict
  const { version, root } = verdict.bundle
  return { kind: 'trust', version, already: verdict.already, root }
}

function outcomeOfChain(input: VectorFile['input']): object {
  const verdict = verifyTrustChain((input['envelopes'] as unknown[]).map(envelopeBytes), heldOf(input))
  if (verdict.kind === 'refused') return verdict
  const { version, root } = verdict.bundle
  return { kind: 'trust', version, applied: verdict.applied.length, root }
}

function heldOf(input: VectorFile['input']): AcceptedTrust | null {
  if (input['held'] === null) return null
  const held = verifyGivenTrust(envelopeBytes(input['held']), null)
  if (held.kind === 'refused') throw new Error(`the bundle held is refused: ${held.code}`)
  return held
}

function outcomeOfText(operation: string, input: VectorFile['input']): object {
  const text = String(input['text'])
  switch (operation) {
    case 'parse-serial':
      return parseSerial(text)
    case 'parse-product-key': {
      const parsed = parseProductKey(text)
      return parsed.kind === 'refused' ? parsed : { kind: 'product-key', productKey: parsed.key }
    }
    case 'parse-support-code': {
      const parsed = parseSupportCode(text)
      if (parsed.kind === 'refused') return parsed
      const { kind, number, productTag, day, fact } = parsed
      return { kind, number, productTag, day: formatInstant(day), fact }
    }
    case 'derive-from-product-key':
      return derive(input)
    case 'parse-armour': {
      const parsed = parseArmour(text)
      if (parsed.kind === 'refused') return parsed
      const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
      return {
        kind: 'blocks',
        blocks: parsed.blocks.map(({ kind, bytes }) => ({ kind, sha256: sha256(bytes) })),
      }
    }
    default:
      throw new Error(`no such operation: ${operation}`)
  }
}

function derive(input: VectorFile['input']): object {
  const parsed = parseProductKey(String(input['productKey']))
  if (parsed.kind === 'refused') throw new Error('the product key of the vector is malformed')
  const product = String(input['product'])
  const part = input['part'] as { name: string; value: string }
  const salt = fingerprintSalt(parsed.key, product)
  const { publicRaw, thumbprint } = productKeySigner(parsed.key, product)
  return {
    kind: 'derived',
    publicRaw: Buffer.from(publicRaw).toString('hex'),
    thumbprint,
    salt: Buffer.from(salt.bytes).toString('hex'),
    hash: hashFingerprintPart(salt.bytes, part.name, part.value),
  }
}

function bundleOf(payload: string): TrustBundle {
  const parsed = parseTrust(bytesOf(payload))
  if (parsed.kind === 'refused') throw new Error(`the bundle of the vector is refused: ${parsed.code}`)
  return parsed.bundle
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
