import { describe, expect, test } from 'vitest'
import type { ArtefactKind, Envelope } from '../src/artefacts.ts'
import {
  bytesMaxOf,
  formatEnvelope,
  kindOfPayloadType,
  parseEnvelope,
  parseEnvelopeOfAnyKind,
  parseEnvelopeValue,
  payloadTypeOf,
  preAuthEncoding,
  signEnvelope,
  signEnvelopeAsync,
} from '../src/envelope.ts'
import { formatLease } from '../src/lease.ts'
import { formatRequest } from '../src/request.ts'
import {
  sampleIds,
  sampleKeys,
  sampleLease,
  sampleProductKeySigner,
  sampleRequest,
  sampleTrust,
  signAsDevice,
} from '../src/testing.ts'
import { verifyRequest } from '../src/verify-device-artefact.ts'
import { verifyLease } from '../src/verify-lease.ts'
import { verifyGivenTrust, verifyTrust } from '../src/verify-trust.ts'

const { issuing, device, root } = sampleKeys
const trust = sampleTrust()
const lease = signEnvelope('lease', formatLease(sampleLease()), [{ key: issuing }])
const request = signAsDevice('request', formatRequest(sampleRequest()), {
  productKey: sampleProductKeySigner,
})
const kinds: readonly ArtefactKind[] = ['trust', 'lease', 'request', 'receipt', 'release', 'report']

const offer = (envelope: Uint8Array | Envelope) =>
  verifyLease({
    envelope,
    trust: trust.bundle,
    product: 'cmge',
    device: device.thumbprint,
    as: { kind: 'new', awaited: [sampleIds.request], highestGeneration: 0, held: null },
  })

test('what is signed is the pre-authentication encoding of DSSE', () => {
  // The example of the DSSE protocol, version 1.0.0
  const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))
  expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  expect(Buffer.from(preAuthEncoding('ä', Buffer.from([0xff, 0]))).toString('latin1')).toBe(
    'DSSEv1 2 Ã¤ 2 \u00ff\u0000',
  )
  expect(Buffer.from(preAuthEncoding('', new Uint8Array())).toString()).toBe('DSSEv1 0  0 ')
})

test('kinds and payload types belong together', () => {
  for (const kind of kinds) expect(kindOfPayloadType(payloadTypeOf(kind))).toBe(kind)
  expect(kindOfPayloadType('application/vnd.holdfast.lease.v2+json')).toBeNull()
})

test('signing on the thread pool gives the same envelope', async () => {
  const payload = formatLease(sampleLease())
  expect(await signEnvelopeAsync('lease', payload, [{ key: issuing }, { key: root }])).toEqual(
    signEnvelope('lease', payload, [{ key: issuing }, { key: root }]),
  )
})

test('what no reader would take is an accident of the signer', () => {
  expect(() => signEnvelope('lease', new Uint8Array(), [])).toThrow(TypeError)
  expect(() =>
    signEnvelope(
      'lease',
      new Uint8Array(),
      Array.from({ length: 9 }, () => ({ key: issuing })),
    ),
  ).toThrow(TypeError)
  expect(() => signEnvelope('receipt', new Uint8Array(4096), [{ key: device }])).toThrow(/ENVELOPE_TOO_LARGE/)
})

describe('an envelope that is JSON already', () => {
  test('is read as its bytes are', () => {
    expect(parseEnvelopeValue(lease, 'lease')).toEqual(parseEnvelope(formatEnvelope(lease), 'lease'))
  })

  test.each([
    null,
    undefined,
    7,
    'text',
    [],
    [lease],
    {},
    { payloadType: 1 },
    Object.create(lease),
    new Map(),
  ])('is refused where it is %o', (value) => {
    expect(parseEnvelopeValue(value, 'lease')).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
  })

  test('has its size judged before anything is decoded', () => {
    for (const member of ['payload', 'payloadType'])
      expect(parseEnvelopeValue({ ...lease, [member]: 'A'.repeat(16_385) }, 'lease')).toMatchObject({
        code: 'ENVELOPE_TOO_LARGE',
      })
    const keyid = 'k'.repeat(16_000)
    const signatures = [{ ...lease.signatures[0], keyid }]
    expect(parseEnvelopeValue({ ...lease, signatures }, 'lease')).toMatchObject({
      code: 'ENVELOPE_TOO_LARGE',
    })
    const emptyButMany = { ...lease, signatures: Array(1_000_000).fill(null) }
    expect(parseEnvelopeValue(emptyButMany, 'lease')).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
  })

  test('may be exactly as large as its bytes may be', () => {
    const fill = (length: number): Envelope => ({
      ...lease,
      signatures: [{ keyid: 'k'.repeat(length), sig: lease.signatures[0]?.sig ?? '' }],
    })
    const rest = formatEnvelope(fill(0)).length
    const room = bytesMaxOf('lease') - rest
    expect(parseEnvelopeValue(fill(room), 'lease').kind).toBe('envelope')
    expect(parseEnvelopeValue(fill(room + 1), 'lease')).toMatchObject({ code: 'ENVELOPE_TOO_LARGE' })
  })
})

