import type { Instant } from '@holdfast/capabilities'
import type { Issuing } from '@holdfast/store'
import { formatRoot, refuse, type Envelope, type PrivateKey, type TrustBundle } from '@holdfast/lease'

/** Bundles that one exchange carries at most. spec: lease-format §4 */
const chainBundlesMax = 64

export type IssuingKey = { readonly key: PrivateKey; readonly from: Instant; readonly until: Instant | null }
export type ChainLink = { readonly bundle: TrustBundle; readonly envelope: Envelope }

/** The keys that this server signs with, and the trust bundles that it hands out. Read once at the start. */
export class KeyRing {
  readonly newest: TrustBundle
  /** Of the version 1 bundle, as people compare it. */
  readonly rootFingerprint: string
  readonly #chain: readonly ChainLink[]
  readonly #byThumbprint: ReadonlyMap<string, PrivateKey>
  readonly #issuing = new Map<string, IssuingKey | null>()

  /** `chain` ascending from version 1, at least one; `signers` the private keys that could be opened. */
  constructor(chain: readonly ChainLink[], signers: readonly PrivateKey[]) {
    const last = chain.at(-1)
    if (last === undefined) throw new Error('a key ring needs a trust bundle')
    this.newest = last.bundle
    this.rootFingerprint = formatRoot(last.bundle.root)
    this.#chain = chain
    this.#byThumbprint = new Map(signers.map((signer) => [signer.thumbprint, signer]))
  }

  /** The key of the product's issuing role that this server holds and nobody revoked; null where there is none. */
  issuingKeyOf(product: string): IssuingKey | null {
    const known = this.#issuing.get(product)
    if (known !== undefined) return known
    const found = this.#findIssuingKey(product)
    if (this.#issuing.size < 1_000) this.#issuing.set(product, found)
    return found
  }

  /** What the books ask before a lease is decided. spec: activation-protocol §9, lease-format §4 (`expires`) */
  issuing(): Issuing {
    const { root, version, expires } = this.newest
    return {
      root,
      trust: version,
      keysOf: (product) => {
        const key = this.issuingKeyOf(product)
        if (key === null) return refuse('SERVER_KEY_OUTSIDE_INTERVAL', { product })
        const { from, until } = key
        const signing = until === null ? { from } : { from, until }
        const ends = [until, expires].filter((end) => end !== null && end !== undefined)
        return {
          interval: ends.length === 0 ? { from } : { from, until: Math.min(...ends) as Instant },
          signing,
        }
      },
    }
  }

  /** Every version is kept: a held lease is judged by that of its own. */
  bundleOf(version: number): TrustBundle | null {
    return this.#chain.find((link) => link.bundle.version === version)?.bundle ?? null
  }

  /** Whether somebody else may have signed with this key. */
  isCompromised(thumbprint: string): boolean {
    return this.newest.revoked.some((gone) => gone.key === thumbprint && gone.compromised)
  }

  /** What a device lacks that holds this version: of a longer chain the first 64. */
  chainAbove(version: number): readonly Envelope[] {
    return version >= this.newest.version ? [] : this.chainAboveEach([version])
  }

  /** What devices lack that hold these versions: of each the first 64, every bundle once, ascending. */
  chainAboveEach(versions: readonly number[]): readonly Envelope[] {
    return this.#chain
      .filter(({ bundle }) =>
        versions.some((held) => bundle.version > held && bundle.version <= held + chainBundlesMax),
      )
      .map(({ envelope }) => envelope)
  }

  /** Whether one exchange brings whoever holds this version to the newest bundle, which leases are issued under. */
  isReachedFrom(version: number): boolean {
    return this.newest.version - version <= chainBundlesMax
  }

  #findIssuingKey(product: string): IssuingKey | null {
    const { roles, keys, revoked } = this.newest
    const named = roles.issuing.find((role) => role.products !== 'all' && role.products.includes(product))
    const role = named ?? roles.issuing.find((candidate) => candidate.products === 'all')
    for (const id of role?.keys ?? []) {
      const key = this.#byThumbprint.get(id)
      const entry = keys.find((candidate) => candidate.id === id)
      if (key === undefined || entry === undefined || revoked.some((gone) => gone.key === id)) continue
      return { key, from: entry.from, until: entry.until ?? null }
    }
    return null
  }
}
