// How trust bundles follow one another. spec: lease-format §4, §12
import type { Envelope, Root, Thumbprint, TrustBundle } from './artefacts.ts'
import { parseBase64 } from './base64.ts'
import { parseEnvelope, parseEnvelopeValue, type EnvelopeRefusal } from './envelope.ts'
import { chainBundlesMax } from './limits.ts'
import type { PayloadRefusal } from './payload.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import { findSigners, isRevoked, keysOfRoles, shortOf, signersOf } from './role-signatures.ts'
import { formatTrust, parseTrust, rootOf } from './trust-bundle.ts'

/**
 * What is held: the bundle, better together with its envelope. Without the envelope, "the same bytes" of the same
 * version is judged by what this reader understands of them.
 */
export type HeldTrust = TrustBundle | { readonly bundle: TrustBundle; readonly envelope: Envelope }

export type AcceptedTrust = {
  readonly kind: 'trust'
  readonly bundle: TrustBundle
  readonly envelope: Envelope
  /** This very bundle is held already. */
  readonly already: boolean
}

export type TrustRefusal =
  | EnvelopeRefusal
  | PayloadRefusal
  | Refusal<
      | 'KEY_UNKNOWN'
      | 'SIGNATURE_WRONG'
      | 'TRUST_OTHER_ROOT'
      | 'TRUST_OLDER'
      | 'TRUST_CHAIN_BROKEN'
      | 'ALGORITHM_UNKNOWN'
      | 'SIGNATURES_TOO_FEW'
    >

/**
 * Verifies the next bundle of the chain against the one held; where none is held, as `verifyGivenTrust`.
 * Pure. Source: docs/spec/lease-format.md §12.
 */
export function verifyTrust(
  input: Uint8Array | Envelope,
  held: HeldTrust | null,
): AcceptedTrust | TrustRefusal {
  if (held === null) return verifyGivenTrust(input, null)
  const opened =
    input instanceof Uint8Array ? parseEnvelope(input, 'trust') : parseEnvelopeValue(input, 'trust')
  return opened.kind === 'refused' ? opened : verifyNext(opened.envelope, opened.payload, held)
}

/**
 * Verifies a bundle that somebody hands over, of any version, against its own root role; that it is trusted at all is
 * the decision of whoever hands it over. Where one is held, it must have the same root and a higher version.
 * Pure. Source: docs/spec/lease-format.md §4.
 */
export function verifyGivenTrust(
  input: Uint8Array | Envelope,
  held: HeldTrust | null,
): AcceptedTrust | TrustRefusal {
  const opened =
    input instanceof Uint8Array ? parseEnvelope(input, 'trust') : parseEnvelopeValue(input, 'trust')
  if (opened.kind === 'refused') return opened
  const { envelope, payload } = opened
  // It carries its own keys, so it is parsed before its signatures are checked.
  const parsed = parseTrust(payload)
  if (parsed.kind === 'refused') return parsed
  const { bundle } = parsed
  const signed = findSigners(envelope, payload, keysOfRoles(bundle, [bundle.roles.root]))
  if (signed.kind === 'refused') return signed
  const placed = held === null ? 'above' : judgePlace(bundle, payload, held)
  if (typeof placed !== 'string') return placed
  const short = shortOfRoot(bundle, signed.by, [bundle])
  return short ?? { kind: 'trust', bundle, envelope, already: placed === 'same' }
}

/**
 * Applies a chain in its order. Bundles below the version held are passed over, so that a file made for an older state
 * still serves. `applied`: the envelopes that were new, in order.
 * The first refusal is the chain's. More than 64 that are new: ENVELOPE_TOO_LARGE.
 */
export function verifyTrustChain(
  envelopes: readonly (Uint8Array | Envelope)[],
  held: HeldTrust | null,
):
  | { readonly kind: 'trust'; readonly bundle: TrustBundle; readonly applied: readonly Envelope[] }
  | TrustRefusal
  | Refusal<'TRUST_MISSING'> {
  const applied: Envelope[] = []
  let current = held
  for (const envelope of envelopes) {
    if (current !== null && claimedVersion(envelope) < bundleOf(current).version) continue
    const verified = verifyTrust(envelope, current)
    if (verified.kind === 'refused') return verified
    if (verified.already) continue
    if (applied.length === chainBundlesMax)
      return refuse('ENVELOPE_TOO_LARGE', { bundles: envelopes.length, bundlesMax: chainBundlesMax })
    applied.push(verified.envelope)
    current = { bundle: verified.bundle, envelope: verified.envelope }
  }
  return current === null ? refuse('TRUST_MISSING') : { kind: 'trust', bundle: bundleOf(current), applied }
}

