// Two faults in one lease: the one that stands higher in the table of section 12 is the verdict.
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { expect, test } from 'vitest'
import type { RefusalCode } from '../src/refusal-codes.ts'
import { formatEnvelope, payloadTypeOf, signEnvelope } from '../src/envelope.ts'
import { makeRequestId } from '../src/ids.ts'
import { formatLease } from '../src/lease.ts'
import {
  sampleIds,
  sampleKey,
  sampleKeys,
  sampleLease,
  sampleProduct,
  sampleRole,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
} from '../src/testing.ts'
import { verifyLease } from '../src/verify-lease.ts'

const { issuing, device, root } = sampleKeys
const stranger = sampleKey('stranger')

/** A situation, and what each fault changes in it. */
type Situation = {
  bytes: (bytes: Uint8Array) => Uint8Array
  type: string
  signer: { key: typeof issuing; keyid?: string }
  payload: (json: { [name: string]: unknown }) => void
  key: { until?: ReturnType<typeof instant> }
  role: { products: 'all' | string[]; threshold: number; algorithms: string[] }
  revoked: boolean
  otherRoot: boolean
  product: string
  device: typeof device.thumbprint
  awaited: (typeof sampleIds.request)[]
  highestGeneration: number
}

/** In order of precedence. Faults in one row exclude each other, or the first of the row wins. */
const rows: readonly { readonly [code in RefusalCode]?: (situation: Situation) => Partial<Situation> }[] = [
  {
    ENVELOPE_TOO_LARGE: ({ bytes }) => ({
      bytes: (all) => Buffer.concat([bytes(all), Buffer.alloc(16_384, ' ')]),
    }),
  },
  { ENVELOPE_MALFORMED: ({ bytes }) => ({ bytes: (all) => Buffer.concat([bytes(all), Buffer.from('}')]) }) },
  { ENVELOPE_OTHER_KIND: () => ({ type: payloadTypeOf('request') }) },
  { KEY_UNKNOWN: () => ({ signer: { key: stranger } }) },
  { SIGNATURE_WRONG: () => ({ signer: { key: stranger, keyid: issuing.thumbprint } }) },
  {
    FORMAT_UNKNOWN: ({ payload }) => ({
      payload: and(payload, (json) => Object.assign(json, { critical: ['x'], x: 1 })),
    }),
  },
  { ARTEFACT_MALFORMED: ({ payload }) => ({ payload: and(payload, (json) => (json['holder'] = '')) }) },
  { OTHER_VENDOR: () => ({ otherRoot: true }) },
  { TRUST_NEEDED: ({ payload }) => ({ payload: and(payload, (json) => (json['trust'] = 2)) }) },
  { KEY_OTHER_PRODUCT: ({ role }) => ({ role: { ...role, products: ['another'] } }) },
  { SIGNATURES_TOO_FEW: ({ role }) => ({ role: { ...role, threshold: 2 } }) },
  { ALGORITHM_UNKNOWN: ({ role }) => ({ role: { ...role, algorithms: ['ed25519', 'ml-dsa-65'] } }) },
  { KEY_OUTSIDE_INTERVAL: () => ({ key: { until: instant('2026-02-01T00:00:00Z') } }) },
  { KEY_REVOKED: () => ({ revoked: true }) },
  { LEASE_OTHER_PRODUCT: () => ({ product: 'another' }) },
  { LEASE_OTHER_DEVICE: () => ({ device: stranger.thumbprint }) },
  { LEASE_OTHER_REQUEST: () => ({ awaited: [makeRequestId(new SeededEntropy('another'))] }) },
  { LEASE_GENERATION_OLD: () => ({ highestGeneration: 3 }) },
]
const faults = rows.flatMap((row) => Object.entries(row)).map(([code, change]) => ({ code, change }))
// A lease is signed once: by an unknown key, or under the name of a known one.
const exclusive = (one: string, other: string) => one === 'KEY_UNKNOWN' && other === 'SIGNATURE_WRONG'

const plain: Situation = {
  bytes: (bytes) => bytes,
  type: payloadTypeOf('lease'),
  signer: { key: issuing },
  payload: () => undefined,
  key: {},
  role: { products: 'all', threshold: 1, algorithms: ['ed25519'] },
  revoked: false,
  otherRoot: false,
  product: sampleProduct,
  device: device.thumbprint,
  awaited: [sampleIds.request],
  highestGeneration: 2,
}

function and<T>(first: (value: T) => unknown, second: (value: T) => unknown): (value: T) => void {
  return (value) => {
    first(value)
    second(value)
  }
}

function verdictOf(situation: Situation): string {
  const at = instant('2026-01-05T09:00:00Z')
  const { bundle } = sampleTrust({
    keys: [sampleTrustKey(root), sampleTrustKey(issuing, situation.key)],
    roles: {
      ...sampleTrustContent().roles,
      issuing: [{ ...sampleRole([issuing]), ...situation.role }],
    },
    revoked: situation.revoked ? [{ key: issuing.thumbprint, reason: 'lost', at, compromised: false }] : [],
  })
  const vendor = situation.otherRoot ? sampleTrust({ title: 'Another Vendor' }).bundle : bundle
  const sample = Buffer.from(formatLease(sampleLease({ root: vendor.root }))).toString('utf8')
  const json = JSON.parse(sample) as { [name: string]: unknown }
  situation.payload(json)
  const envelope = signEnvelope('lease', Buffer.from(JSON.stringify(json)), [situation.signer])
  const verdict = verifyLease({
    envelope: situation.bytes(formatEnvelope({ ...envelope, payloadType: situation.type })),
    trust: bundle,
    product: situation.product,
    device: situation.device,
    as: {
      kind: 'new',
      awaited: situation.awaited,
      highestGeneration: situation.highestGeneration,
      held: null,
    },
  })
  return verdict.kind === 'refused' ? verdict.code : verdict.kind
}

const apply = (...changes: ((situation: Situation) => Partial<Situation>)[]) =>
  changes.reduce<Situation>((situation, change) => ({ ...situation, ...change(situation) }), plain)

test('without a fault the lease is accepted', () => {
  expect(verdictOf(plain)).toBe('accepted')
})

test.each(faults)('$code alone', ({ code, change }) => {
  expect(verdictOf(apply(change))).toBe(code)
})

const pairs = faults.flatMap((one, at) =>
  faults
    .slice(at + 1)
    .filter((other) => !exclusive(one.code, other.code))
    .map((other) => ({ higher: one, lower: other })),
)

test.each(pairs)('$higher.code outranks $lower.code', ({ higher, lower }) => {
  expect(verdictOf(apply(higher.change, lower.change))).toBe(higher.code)
})

test('all faults together give the highest', () => {
  const all = faults.filter(({ code }) => code !== 'SIGNATURE_WRONG')
  for (const at of all.keys())
    expect(verdictOf(apply(...all.slice(at).map(({ change }) => change)))).toBe(all[at]?.code)
})
