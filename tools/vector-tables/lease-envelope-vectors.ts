// Vectors of leases that are accepted, and of envelopes that are none. spec: lease-format §3, §12
import { instant } from '@holdfast/capabilities/testing'
import {
  bytesMaxOf,
  formatEnvelope,
  formatRequest,
  preAuthEncoding,
  signBytes,
  type Envelope,
} from '@holdfast/lease'
import { sampleRequest, signAsDevice } from '@holdfast/lease/testing'
import { accepted, device, issuing, leaseVector, payloadOf, signed, type LeaseCase } from './lease-case.ts'
import { base64, bytesOf, changedEnvelope, refused, type JsonObject, type Vector } from './vector.ts'

export function listLeaseEnvelopeVectors(): readonly Vector[] {
  return [...acceptedCases(), ...envelopeCases].map(leaseVector)
}

function acceptedCases(): LeaseCase[] {
  const until = instant('2029-03-01T00:00:00Z')
  const window = { from: instant('2026-11-01T00:00:00Z'), until: instant('2027-03-01T00:00:00Z') }
  const laidOut = bytesOf(
    `\n${JSON.stringify({ note: 'not signed', ...signed(), more: [1.5, null] }, null, '\t')} `,
  )
  return [
    {
      name: 'accepted-perpetual',
      why: 'a perpetual lease, offered as the answer awaited',
      expect: accepted(),
    },
    {
      name: 'accepted-until',
      why: 'a term with an end and a required renewal',
      lease: { term: { kind: 'until', until }, renewal: { kind: 'required', ...window } },
      expect: accepted(),
    },
    {
      name: 'accepted-advised-renewal',
      why: 'an advised renewal, one open range of releases, no fingerprint',
      lease: {
        renewal: { kind: 'advised', ...window },
        releases: [{ from: 0 }],
        device: { key: device.thumbprint, fingerprints: [] },
      },
      expect: accepted(),
    },
    {
      name: 'accepted-at-size',
      why: 'as many bytes as a lease may have',
      padTo: bytesMaxOf('lease'),
      expect: accepted(),
    },
    {
      name: 'accepted-laid-out',
      why: 'an envelope is laid out at will, and its unknown members are ignored',
      envelope: laidOut,
      expect: accepted(),
    },
    {
      name: 'accepted-lapsed-long-ago',
      why: 'a lease whose end has passed is still genuine: time is not judged here',
      lease: { term: { kind: 'until', until: instant('2001-01-01T00:00:00Z') }, graceDays: 0 },
      expect: accepted(),
    },
  ]
}

const malformed = refused('ENVELOPE_MALFORMED')
const good = signed()
const change = (edit: (json: JsonObject) => void) => changedEnvelope(good, edit)
const signatures = (count: number) =>
  change((json) => (json['signatures'] = Array(count).fill(good.signatures[0])))
const retyped = (payloadType: string): Envelope => {
  const sig = base64(signBytes(issuing, preAuthEncoding(payloadType, payloadOf())))
  return { ...good, payloadType, signatures: [{ keyid: issuing.thumbprint, sig }] }
}
const made = (name: string, why: string, envelope: Envelope | Uint8Array): LeaseCase => ({
  ...{ name, why, envelope },
  expect: malformed,
})
const envelopeCases: LeaseCase[] = [
  {
    name: 'envelope-too-large',
    why: 'one byte more than a lease may have',
    padTo: bytesMaxOf('lease') + 1,
    expect: refused('ENVELOPE_TOO_LARGE'),
  },
  made('envelope-empty', 'no bytes at all', new Uint8Array()),
  made('envelope-not-json', 'the last byte is missing', formatEnvelope(good).slice(0, -1)),
  made('envelope-bom', 'a byte order mark', bytesOf(`\ufeff${JSON.stringify(good)}`)),
  made(
    'envelope-not-utf8',
    'a byte that is no UTF-8',
    Buffer.concat([formatEnvelope(good).slice(0, -2), Buffer.from([0xff, 0x5d, 0x7d])]),
  ),
  made('envelope-array', 'an array in place of the object', bytesOf(JSON.stringify([good]))),
  made('envelope-deep', 'nothing but brackets', bytesOf('['.repeat(8_000) + ']'.repeat(8_000))),
  made(
    'envelope-proto',
    'members that are only inherited',
    bytesOf(JSON.stringify({ x: 1 }).replace('"x":1', `"__proto__":${JSON.stringify(good)}`)),
  ),
  made(
    'envelope-without-payload',
    'no payload',
    change((json) => delete json['payload']),
  ),
  made(
    'envelope-unpadded',
    'base64 without its padding',
    change((json) => (json['payload'] = base64(bytesOf('{}')).replace(/=+$/, ''))),
  ),
  made(
    'envelope-base64-bits',
    'base64 whose unused bits are not zero',
    change((json) => (json['payload'] = 'e31='.replace('1', 'R'))),
  ),
  made(
    'envelope-base64url',
    'base64 of the other alphabet',
    change((json) => (json['payload'] = '-_-_')),
  ),
  made(
    'envelope-base64-space',
    'a line break inside base64',
    change((json) => (json['payload'] = `${good.payload.slice(0, 64)}\n${good.payload.slice(64)}`)),
  ),
  made('envelope-no-signature', 'an empty list of signatures', signatures(0)),
  made('envelope-nine-signatures', 'one signature more than there may be', signatures(9)),
  {
    name: 'accepted-eight-signatures',
    why: 'as many signatures as there may be; one key counts once',
    envelope: signatures(8),
    expect: accepted(),
  },
  made(
    'envelope-signature-text',
    'a signature that is no base64',
    change((json) => (json['signatures'] = [{ keyid: '', sig: '!' }])),
  ),
  made(
    'envelope-keyid-number',
    'a key id that is no text',
    change((json) => (json['signatures'] = [{ ...good.signatures[0], keyid: 7 }])),
  ),
  {
    name: 'envelope-request',
    why: 'a request in place of a lease',
    envelope: signAsDevice('request', formatRequest(sampleRequest())),
    expect: refused('ENVELOPE_OTHER_KIND'),
  },
  {
    name: 'envelope-kept-for-later',
    why: 'a kind that is kept for later',
    envelope: retyped('application/vnd.holdfast.withdrawal.v1+json'),
    expect: refused('ENVELOPE_OTHER_KIND'),
  },
  {
    name: 'envelope-foreign-type',
    why: 'a type of somebody else',
    envelope: retyped('application/json'),
    expect: refused('ENVELOPE_OTHER_KIND'),
  },
  {
    name: 'envelope-version-2',
    why: 'a higher version of this kind',
    envelope: retyped('application/vnd.holdfast.lease.v2+json'),
    expect: refused('FORMAT_UNKNOWN'),
  },
]