/** A root as people compare it: its first 20 digits in five groups. spec: lease-format §4 */
export function formatRoot(root: Root): string {
  return root.slice(0, 20).replace(/.{4}(?=.)/g, '$& ')
}

/** `formatRoot` of a version 1 bundle; of a later one, take its `root`. */
export function rootFingerprint(envelope: Envelope): string {
  const payload = parseBase64(envelope.payload)
  if (payload === null) throw new TypeError('the payload is no base64')
  return formatRoot(rootOf(payload))
}

function verifyNext(envelope: Envelope, payload: Uint8Array, held: HeldTrust): AcceptedTrust | TrustRefusal {
  const before = bundleOf(held)
  const signed = findSigners(envelope, payload, keysOfRoles(before, [before.roles.root]))
  if (signed.kind === 'refused') return signed
  const parsed = parseTrust(payload)
  if (parsed.kind === 'refused') return parsed
  const { bundle } = parsed
  const placed = judgePlace(bundle, payload, held)
  if (typeof placed !== 'string') return placed
  if (placed === 'same') return { kind: 'trust', bundle, envelope, already: true }
  if (bundle.version > before.version + 1)
    return refuse('TRUST_CHAIN_BROKEN', { version: bundle.version, heldVersion: before.version })
  const signedByOwn = findSigners(envelope, payload, keysOfRoles(bundle, [bundle.roles.root]))
  const byOwn = signedByOwn.kind === 'signed' ? signedByOwn.by : new Set<Thumbprint>()
  const short = shortOfRoot(before, signed.by, [before]) ?? shortOfRoot(bundle, byOwn, [before, bundle])
  return short ?? { kind: 'trust', bundle, envelope, already: false }
}

/** Where a bundle stands to the one held. */
function judgePlace(
  bundle: TrustBundle,
  payload: Uint8Array,
  held: HeldTrust,
): 'same' | 'above' | TrustRefusal {
  const before = bundleOf(held)
  const facts = { version: bundle.version, heldVersion: before.version }
  if (bundle.root !== before.root)
    return refuse('TRUST_OTHER_ROOT', { root: bundle.root, heldRoot: before.root })
  if (bundle.version < before.version) return refuse('TRUST_OLDER', facts)
  if (bundle.version > before.version) return 'above'
  return isSame(bundle, payload, held) ? 'same' : refuse('TRUST_CHAIN_BROKEN', facts)
}

/** Intervals do not apply to the root role; keys that one of `revoking` lists as revoked fulfil nothing. */
function shortOfRoot(
  bundle: TrustBundle,
  by: ReadonlySet<Thumbprint>,
  revoking: readonly TrustBundle[],
): TrustRefusal | null {
  const { root } = bundle.roles
  const signers = signersOf(bundle, root, by)
  return shortOf(
    root,
    signers.filter(({ id }) => !revoking.some((each) => isRevoked(each, id))),
  )
}

function isSame(bundle: TrustBundle, payload: Uint8Array, held: HeldTrust): boolean {
  if (!('envelope' in held)) return Buffer.from(formatTrust(bundle)).equals(formatTrust(held))
  const heldPayload = parseBase64(held.envelope.payload)
  return heldPayload !== null && Buffer.from(payload).equals(heldPayload)
}

/** The version that a bundle says it has, without trusting it: only good for passing it over. Infinity where it says none. */
function claimedVersion(input: Uint8Array | Envelope): number {
  const opened =
    input instanceof Uint8Array ? parseEnvelope(input, 'trust') : parseEnvelopeValue(input, 'trust')
  if (opened.kind === 'refused') return Infinity
  const parsed = parseTrust(opened.payload)
  return parsed.kind === 'trust' ? parsed.bundle.version : Infinity
}

function bundleOf(held: HeldTrust): TrustBundle {
  return 'envelope' in held ? held.bundle : held
}
