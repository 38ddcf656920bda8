// Vectors of what a device signs. spec: lease-format §3.1, §6 to §8, §12
import { SeededEntropy } from '@holdfast/capabilities/testing'
import {
  bytesMaxOf,
  formatReceipt,
  formatRelease,
  formatReport,
  formatRequest,
  productKeyId,
  productKeySigner,
  makeProductKey,
  payloadTypeOf,
  selfKeyId,
  signEnvelope,
  type ArtefactKind,
  type Envelope,
  type Signer,
} from '@holdfast/lease'
import {
  sampleIds,
  sampleKey,
  sampleKeys,
  sampleProduct,
  sampleProductKeySigner,
  sampleReceipt,
  sampleRelease,
  sampleReport,
  sampleRequest,
  signAsDevice,
} from '@holdfast/lease/testing'
import { bytesOf, changed, changedEnvelope, envelopeInput, refused } from './vector.ts'
import type { Expectation, JsonObject, Vector } from './vector.ts'

const { device } = sampleKeys
const stranger = sampleKey('stranger')
const proof = sampleProductKeySigner
const self: Signer = { key: device, keyid: selfKeyId(device.publicRaw) }
const proved: Signer = { key: proof, keyid: productKeyId(proof.publicRaw) }

const payloads = {
  request: formatRequest(sampleRequest()),
  receipt: formatReceipt(sampleReceipt()),
  release: formatRelease(sampleRelease()),
  report: formatReport(sampleReport()),
}
type DeviceKind = keyof typeof payloads
const kinds = Object.keys(payloads) as DeviceKind[]

type Case = {
  readonly name: string
  readonly why: string
  readonly kind: DeviceKind
  readonly envelope: Envelope | Uint8Array
  readonly padTo?: number
  readonly expect: Expectation
}

export function listDeviceVectors(): readonly Vector[] {
  return [...acceptedCases(), ...kinds.flatMap(signatureCases), ...requestCases, ...memberCases()].map(
    (test) => ({
      file: `${test.kind}/${test.name}`,
      expect: test.expect,
      why: test.why,
      operation: `verify-${test.kind}`,
      input: { envelope: envelopeInput(test.envelope, test.padTo) },
    }),
  )
}

const accepted = (kind: DeviceKind, over: JsonObject = {}): Expectation => ({
  ...{ kind, device: device.thumbprint },
  ...(kind === 'request' ? { productKey: null, productKeyWrong: false } : {}),
  ...over,
})
const both = accepted('request', { productKey: proof.thumbprint })
const signed = (
  payload: Uint8Array,
  signers: readonly Signer[] = [self, proved],
  kind: ArtefactKind = 'request',
) => signEnvelope(kind, payload, signers)

function acceptedCases(): Case[] {
  const of = (kind: DeviceKind) => signAsDevice(kind, payloads[kind])
  return [
    ...kinds.map((kind): Case => ({
      name: 'accepted',
      why: `a ${kind}`,
      kind,
      envelope: of(kind),
      expect: accepted(kind),
    })),
    ...kinds.flatMap((kind): Case[] => [
      {
        name: 'accepted-at-size',
        why: 'as many bytes as there may be',
        kind,
        envelope: of(kind),
        padTo: bytesMaxOf(kind),
        expect: accepted(kind),
      },
      {
        name: 'envelope-too-large',
        why: 'one byte more',
        kind,
        envelope: of(kind),
        padTo: bytesMaxOf(kind) + 1,
        expect: refused('ENVELOPE_TOO_LARGE'),
      },
    ]),
    ...kinds.map((kind): Case => ({
      ...{ name: 'envelope-other-kind', why: 'another kind', kind, expect: refused('ENVELOPE_OTHER_KIND') },
      envelope: of(kind === 'receipt' ? 'release' : 'receipt'),
    })),
    ...kinds.map((kind): Case => ({
      ...{ name: 'newer-type', why: 'a higher version of its type', kind, expect: refused('FORMAT_UNKNOWN') },
      envelope: changedEnvelope(
        of(kind),
        (json) => (json['payloadType'] = payloadTypeOf(kind).replace('v1', 'v2')),
      ),
    })),
    ...kinds
      .filter((kind) => kind !== 'request')
      .map((kind): Case => ({
        ...{ name: 'envelope-malformed', why: 'no signatures', kind, expect: refused('ENVELOPE_MALFORMED') },
        envelope: changedEnvelope(of(kind), (json) => (json['signatures'] = [])),
      })),
  ]
}

