// Vectors of what stands in a trust bundle. spec: lease-format §4
import { signEnvelope, spkiOfRaw, thumbprintOfSpki } from '@holdfast/lease'
import { first, issuing, root, stranger, trustVector, type TrustCase } from './trust-case.ts'
import {
  base64,
  changed,
  refused,
  rewritten,
  type Expectation,
  type JsonObject,
  type Vector,
} from './vector.ts'

const malformed = refused('ARTEFACT_MALFORMED')
const given = (name: string, why: string, payload: Uint8Array, expect: Expectation): TrustCase => ({
  ...{ name: `members-${name}`, why, expect, held: null },
  envelope: signEnvelope('trust', payload, [{ key: root }]),
})
const edit = (change: (json: JsonObject) => void) => changed(first.payload, change)
const key = (change: (key: JsonObject) => void) =>
  edit((json) => change((json['keys'] as JsonObject[])[1] as JsonObject))
const role = (name: string, change: (role: JsonObject) => void) =>
  edit((json) => change((json['roles'] as JsonObject)[name] as JsonObject))
const issuingRole = (value: unknown) => edit((json) => ((json['roles'] as JsonObject)['issuing'] = value))
const replaceKey = (raw: Uint8Array) => {
  const spki = spkiOfRaw(raw)
  const text = (payload: string) =>
    payload
      .replaceAll(issuing.thumbprint, thumbprintOfSpki(spki))
      .replace(base64(spkiOfRaw(issuing.publicRaw)), base64(spki))
  return rewritten(first.payload, text)
}
const entry = { products: ['cmge'], keys: [], threshold: 1, algorithms: ['ed25519'] }
const names = Object.keys(JSON.parse(Buffer.from(first.payload).toString('utf8')) as JsonObject)
const memberCases: TrustCase[] = [
  ...names.map((name) =>
    given(
      `without-${name.replace('A', '-a')}`,
      `${name} is missing`,
      edit((json) => delete json[name]),
      malformed,
    ),
  ),
  given(
    'root-in-first',
    'version 1 says a root',
    edit((json) => (json['root'] = first.bundle.root)),
    malformed,
  ),
  given(
    'no-root-in-second',
    'version 2 does not say its root',
    edit((json) => (json['version'] = 2)),
    malformed,
  ),
  given(
    'key-id',
    "an id that is not the key's",
    key((each) => (each['id'] = stranger.thumbprint)),
    malformed,
  ),
  given(
    'key-raw',
    'a raw key in place of its SubjectPublicKeyInfo',
    key((each) => (each['public'] = base64(issuing.publicRaw))),
    malformed,
  ),
  given('key-small-order', 'a key of small order', replaceKey(new Uint8Array(32)), malformed),
  given(
    'key-not-canonical',
    'a key whose y is not below the prime',
    replaceKey(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0xee : at === 31 ? 0x7f : 0xff))),
    malformed,
  ),
  given(
    'key-interval',
    'an interval that ends when it begins',
    key((each) => (each['until'] = each['from'])),
    malformed,
  ),
  given(
    'key-twice',
    'a key twice',
    edit((json) => (json['keys'] = [...(json['keys'] as unknown[]), ...(json['keys'] as unknown[])])),
    malformed,
  ),
  given(
    'role-key-absent',
    'a role names a key that is not there',
    role('time', (each) => (each['keys'] = [stranger.thumbprint])),
    malformed,
  ),
  given(
    'role-key-twice',
    'a role names a key twice',
    role('time', (each) => (each['keys'] = [issuing.thumbprint, issuing.thumbprint])),
    malformed,
  ),
  given(
    'role-threshold-0',
    'a threshold of 0',
    role('root', (each) => (each['threshold'] = 0)),
    malformed,
  ),
  given(
    'role-no-algorithm',
    'no algorithm',
    role('time', (each) => (each['algorithms'] = [])),
    malformed,
  ),
  given(
    'root-threshold',
    'a root role that cannot reach its threshold',
    role('root', (each) => (each['threshold'] = 2)),
    malformed,
  ),
  given(
    'root-revoked',
    'a root role whose only key is revoked',
    edit(
      (json) =>
        (json['revoked'] = [
          { key: root.thumbprint, reason: 'lost', at: '2026-01-05T09:00:00Z', compromised: false },
        ]),
    ),
    malformed,
  ),
  given('product-twice', 'a product in two entries', issuingRole([entry, entry]), malformed),
  given(
    'all-twice',
    'two entries for all',
    issuingRole([
      { ...entry, products: 'all' },
      { ...entry, products: 'all' },
    ]),
    malformed,
  ),
  given(
    'products-word',
    'an unknown word for the products',
    issuingRole([{ ...entry, products: 'most' }]),
    refused('FORMAT_UNKNOWN'),
  ),
  given(
    'products-twice',
    'a product twice in one entry',
    issuingRole([{ ...entry, products: ['cmge', 'cmge'] }]),
    malformed,
  ),
  given(
    'disregard-65',
    'one disregarded interval more than there may be',
    edit(
      (json) =>
        (json['disregard'] = Array.from({ length: 65 }, () => ({
          key: issuing.thumbprint,
          from: '2026-01-01T00:00:00Z',
          until: '2026-01-02T00:00:00Z',
        }))),
    ),
    malformed,
  ),
  given(
    'compromised-text',
    'compromised as text',
    edit(
      (json) =>
        (json['revoked'] = [
          { key: issuing.thumbprint, reason: 'lost', at: '2026-01-05T09:00:00Z', compromised: 'yes' },
        ]),
    ),
    malformed,
  ),
]

export function listTrustMemberVectors(): readonly Vector[] {
  return memberCases.map(trustVector)
}
