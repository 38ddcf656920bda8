// An invented vendor with keys, bundles and artefacts, for tests and test vectors. Every key comes from a fixed seed.
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import type {
  ArtefactKind,
  Envelope,
  Lease,
  Receipt,
  ReleaseStatement,
  Request,
  Thumbprint,
  TrustBundle,
  TrustKey,
  TrustRole,
} from './artefacts.ts'
import { parseEnvelopeValue, productKeyId, selfKeyId, signEnvelope, type Signer } from './envelope.ts'
import { makeId, makeLicenceId, makeRequestId } from './ids.ts'
import { formatLease } from './lease.ts'
import { fingerprintSalt, hashFingerprintPart, makeProductKey, productKeySigner } from './product-key.ts'
import type { Report } from './report.ts'
import { makeSerial } from './serial-number.ts'
import { privateKeyOfSeed, spkiOfRaw, type PrivateKey } from './signing-key.ts'
import { formatTrust, parseTrust, type TrustContent } from './trust-bundle.ts'

/** The same key for the same name, always. Nobody may use it for anything but tests. */
export function sampleKey(name: string): PrivateKey {
  return privateKeyOfSeed(new SeededEntropy(`sample key ${name}`).bytes(32))
}

export const sampleProduct = 'cmge'
export const sampleKeys = {
  root: sampleKey('root'),
  issuing: sampleKey('issuing'),
  device: sampleKey('device'),
}
export const sampleSerial = makeSerial(new SeededEntropy('sample serial'))
export const sampleProductKey = makeProductKey(new SeededEntropy('sample product key'))
export const sampleProductKeySigner = productKeySigner(sampleProductKey, sampleProduct)
export const sampleIds = {
  lease: makeId('lse', new SeededEntropy('sample lease')),
  request: makeRequestId(new SeededEntropy('sample request')),
  seat: makeId('sea', new SeededEntropy('sample seat')),
  licence: makeLicenceId(new SeededEntropy('sample licence')),
}
const salt = fingerprintSalt(sampleProductKey, sampleProduct)
const machineId = {
  name: 'machine-id',
  hash: hashFingerprintPart(salt.bytes, 'machine-id', '0123456789abcdef0123456789abcdef'),
}

export function sampleTrustKey(key: PrivateKey, over: Partial<TrustKey> = {}): TrustKey {
  return {
    id: key.thumbprint,
    algorithm: 'ed25519',
    public: spkiOfRaw(key.publicRaw),
    from: instant('2026-01-05T09:00:00Z'),
    ...over,
  }
}

export function sampleRole(keys: readonly { thumbprint: Thumbprint }[], threshold = 1): TrustRole {
  return { keys: keys.map(({ thumbprint }) => thumbprint), threshold, algorithms: ['ed25519'] }
}

export function sampleTrustContent(over: Partial<TrustContent> = {}): TrustContent {
  return {
    version: 1,
    issuedAt: instant('2026-01-05T09:00:00Z'),
    title: 'Example Systems',
    keys: [sampleTrustKey(sampleKeys.root), sampleTrustKey(sampleKeys.issuing)],
    roles: {
      root: sampleRole([sampleKeys.root]),
      issuing: [{ products: 'all', ...sampleRole([sampleKeys.issuing]) }],
      time: sampleRole([]),
      typedCode: sampleRole([]),
      site: sampleRole([]),
    },
    revoked: [],
    disregard: [],
    ...over,
  }
}

/** A bundle, signed; verify it yourself where that is the question. */
export function sampleTrust(
  over: Partial<TrustContent> = {},
  signers: readonly Signer[] = [{ key: sampleKeys.root }],
): { bundle: TrustBundle; envelope: Envelope; payload: Uint8Array } {
  const payload = formatTrust(sampleTrustContent(over))
  const parsed = parseTrust(payload)
  if (parsed.kind === 'refused') throw new Error('the sample bundle cannot be read')
  return { bundle: parsed.bundle, envelope: signEnvelope('trust', payload, signers), payload }
}

export const sampleRoot = sampleTrust().bundle.root