/** Every kind is signed alike, and verified before it is read: none may be taken by a reader that passes over this. */
function signatureCases(kind: DeviceKind): Case[] {
  const one = (name: string, why: string, signers: readonly Signer[], expect: Expectation): Case => ({
    ...{ name, why, kind, expect },
    envelope: signed(payloads[kind], signers, kind),
  })
  const keyid = (raw: Uint8Array) => `ed25519:${Buffer.from(raw).toString('base64url')}`
  const high = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0xed : at === 31 ? 0x7f : 0xff))
  return [
    one(
      'key-unknown',
      'the key id is the thumbprint, not the key',
      [{ key: device }],
      refused('KEY_UNKNOWN'),
    ),
    one(
      'key-short',
      'a key of 31 bytes',
      [{ key: device, keyid: keyid(device.publicRaw.slice(1)) }],
      refused('KEY_UNKNOWN'),
    ),
    one(
      'key-padded',
      'a key in padded base64',
      [{ key: device, keyid: `ed25519:${Buffer.from(device.publicRaw).toString('base64')}` }],
      refused('KEY_UNKNOWN'),
    ),
    one(
      'key-two',
      'two keys of devices',
      [self, { key: stranger, keyid: keyid(stranger.publicRaw) }],
      refused('ENVELOPE_MALFORMED'),
    ),
    one(
      'key-small-order',
      'a key of small order',
      [{ key: device, keyid: keyid(Uint8Array.of(1, ...new Uint8Array(31))) }],
      refused('SIGNATURE_WRONG'),
    ),
    one(
      'key-not-canonical',
      'a key whose y is the prime',
      [{ key: device, keyid: keyid(high) }],
      refused('SIGNATURE_WRONG'),
    ),
    one(
      'signature-wrong',
      'another key has signed',
      [{ key: stranger, keyid: keyid(device.publicRaw) }],
      refused('SIGNATURE_WRONG'),
    ),
    one(
      'device-other',
      'signed by a key that is not the device of the payload',
      [{ key: stranger, keyid: keyid(stranger.publicRaw) }],
      refused('SIGNATURE_WRONG'),
    ),
    one(
      'accepted-beside',
      `a signature that says nothing to a ${kind} is passed over`,
      [self, { key: stranger }],
      accepted(kind),
    ),
  ]
}

