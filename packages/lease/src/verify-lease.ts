// Whether a lease is genuine, and meant for this device. What it means at a moment is the device's question.
// spec: lease-format §12
import type { Envelope, Lease, Name, RequestId, Thumbprint, TrustBundle, TrustRole } from './artefacts.ts'
import { parseEnvelope, parseEnvelopeValue, type EnvelopeRefusal } from './envelope.ts'
import { isJsonObject } from './reader.ts'
import { parseCompactJson } from './json-text.ts'
import { parseLease } from './lease.ts'
import type { PayloadRefusal } from './payload.ts'
import { refuse, type Refusal } from './refusal-codes.ts'
import {
  findSigners,
  fulfils,
  isDisregarded,
  isRevoked,
  keysOfRoles,
  mayHaveSigned,
  shortOf,
  signersOf,
} from './role-signatures.ts'

/** The lease that is held: its payload bytes, and the trust bundle of the version that it names. */
export type HeldLease = { readonly payload: Uint8Array; readonly issuedUnder: TrustBundle }

/** How a lease comes: offered as an answer, or read from a vault or brought as evidence. */
export type LeaseOccasion =
  | {
      readonly kind: 'new'
      /** Ids of the requests whose answer is awaited. */
      readonly awaited: readonly RequestId[]
      /** The highest generation ever accepted, 0 if none. */
      readonly highestGeneration: number
      readonly held: HeldLease | null
    }
  /** `issuedUnder`: the trust bundle of the version that the lease names (see `claimedTrustVersion`). */
  | { readonly kind: 'held'; readonly issuedUnder: TrustBundle }

export type LeaseVerification = {
  readonly envelope: Uint8Array | Envelope
  /** The newest bundle. */
  readonly trust: TrustBundle
  readonly product: Name
  readonly device: Thumbprint
  readonly as: LeaseOccasion
}

export type AcceptedLease = {
  readonly kind: 'accepted'
  readonly lease: Lease
  readonly payload: Uint8Array
  readonly envelope: Envelope
  /** It was offered as new, and is the one that is held. */
  readonly already: boolean
  readonly notes: readonly 'to-be-re-issued'[]
  /** Keys of the product's issuing role whose signatures are valid, revoked ones included. */
  readonly signedBy: readonly Thumbprint[]
}

export type LeaseRefusal =
  | EnvelopeRefusal
  | Refusal<'KEY_UNKNOWN' | 'SIGNATURE_WRONG'>
  | PayloadRefusal
  | Refusal<
      'OTHER_VENDOR' | 'TRUST_NEEDED' | 'KEY_OTHER_PRODUCT' | 'ALGORITHM_UNKNOWN' | 'SIGNATURES_TOO_FEW'
    >
  | Refusal<'KEY_OUTSIDE_INTERVAL' | 'KEY_REVOKED'>
  | Refusal<'LEASE_OTHER_PRODUCT' | 'LEASE_OTHER_DEVICE' | 'LEASE_OTHER_REQUEST' | 'LEASE_GENERATION_OLD'>

/**
 * Verifies a lease: the first refusal in the order of the specification, or the lease with its notes.
 * Pure. Says nothing about time: a lapsed lease is still genuine. Source: docs/spec/lease-format.md §12.
 */
export function verifyLease(input: LeaseVerification): AcceptedLease | LeaseRefusal {
  const opened =
    input.envelope instanceof Uint8Array
      ? parseEnvelope(input.envelope, 'lease')
      : parseEnvelopeValue(input.envelope, 'lease')
  if (opened.kind === 'refused') return opened
  const { envelope, payload } = opened
  const judgedBy = bundleFor(input, payload)
  const { bundle } = judgedBy
  const signed = findSigners(envelope, payload, keysOfRoles(bundle, bundle.roles.issuing))
  if (signed.kind === 'refused') return signed
  const parsed = parseLease(payload)
  if (parsed.kind === 'refused') return parsed
  const { lease } = parsed
  if (lease.root !== bundle.root) return refuse('OTHER_VENDOR', { root: lease.root, wanted: bundle.root })
  if (judgedBy.as === 'new' && lease.trust > bundle.version)
    return refuse('TRUST_NEEDED', { trust: lease.trust, heldVersion: bundle.version })
  const role = issuingRoleOf(bundle, lease.product)
  const unfit = judgeSigners({ lease, bundle, role, by: signed.by, as: judgedBy.as })
  if (unfit !== null) return unfit
  const misplaced = judgeDestination(lease, input, judgedBy.as)
  if (misplaced !== null) return misplaced
  const signers = role === null ? [] : signersOf(bundle, role, signed.by)
  return {
    ...{ kind: 'accepted', lease, payload, envelope },
    already: input.as.kind === 'new' && judgedBy.as === 'held',
    notes: isToBeReIssued({ lease, bundle, newest: input.trust, by: signed.by }) ? ['to-be-re-issued'] : [],
    signedBy: signers.map(({ id }) => id),
  }
}

