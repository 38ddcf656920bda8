// Trust bundles of the invented vendor, each with one thing different.
import { instant } from '@holdfast/capabilities/testing'
import { thumbprintOfSpki, type PrivateKey, type TrustBundle, type TrustContent } from '@holdfast/lease'
import {
  sampleKey,
  sampleKeys,
  sampleProduct,
  sampleRole,
  sampleTrust,
  sampleTrustContent,
  sampleTrustKey,
} from '@holdfast/lease/testing'
import { bytesOf } from './vector.ts'

const { root, issuing } = sampleKeys
export const secondIssuing = sampleKey('second issuing')

/** Version 1 whose issuing role for all products has these keys. */
export function issuingTrust(
  keys: readonly PrivateKey[],
  { threshold = 1, ...over }: Partial<TrustContent> & { threshold?: number } = {},
): TrustBundle {
  const trustKeys = [root, issuing, secondIssuing].map((key) => sampleTrustKey(key))
  return sampleTrust({ keys: trustKeys, roles: rolesWith(keys, threshold), ...over }).bundle
}

/** The first issuing key is revoked, as compromised. */
export function revokingTrust(keys: readonly PrivateKey[]): TrustBundle {
  const at = instant('2026-03-01T00:00:00Z')
  return issuingTrust(keys, {
    revoked: [{ key: issuing.thumbprint, reason: 'key lost', at, compromised: true }],
  })
}

/** The first issuing key may sign in this interval. */
export function intervalTrust(from: string, until: string): TrustBundle {
  const interval = { from: instant(from), until: instant(until) }
  return issuingTrust([issuing], { keys: [sampleTrustKey(root), sampleTrustKey(issuing, interval)] })
}

/** The first issuing key's clock was wrong on the day of the sample lease. */
export function disregardTrust(): TrustBundle {
  const day = { from: instant('2026-03-01T00:00:00Z'), until: instant('2026-03-02T00:00:00Z') }
  return issuingTrust([issuing], { disregard: [{ key: issuing.thumbprint, ...day }] })
}

/** The first issuing key signs for all products but the sample's, the second for that. */
export function otherProductTrust(): TrustBundle {
  const { roles } = sampleTrustContent()
  const entries = [
    { products: [sampleProduct], ...sampleRole([secondIssuing]) },
    { products: 'all' as const, ...sampleRole([issuing]) },
  ]
  return issuingTrust([issuing], { roles: { ...roles, issuing: entries } })
}

/** These algorithms must sign together; the key of the one that is not known has invented bytes. */
export function algorithmTrust(algorithms: readonly string[]): TrustBundle {
  const spki = bytesOf('an invented public key of another algorithm')
  const id = thumbprintOfSpki(spki)
  const key = { ...sampleTrustKey(issuing), id, algorithm: 'ml-dsa-65', public: spki }
  const keys = algorithms.includes('ed25519') ? [issuing.thumbprint, id] : [id]
  const { roles } = sampleTrustContent()
  return issuingTrust([issuing], {
    keys: [sampleTrustKey(root), sampleTrustKey(issuing), key],
    roles: { ...roles, issuing: [{ products: 'all', keys, threshold: 1, algorithms }] },
  })
}

/** Version 2 after `first`, with what it says differently. */
export function versionTwo(
  first: TrustBundle,
  over: Partial<Pick<TrustContent, 'revoked' | 'disregard'>> & {
    issuing?: readonly PrivateKey[]
    until?: string
  },
): TrustBundle {
  const { issuing: keys = [issuing], until, ...rest } = over
  const interval = until === undefined ? {} : { until: instant(until) }
  return sampleTrust({
    version: 2,
    root: first.root,
    issuedAt: instant('2026-04-01T00:00:00Z'),
    keys: [sampleTrustKey(root), sampleTrustKey(issuing, interval), sampleTrustKey(secondIssuing)],
    roles: rolesWith(keys, 1),
    ...rest,
  }).bundle
}

function rolesWith(keys: readonly PrivateKey[], threshold: number): TrustContent['roles'] {
  const { roles } = sampleTrustContent()
  return { ...roles, issuing: [{ products: 'all', ...sampleRole(keys, threshold) }] }
}
