import { expect, test } from 'vitest'
import type { Envelope } from '../src/artefacts.ts'
import { formatEnvelope, signEnvelope } from '../src/envelope.ts'
import { formatLease } from '../src/lease.ts'
import {
  sampleKeys,
  sampleLease,
  sampleRole,
  sampleKey,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
} from '../src/testing.ts'
import { claimedTrustVersion } from '../src/verify-lease.ts'
import { formatRoot, rootFingerprint, verifyTrust, verifyTrustChain } from '../src/verify-trust.ts'

const first = sampleTrust()
const { root } = first.bundle
const chain = Array.from({ length: 66 }, (_, at): Envelope =>
  at === 0 ? first.envelope : sampleTrust({ version: at + 1, root }).envelope,
)
const versionOf = (verdict: ReturnType<typeof verifyTrustChain>) =>
  verdict.kind === 'trust' ? verdict.bundle.version : verdict.code

test('a chain of 64 is applied, one of 65 is not', () => {
  const applied = verifyTrustChain(chain.slice(1, 65), first.bundle)
  expect(versionOf(applied)).toBe(65)
  expect(applied.kind === 'trust' && applied.applied).toEqual(chain.slice(1, 65))
  expect(verifyTrustChain(chain.slice(1, 66), first.bundle)).toMatchObject({
    code: 'ENVELOPE_TOO_LARGE',
    facts: { bundles: 65, bundlesMax: 64 },
  })
  // Those that are passed over, or held already, do not count.
  const held = sampleTrust({ version: 2, root })
  expect(versionOf(verifyTrustChain(chain.slice(1, 66), held))).toBe(66)
})

test('a chain given by hand begins anywhere', () => {
  expect(versionOf(verifyTrustChain(chain.slice(0, 3), null))).toBe(3)
  expect(versionOf(verifyTrustChain(chain.slice(4, 6).map(formatEnvelope), null))).toBe(6)
  expect(versionOf(verifyTrustChain([], null))).toBe('TRUST_MISSING')
})

test('what is below the version held is passed over; nothing goes back', () => {
  const held = sampleTrust({ version: 3, root })
  expect(versionOf(verifyTrustChain(chain.slice(0, 5), held))).toBe(5)
  const passed = verifyTrustChain(chain.slice(0, 3), held)
  expect(passed).toEqual({ kind: 'trust', bundle: held.bundle, applied: [] })
  expect(versionOf(verifyTrustChain([], held))).toBe(3)
})

test('one bad link spoils the chain', () => {
  expect(versionOf(verifyTrustChain([...chain.slice(1, 3), ...chain.slice(4, 6)], first))).toBe(
    'TRUST_CHAIN_BROKEN',
  )
  const forged = signEnvelope('trust', sampleTrust({ version: 3, root }).payload, [
    { key: sampleKey('stranger') },
  ])
  expect(versionOf(verifyTrustChain([...chain.slice(1, 2), forged], first))).toBe('KEY_UNKNOWN')
  expect(versionOf(verifyTrustChain([new Uint8Array()], first))).toBe('ENVELOPE_MALFORMED')
})

test('the root moves along the chain, and older roots sign nothing more', () => {
  const newRoot = sampleKey('new root')
  const moved = {
    keys: [sampleTrustKey(newRoot), sampleTrustKey(sampleKeys.issuing)],
    roles: { ...sampleTrustContent().roles, root: sampleRole([newRoot]) },
  }
  const second = sampleTrust({ version: 2, root, ...moved }, [{ key: sampleKeys.root }, { key: newRoot }])
  const third = sampleTrust({ version: 3, root, ...moved }, [{ key: newRoot }])
  const old = sampleTrust({ version: 3, root }, [{ key: sampleKeys.root }])
  expect(versionOf(verifyTrustChain([second.envelope, third.envelope], first))).toBe(3)
  expect(versionOf(verifyTrustChain([second.envelope, old.envelope], first))).toBe('KEY_UNKNOWN')
})

test('without its envelope, the same version is compared by what is understood of it', () => {
  const text = Buffer.from(first.payload).toString('utf8')
  const withMore = signEnvelope(
    'trust',
    Buffer.from(text.replace('"disregard":[]', '"disregard":[],"more":1')),
    [{ key: sampleKeys.root }],
  )
  const given = verifyTrust(withMore, null)
  if (given.kind === 'refused') throw new Error(given.code)
  expect(verifyTrust(withMore, given.bundle)).toMatchObject({ already: true })
  expect(verifyTrust(withMore, given)).toMatchObject({ already: true })
})

test('the fingerprint of a root is read in groups', () => {
  expect(rootFingerprint(first.envelope)).toBe(formatRoot(root))
  expect(formatRoot(root).replaceAll(' ', '')).toBe(root.slice(0, 20))
  expect(formatRoot(root)).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/)
})

test('the version that a lease claims chooses the bundle to judge it by', () => {
  const claimed = (payload: Uint8Array) =>
    claimedTrustVersion(signEnvelope('lease', payload, [{ key: sampleKeys.issuing }]))
  expect(claimed(formatLease(sampleLease({ trust: 7 })))).toBe(7)
  for (const text of [
    '',
    '{}',
    '{"trust":0}',
    '{"trust":"7"}',
    '{"trust":1.5}',
    '{"__proto__":{"trust":1}}',
    '[7]',
  ])
    expect(claimed(Buffer.from(text))).toBeNull()
  expect(claimedTrustVersion(new Uint8Array())).toBeNull()
})