const other = productKeySigner(makeProductKey(new SeededEntropy('other product key')), sampleProduct)
const request = (name: string, why: string, envelope: Envelope | Uint8Array, expect: Expectation): Case => ({
  ...{ name, why, envelope, expect },
  kind: 'request',
})
const edited = (change: (json: JsonObject) => void) => signed(changed(payloads.request, change))
const wrong = accepted('request', { productKeyWrong: true })
const requestCases: Case[] = [
  request('accepted-product-key', 'device and product key sign', signed(payloads.request), both),
  request(
    'accepted-product-key-first',
    'the order of signatures says nothing',
    signed(payloads.request, [proved, self]),
    both,
  ),
  request(
    'accepted-other-product-key',
    'another product key: the books say whose it is',
    signed(payloads.request, [self, { key: other, keyid: productKeyId(other.publicRaw) }]),
    accepted('request', { productKey: other.thumbprint }),
  ),
  request(
    'accepted-product-key-wrong',
    'genuine for the device, and a wrong proof',
    signed(payloads.request, [self, { key: other, keyid: productKeyId(proof.publicRaw) }]),
    wrong,
  ),
  request(
    'accepted-product-key-unreadable',
    'genuine for the device, and a proof without a key',
    signed(payloads.request, [self, { key: proof, keyid: 'product-key:ed25519:' }]),
    wrong,
  ),
  request(
    'product-key-twice',
    'two product keys',
    signed(payloads.request, [self, proved, proved]),
    refused('ENVELOPE_MALFORMED'),
  ),
  request(
    'product-key-alone',
    'the product key alone',
    signed(payloads.request, [proved]),
    refused('KEY_UNKNOWN'),
  ),
  request(
    'accepted-held',
    'it encloses a lease',
    signed(
      formatRequest(
        sampleRequest({
          action: 'renew',
          held: sampleRelease().held,
          generation: 3,
          receipts: [sampleIds.lease],
        }),
      ),
      [self],
    ),
    accepted('request'),
  ),
  request(
    'accepted-held-anything',
    'whatever object it encloses',
    edited((json) => (json['held'] = { payload: 1, more: [] })),
    both,
  ),
  request(
    'accepted-least',
    'without everything that may be absent',
    edited((json) => {
      json['device'] = { key: device.thumbprint, fingerprints: [] }
      json['clock'] = { wall: '0001-01-01T00:00:00Z' }
      json['trust'] = null
    }),
    both,
  ),
  request(
    'newer-action',
    'an unknown action',
    edited((json) => (json['action'] = 'borrow')),
    refused('FORMAT_UNKNOWN'),
  ),
  request(
    'malformed-held-text',
    'it encloses a text',
    edited((json) => (json['held'] = 'lease')),
    refused('ARTEFACT_MALFORMED'),
  ),
  request(
    'malformed-sequence-0',
    'sequence 0',
    edited((json) => (json['sequence'] = 0)),
    refused('ARTEFACT_MALFORMED'),
  ),
  request(
    'malformed-receipts-9',
    'one receipt more than there may be',
    edited((json) => (json['receipts'] = Array(9).fill(sampleIds.lease))),
    refused('ARTEFACT_MALFORMED'),
  ),
  request(
    'accepted-weight-ignored',
    'a weight is no member of a request: ignored',
    edited(
      (json) =>
        (json['device'] = {
          key: device.thumbprint,
          fingerprints: [{ salt: '0'.repeat(64), parts: [{ name: 'a', hash: '0'.repeat(32), weight: 'x' }] }],
        }),
    ),
    both,
  ),
  request(
    'envelope-malformed',
    'no signatures',
    changedEnvelope(signed(payloads.request), (json) => (json['signatures'] = [])),
    refused('ENVELOPE_MALFORMED'),
  ),
]

/** Every member of every kind, missing. */
function memberCases(): Case[] {
  return kinds.flatMap((kind): Case[] => {
    const names = Object.keys(JSON.parse(Buffer.from(payloads[kind]).toString('utf8')) as JsonObject)
    return [
      ...names.map((name): Case => ({
        name: `malformed-without-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
        why: `${name} is missing`,
        kind,
        envelope: signed(
          changed(payloads[kind], (json) => delete json[name]),
          [self],
          kind,
        ),
        expect: refused('ARTEFACT_MALFORMED'),
      })),
      {
        name: 'malformed-not-json',
        why: 'signed, and no JSON',
        kind,
        envelope: signed(bytesOf(kind), [self], kind),
        expect: refused('ARTEFACT_MALFORMED'),
      },
      {
        name: 'newer-critical',
        why: 'a critical member that is not known',
        kind,
        envelope: signed(
          changed(payloads[kind], (json) => Object.assign(json, { colour: 1, critical: ['colour'] })),
          [self],
          kind,
        ),
        expect: refused('FORMAT_UNKNOWN'),
      },
    ]
  })
}
