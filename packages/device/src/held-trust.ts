// Which trust bundle counts: the one that the product gives is the anchor, the vault's is newer at best. Pure.
// spec: lease-format §4
import {
  formatEnvelope,
  parseArmour,
  parseEnvelope,
  refuse,
  verifyGivenTrust,
  verifyTrust,
  type Envelope,
  type Refusal,
  type RefusalCode,
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
  /** The vault's newest bundle, where it is newer than this reader: its bytes stay. `version`: as it says; `null`: it says none. */
  readonly unread: { readonly bytes: Uint8Array; readonly version: number | null } | null
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
  const issued = stored.issuedUnder === null ? null : readStored(stored.issuedUnder)
  const unread = unreadOf(stored.newest, newest)
  const told = [...complaints, ...[newest, issued].filter((link) => link !== null && 'kind' in link)]
  const [heldNewest, heldIssued] = [understood(newest), understood(issued)]
  // Neither waits for the other: a product of before may understand the one that the lease was issued under alone.
  const held = heldNewest ?? heldIssued
  if (held === null) return { newest: anchor, issuedUnder: null, unread, refusals: told }
  if (anchor !== null && anchor.bundle.root !== held.bundle.root) {
    const other = refuse('TRUST_OTHER_ROOT', { root: anchor.bundle.root, heldRoot: held.bundle.root })
    return { newest: anchor, issuedUnder: null, unread, refusals: [...complaints, other] }
  }
  const split =
    anchor !== null &&
    anchor.bundle.version === held.bundle.version &&
    anchor.envelope.payload !== held.envelope.payload
  const broken = split ? [refuse('TRUST_CHAIN_BROKEN', { version: held.bundle.version })] : []
  return {
    newest: anchor !== null && anchor.bundle.version > held.bundle.version ? anchor : held,
    issuedUnder: heldIssued?.bundle.root === held.bundle.root ? heldIssued : null,
    unread,
    refusals: [...broken, ...told],
  }
}

/** The vault's newest as every write leaves it: the bytes of what is not understood, unless what counts is above them. */
export function bundleToStore({ unread }: HeldTrust, newest: TrustLink | null): Uint8Array | null {
  if (unread === null) return newest?.bytes ?? null
  const above = newest !== null && unread.version !== null && newest.bundle.version > unread.version
  return above ? newest.bytes : unread.bytes
}

function understood(link: TrustLink | Refusal | null): TrustLink | null {
  return link === null || 'kind' in link ? null : link
}

// Newer than this reader; what is wrong in any other way is worth nothing to any reader.
const newerCodes: readonly RefusalCode[] = ['FORMAT_UNKNOWN', 'ALGORITHM_UNKNOWN']

function unreadOf(bytes: Uint8Array | null, read: TrustLink | Refusal | null): HeldTrust['unread'] {
  if (bytes === null || read === null || !('kind' in read) || !newerCodes.includes(read.code)) return null
  const opened = parseEnvelope(bytes, 'trust')
  return { bytes, version: opened.kind === 'refused' ? null : versionOf(opened.payload) }
}

function versionOf(payload: Uint8Array): number | null {
  try {
    const { version } = JSON.parse(Buffer.from(payload).toString('utf8')) as { version?: unknown }
    return typeof version === 'number' && Number.isSafeInteger(version) ? version : null
  } catch {
    return null
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
    // Unverified: the root role may have moved on since, and the one held knows no key of before.
    const version = versionOf(Buffer.from(envelope.payload, 'base64'))
    if (version !== null && version < newest.bundle.version) continue
    const verified = verifyTrust(envelope, newest)
    if (verified.kind === 'refused') return { newest, applied, refusal: verified }
    if (verified.already) continue
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
