// Which keys of a role have signed, and whether that is enough. spec: lease-format §3.1, §4
import type { Instant } from '@holdfast/capabilities'
import type { Envelope, Thumbprint, TrustBundle, TrustKey, TrustRole } from './artefacts.ts'
import { parseBase64 } from './base64.ts'
import { preAuthEncoding } from './envelope.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import { verifyBytes } from './signing-key.ts'
import { ed25519KeyOf } from './trust-bundle.ts'

/** The keys whose signature over the payload is valid. */
export type Signed = { readonly kind: 'signed'; readonly by: ReadonlySet<Thumbprint> }

const algorithmsKnown: readonly string[] = ['ed25519']

/**
 * Tries the signatures against `keys`. A key id only says which key to try; where it names none of them, every key is
 * tried. KEY_UNKNOWN: nothing names one of them, nothing fits; SIGNATURE_WRONG: one is named, nothing fits;
 * ALGORITHM_UNKNOWN instead where only keys are named that this reader cannot check.
 */
export function findSigners(
  envelope: Envelope,
  payload: Uint8Array,
  keys: readonly TrustKey[],
): Signed | Refusal<'KEY_UNKNOWN' | 'SIGNATURE_WRONG' | 'ALGORITHM_UNKNOWN'> {
  const signed = preAuthEncoding(envelope.payloadType, payload)
  const by = new Set<Thumbprint>()
  const named: TrustKey[] = []
  for (const { keyid, sig } of envelope.signatures) {
    const meant = keys.filter(({ id }) => id === keyid)
    named.push(...meant)
    const signature = parseBase64(sig) ?? new Uint8Array()
    for (const key of meant.length > 0 ? meant : keys)
      if (!by.has(key.id) && isSignedBy(key, signed, signature)) by.add(key.id)
  }
  if (by.size > 0) return { kind: 'signed', by }
  const facts = { signatures: envelope.signatures.length }
  if (named.length === 0) return refuse('KEY_UNKNOWN', facts)
  const checkable = named.some(({ algorithm }) => algorithmsKnown.includes(algorithm))
  if (checkable) return refuse('SIGNATURE_WRONG', facts)
  return refuse('ALGORITHM_UNKNOWN', { algorithms: [...new Set(named.map(({ algorithm }) => algorithm))] })
}

/** The keys of a bundle that any of these roles names. */
export function keysOfRoles(bundle: TrustBundle, roles: readonly TrustRole[]): TrustKey[] {
  const ids = new Set(roles.flatMap(({ keys }) => keys))
  return bundle.keys.filter(({ id }) => ids.has(id))
}

/** Those keys of a role that have signed. */
export function signersOf(bundle: TrustBundle, role: TrustRole, by: ReadonlySet<Thumbprint>): TrustKey[] {
  return bundle.keys.filter(({ id }) => role.keys.includes(id) && by.has(id))
}

/** Whether each algorithm of the role has as many signing keys as the threshold asks. */
export function fulfils(role: TrustRole, signers: readonly TrustKey[]): boolean {
  return unfulfilled(role, signers).length === 0
}

/** Why these signers do not fulfil the role; `null` where they do. */
export function shortOf(
  role: TrustRole,
  signers: readonly TrustKey[],
): Refusal<'ALGORITHM_UNKNOWN' | 'SIGNATURES_TOO_FEW'> | null {
  const missing = unfulfilled(role, signers)
  if (missing.length === 0) return null
  if (missing.every((algorithm) => !algorithmsKnown.includes(algorithm)))
    return refuse('ALGORITHM_UNKNOWN', { algorithms: missing })
  const signatures = signers.filter(({ algorithm }) => missing.includes(algorithm)).length
  return refuse('SIGNATURES_TOO_FEW', { signatures, threshold: role.threshold, algorithms: missing })
}

export function isRevoked(bundle: TrustBundle, id: Thumbprint): boolean {
  return bundle.revoked.some(({ key }) => key === id)
}

/** Whether the key may sign at this moment. spec: lease-format §4 */
export function mayHaveSigned({ from, until }: TrustKey, at: Instant): boolean {
  return from <= at && (until === undefined || at < until)
}

/** Whether a bundle says that what this key signed at this moment proves no time. spec: lease-format §4 */
export function isDisregarded(bundle: TrustBundle, id: Thumbprint, at: Instant): boolean {
  return bundle.disregard.some(({ key, from, until }) => key === id && from <= at && at < until)
}

function unfulfilled(role: TrustRole, signers: readonly TrustKey[]): string[] {
  return role.algorithms.filter(
    (wanted) => signers.filter(({ algorithm }) => algorithm === wanted).length < role.threshold,
  )
}

function isSignedBy(key: TrustKey, signed: Uint8Array, signature: Uint8Array): boolean {
  const publicKey = ed25519KeyOf(key)
  return publicKey !== null && verifyBytes(publicKey, signed, signature)
}