/** The issuing role for a product: the entry that names it, otherwise the one for all. */
export function issuingRoleOf(trust: TrustBundle, product: Name): TrustRole | null {
  const { issuing } = trust.roles
  return (
    issuing.find(({ products }) => products !== 'all' && products.includes(product)) ??
    issuing.find(({ products }) => products === 'all') ??
    null
  )
}

/**
 * The trust version that a lease says it was issued under, before anything of it is verified: only good for choosing
 * the bundle to verify it by. `null` where it says none.
 */
export function claimedTrustVersion(input: Uint8Array | Envelope): number | null {
  const opened =
    input instanceof Uint8Array ? parseEnvelope(input, 'lease') : parseEnvelopeValue(input, 'lease')
  const json = opened.kind === 'envelope' ? parseCompactJson(opened.payload) : null
  const trust =
    json !== null && isJsonObject(json.value) && Object.hasOwn(json.value, 'trust') ? json.value['trust'] : 0
  return typeof trust === 'number' && Number.isSafeInteger(trust) && trust > 0 ? trust : null
}

/** What is held is judged by the bundle it was issued under; what is the same bytes as that, is held. */
function bundleFor(
  { as, trust }: LeaseVerification,
  payload: Uint8Array,
): { bundle: TrustBundle; as: 'new' | 'held' } {
  if (as.kind === 'held') return { bundle: as.issuedUnder, as: 'held' }
  const isHeld = as.held !== null && Buffer.from(as.held.payload).equals(payload)
  return isHeld && as.held !== null
    ? { bundle: as.held.issuedUnder, as: 'held' }
    : { bundle: trust, as: 'new' }
}

function judgeSigners(input: {
  lease: Lease
  bundle: TrustBundle
  role: TrustRole | null
  by: ReadonlySet<Thumbprint>
  as: 'new' | 'held'
}): LeaseRefusal | null {
  const { lease, bundle, role } = input
  const signers = role === null ? [] : signersOf(bundle, role, input.by)
  if (role === null || signers.length === 0)
    return refuse('KEY_OTHER_PRODUCT', { leaseProduct: lease.product })
  const short = shortOf(role, signers)
  if (short !== null) return short
  const inside = signers.filter((key) => mayHaveSigned(key, lease.issuedAt))
  if (!fulfils(role, inside)) {
    const outside = signers.find((key) => !inside.includes(key))
    return refuse('KEY_OUTSIDE_INTERVAL', { key: outside?.id ?? null })
  }
  // What is held goes on: revoking a key stops acceptance, not use.
  if (
    input.as === 'held' ||
    fulfils(
      role,
      inside.filter(({ id }) => !isRevoked(bundle, id)),
    )
  )
    return null
  const revoked = bundle.revoked.find(({ key }) => inside.some(({ id }) => id === key))
  return refuse('KEY_REVOKED', { key: revoked?.key ?? null, reason: revoked?.reason ?? null })
}

function judgeDestination(
  lease: Lease,
  { product, device, as }: LeaseVerification,
  judgedAs: 'new' | 'held',
): LeaseRefusal | null {
  if (lease.product !== product)
    return refuse('LEASE_OTHER_PRODUCT', { product, leaseProduct: lease.product })
  if (lease.device.key !== device)
    return refuse('LEASE_OTHER_DEVICE', { device, leaseDevice: lease.device.key })
  if (as.kind === 'held' || judgedAs === 'held') return null
  if (!as.awaited.includes(lease.answers)) return refuse('LEASE_OTHER_REQUEST', { answers: lease.answers })
  if (lease.generation > as.highestGeneration) return null
  return refuse('LEASE_GENERATION_OLD', {
    generation: lease.generation,
    highestGeneration: as.highestGeneration,
  })
}

/**
 * Whether the lease lacks signatures once the newest bundle has its say: keys revoked, disregarded at its moment, whose
 * interval does not hold it, or that are no longer in the role.
 */
function isToBeReIssued(input: {
  lease: Lease
  bundle: TrustBundle
  newest: TrustBundle
  by: ReadonlySet<Thumbprint>
}): boolean {
  const { lease, bundle, newest } = input
  const role = issuingRoleOf(bundle, lease.product)
  const newestRole = issuingRoleOf(newest, lease.product)
  if (role === null || newestRole === null) return true
  const good = signersOf(newest, newestRole, input.by).filter(
    (key) =>
      role.keys.includes(key.id) &&
      mayHaveSigned(key, lease.issuedAt) &&
      ![bundle, newest].some(
        (each) => isRevoked(each, key.id) || isDisregarded(each, key.id, lease.issuedAt),
      ),
  )
  return !fulfils(role, good)
}