export function sampleLease(over: Partial<Lease> = {}): Lease {
  return {
    root: sampleRoot,
    id: sampleIds.lease,
    generation: 3,
    answers: sampleIds.request,
    acknowledges: [],
    licence: sampleIds.licence,
    order: '2026-0117',
    seat: sampleIds.seat,
    product: sampleProduct,
    edition: 'standard',
    releases: [{ from: 100, below: 300 }],
    serial: sampleSerial,
    productKey: sampleProductKeySigner.thumbprint,
    holder: 'Harbour Office of Westmark',
    device: {
      key: sampleKeys.device.thumbprint,
      fingerprints: [{ salt: salt.id, parts: [{ ...machineId, weight: 20 }] }],
    },
    term: { kind: 'perpetual' },
    renewal: { kind: 'none' },
    reminderDays: 30,
    graceDays: 14,
    policies: { personalisation: 'warn' },
    issuedAt: instant('2026-03-01T08:30:00Z'),
    trust: 1,
    ...over,
  }
}

export function sampleRequest(over: Partial<Request> = {}): Request {
  return {
    root: sampleRoot,
    id: sampleIds.request,
    sequence: 4,
    action: 'activate',
    product: sampleProduct,
    release: { name: 'V0-H', ordinal: 200 },
    serial: sampleSerial,
    device: {
      key: sampleKeys.device.thumbprint,
      name: 'front-desk-7',
      fingerprints: [{ salt: salt.id, parts: [machineId] }],
    },
    held: null,
    generation: 0,
    receipts: [],
    trust: 1,
    clock: { wall: instant('2026-03-01T08:29:58Z'), floor: instant('2026-03-01T08:00:00Z') },
    ...over,
  }
}

export function sampleReceipt(over: Partial<Receipt> = {}): Receipt {
  return {
    root: sampleRoot,
    lease: sampleIds.lease,
    generation: 3,
    product: sampleProduct,
    device: { key: sampleKeys.device.thumbprint },
    appliedAt: instant('2026-03-01T08:30:04Z'),
    ...over,
  }
}

export function sampleRelease(over: Partial<ReleaseStatement> = {}): ReleaseStatement {
  return {
    root: sampleRoot,
    id: makeRequestId(new SeededEntropy('sample release')),
    sequence: 5,
    product: sampleProduct,
    serial: sampleSerial,
    device: { key: sampleKeys.device.thumbprint },
    held: signEnvelope('lease', formatLease(sampleLease()), [{ key: sampleKeys.issuing }]),
    releasedAt: instant('2026-05-01T10:00:00Z'),
    ...over,
  }
}

export function sampleReport(over: Partial<Report> = {}): Report {
  const proof = instant('2026-03-01T08:30:00Z')
  return {
    root: sampleRoot,
    product: sampleProduct,
    device: { key: sampleKeys.device.thumbprint },
    writtenAt: instant('2026-06-01T12:00:00Z'),
    release: { name: 'V0-H', ordinal: 200 },
    state: { kind: 'licensed', until: 'perpetual', reminding: false, noticed: ['clock-behind'] },
    held: signEnvelope('lease', formatLease(sampleLease()), [{ key: sampleKeys.issuing }]),
    trust: 1,
    clock: {
      wall: instant('2026-06-01T12:00:00Z'),
      floor: instant('2026-06-01T12:10:00Z'),
      proofs: [{ key: sampleKeys.issuing.thumbprint, moment: proof, floor: instant('2026-06-01T12:10:00Z') }],
    },
    vault: ['public.1 is damaged'],
    facts: [machineId],
    journal: [{ at: proof, word: 'activated', code: null }],
    ...over,
  }
}

/** Signs as a device does: with its own key, and with the product key where one is given. */
export function signAsDevice(
  kind: ArtefactKind,
  payload: Uint8Array,
  { device = sampleKeys.device, productKey }: { device?: PrivateKey; productKey?: PrivateKey } = {},
): Envelope {
  return signEnvelope(kind, payload, [
    { key: device, keyid: selfKeyId(device.publicRaw) },
    ...(productKey === undefined ? [] : [{ key: productKey, keyid: productKeyId(productKey.publicRaw) }]),
  ])
}

/** The signed bytes of an envelope that is known to be one. */
export function payloadOf(kind: ArtefactKind, envelope: Envelope): Uint8Array {
  const parsed = parseEnvelopeValue(envelope, kind)
  if (parsed.kind === 'refused') throw new Error(`not a ${kind} envelope: ${parsed.code}`)
  return parsed.payload
}
