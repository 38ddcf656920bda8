// Which trust bundle counts: the one that the product gives is the anchor, the vault's is newer at best. Pure.
// spec: lease-format §4
import {
  formatEnvelope,
  parseArmour,
  refuse,
  verifyGivenTrust,
  verifyTrust,
  type Envelope,
  type Refusal,
  type TrustBundle,
} from '@holdfast/lease'

export type TrustLink = {
  readonly envelope: Envelope
  readonly bytes: Uint8Array
  readonly bundle: TrustBundle
}
export type GivenTrust =
  { readonly kind: 'none' } | { readonly kind: 'trust'; readonly link: TrustLink } | Refusal

export type HeldTrust = {
  /** `null` where no trust is held. */
  readonly newest: TrustLink | null
  /** The bundle that the lease held was issued under. */
  readonly issuedUnder: TrustLink | null
  /** What is wrong with the bundle given, with the vault's, or with those offered. */
  readonly refusals: readonly Refusal[]
}

/** The option `trust`: armoured text or bytes, or the bare JSON of the envelope. Any version may be given. */
export function parseGivenTrust(given: string | Uint8Array | undefined): GivenTrust {
  if (given === undefined) return { kind: 'none' }
  const parsed = parseArmour(typeof given === 'string' ? given : Buffer.from(given).toString('utf8'))
  if (parsed.kind === 'refused') return parsed
  const block = parsed.blocks.find((candidate) => candidate.kind === 'trust')
  if (block === undefined) return refuse('ENVELOPE_OTHER_KIND', { expected: 'trust' })
  const verified = verifyGivenTrust(block.envelope, null)
  if (verified.kind === 'refused') return verified
  return { kind: 'trust', link: { envelope: block.envelope, bytes: block.bytes, bundle: verified.bundle } }
}

/**
 * The bundles that count. What a vault holds of another root than the product's own bundle is not believed: whoever can
 * write the vault could otherwise bring an issuer of their own.
 */
export function decideHeldTrust(
  given: GivenTrust,
  stored: { readonly newest: Uint8Array | null; readonly issuedUnder: Uint8Array | null },
): HeldTrust {
  const anchor = given.kind === 'trust' ? given.link : null
  const complaints: readonly Refusal[] = given.kind === 'refused' ? [given] : []
  const newest = stored.newest === null ? null : readStored(stored.newest)
  if (newest === null || 'kind' in newest)
    return {
      newest: anchor,
      issuedUnder: null,
      refusals: newest === null ? complaints : [...complaints, newest],
    }
  if (anchor !== null && anchor.bundle.root !== newest.bundle.root) {
    const other = refuse('TRUST_OTHER_ROOT', { root: anchor.bundle.root, heldRoot: newest.bundle.root })
    return { newest: anchor, issuedUnder: null, refusals: [...complaints, other] }
  }
  const split =
    anchor !== null &&
    anchor.bundle.version === newest.bundle.version &&
    anchor.envelope.payload !== newest.envelope.payload
  const broken = split ? [refuse('TRUST_CHAIN_BROKEN', { version: newest.bundle.version })] : []
  const told = [...complaints, ...broken]
  const issued = stored.issuedUnder === null ? null : readStored(stored.issuedUnder)
  const sameRoot = issued !== null && !('kind' in issued) && issued.bundle.root === newest.bundle.root
  return {
    newest: anchor !== null && anchor.bundle.version > newest.bundle.version ? anchor : newest,
    issuedUnder: sameRoot ? issued : null,
    refusals: issued !== null && 'kind' in issued ? [...told, issued] : told,
  }
}

/** At most so many bundles are applied in one exchange. spec: lease-format §4 */
export const bundlesPerExchangeMax = 64

export type ContinuedTrust = {
  readonly newest: TrustLink | null
  /** The bundles that were new, in order. */
  readonly applied: readonly TrustLink[]
  readonly refusal: Refusal | null
}

/**
 * Continues the chain by the bundles of an answer, in order; those already held or older are passed over and count for
 * nothing, because a file may bring them for another device. Where one does not fit, what fitted before it counts and its
 * refusal is told. Nothing offered becomes an anchor: the first bundle is handed over by a person or by the product.
 */
export function continueTrust(held: TrustLink | null, offered: readonly Envelope[]): ContinuedTrust {
  if (held === null) return { newest: null, applied: [], refusal: refuse('TRUST_MISSING') }
  const applied: TrustLink[] = []
  let newest = held
  for (const envelope of offered) {
    if (applied.length === bundlesPerExchangeMax) break
    const verified = verifyTrust(envelope, newest)
    if (verified.kind === 'refused' && verified.code !== 'TRUST_OLDER')
      return { newest, applied, refusal: verified }
    if (verified.kind === 'refused' || verified.already) continue
    newest = { envelope, bytes: formatEnvelope(envelope), bundle: verified.bundle }
    applied.push(newest)
  }
  return { newest, applied, refusal: null }
}

// What was verified against its predecessor when it came is kept without it: its own root role vouches for the bytes.
function readStored(bytes: Uint8Array): TrustLink | Refusal {
  const verified = verifyGivenTrust(bytes, null)
  return verified.kind === 'refused'
    ? verified
    : { envelope: verified.envelope, bytes, bundle: verified.bundle }
}