test('the type that is found is named only where it is one of ours', () => {
  const typed = (payloadType: string) => parseEnvelopeValue({ ...lease, payloadType }, 'request')
  expect(typed(payloadTypeOf('lease'))).toMatchObject({ facts: { expected: 'request', found: 'lease' } })
  expect(typed('<script>')).toMatchObject({ facts: { found: null } })
  expect(typed('application/vnd.holdfast.request.v9+json')).toMatchObject({ code: 'FORMAT_UNKNOWN' })
  expect(typed('application/vnd.holdfast.request.v0+json')).toMatchObject({ code: 'ENVELOPE_OTHER_KIND' })
})

test('an envelope of any kind is judged by the limits of its kind', () => {
  const padded = (envelope: Envelope, length: number) => {
    const bytes = new Uint8Array(length).fill(0x20)
    bytes.set(formatEnvelope(envelope))
    return bytes
  }
  expect(parseEnvelopeOfAnyKind(padded(lease, 16_384))).toMatchObject({ kind: 'envelope', artefact: 'lease' })
  expect(parseEnvelopeOfAnyKind(padded(lease, 16_385))).toMatchObject({ code: 'ENVELOPE_TOO_LARGE' })
  expect(parseEnvelopeOfAnyKind(padded(request, 49_152))).toMatchObject({ artefact: 'request' })
  expect(parseEnvelopeOfAnyKind(padded(request, 49_153))).toMatchObject({ code: 'ENVELOPE_TOO_LARGE' })
  expect(parseEnvelopeOfAnyKind(new Uint8Array(262_145))).toMatchObject({ code: 'ENVELOPE_TOO_LARGE' })
  expect(parseEnvelopeOfAnyKind(Buffer.from('{}'))).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
})

test('brackets without end neither crash nor pass', () => {
  for (const bracket of ['[', '{"a":']) {
    const bytes = Buffer.from(bracket.repeat(262_144 / bracket.length))
    expect(parseEnvelope(bytes, 'report')).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
  }
  const deep = Buffer.from(`{"x":${'['.repeat(8000)}${']'.repeat(8000)},${JSON.stringify(lease).slice(1)}`)
  expect(parseEnvelope(deep, 'report')).toMatchObject({ code: 'ENVELOPE_OTHER_KIND' })
})

/** Where the text of the key ids stands in envelope bytes: the only place whose bytes decide nothing. */
function isInKeyId(bytes: Uint8Array, at: number): boolean {
  const text = Buffer.from(bytes).toString('latin1')
  return [...text.matchAll(/"keyid":"([^"]*)"/g)].some(
    (found) => at >= found.index + 9 && at < found.index + 9 + (found[1]?.length ?? 0),
  )
}

describe('the samples as they are', () => {
  test('are accepted', async () => {
    expect(offer(lease).kind).toBe('accepted')
    expect(verifyGivenTrust(trust.envelope, null).kind).toBe('trust')
    expect(await verifyRequest(request)).toMatchObject({ kind: 'request', productKeyWrong: false })
  })
})

describe('cut off after any byte', () => {
  test.each([
    ['lease', lease, offer],
    ['trust', trust.envelope, (bytes: Uint8Array) => verifyGivenTrust(bytes, null)],
  ] as const)('a %s is refused', (_kind, envelope, verify) => {
    const bytes = formatEnvelope(envelope)
    for (let length = 0; length < bytes.length; length++)
      expect(verify(bytes.slice(0, length))).toMatchObject({ kind: 'refused', code: 'ENVELOPE_MALFORMED' })
  })

  test('a request is refused', async () => {
    const bytes = formatEnvelope(request)
    for (let length = 0; length < bytes.length; length++)
      expect(await verifyRequest(bytes.slice(0, length))).toMatchObject({ code: 'ENVELOPE_MALFORMED' })
  })
})

describe('with any one bit flipped', () => {
  test('a lease is refused, or only a key id has changed, which decides nothing', () => {
    const bytes = formatEnvelope(lease)
    for (const at of bytes.keys())
      for (let bit = 0; bit < 8; bit++) {
        const verdict = offer(bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit)))
        if (verdict.kind === 'refused') continue
        expect(isInKeyId(bytes, at)).toBe(true)
        expect(verdict.envelope.payload).toBe(lease.payload)
      }
  })

  test('a trust bundle is refused, or only a key id has changed', () => {
    const next = sampleTrust({ version: 2, root: trust.bundle.root })
    const bytes = formatEnvelope(next.envelope)
    for (const at of bytes.keys()) {
      const flipped = bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 7)))
      const outcomes = [verifyTrust(flipped, trust.bundle), verifyGivenTrust(flipped, null)]
      expect(outcomes.every(({ kind }) => kind === 'refused') || isInKeyId(bytes, at)).toBe(true)
    }
  })

  test('a request is refused, or loses the proof of its product key', async () => {
    const bytes = formatEnvelope(request)
    const proofAt = Buffer.from(bytes).indexOf('"keyid":"product-key:')
    for (const at of bytes.keys()) {
      const verdict = await verifyRequest(bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 7))))
      if (verdict.kind === 'refused') continue
      expect(at).toBeGreaterThan(proofAt)
      expect(verdict.productKey).toBeNull()
    }
  })
})
