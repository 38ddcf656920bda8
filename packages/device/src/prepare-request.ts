// One intention, made durable before it leaves: the same bytes go out however often it is sent. spec: activation-protocol §2
import {
  fingerprintSalt,
  formatEnvelope,
  formatRequest,
  makeRequestId,
  parseEnvelope,
  privateKeyOfSeed,
  productKeyId,
  productKeySigner,
  refuse,
  selfKeyId,
  signEnvelope,
  type Envelope,
  type PrivateKey,
  type ProductKey,
  type Refusal,
  type Release,
  type RequestId,
  type SerialNumber,
  type Thumbprint,
} from '@holdfast/lease'
import type { OpenVault, VaultChange } from './change-vault.ts'
import type { DeviceContext } from './device-context.ts'
import { listFingerprints } from './fingerprint.ts'
import type { TrustLink } from './held-trust.ts'
import { knownFacts } from './known-facts.ts'
import { nextVault } from './next-vault.ts'
import { isSequenceSpent } from './sequence.ts'
import {
  addJournal,
  awaitedMax,
  saltsMax,
  type PendingRequest,
  type PublicVault,
  type Salt,
} from './vault-body.ts'

export type Wanted =
  | { readonly action: 'activate'; readonly serial: SerialNumber; readonly key: ProductKey }
  | { readonly action: 'renew' }

export type Prepared = {
  readonly kind: 'prepared'
  readonly id: RequestId
  readonly envelope: Envelope
  readonly receipts: readonly Envelope[]
  /** The same request as before, byte for byte. */
  readonly already: boolean
}

const deviceSeedBytes = 32
const generationMax = 999_999_999

/**
 * The pending request where it is the same intention, else a new one that takes its place. An unconfirmed release waits
 * beside it until a lease is accepted. Refuses with TRUST_MISSING, TRUST_OTHER_ROOT, NOT_LICENSED (renewal without a
 * lease), VAULT_DAMAGED (its device key is lost), GENERATION_SPENT (its device key can number nothing more) or INPUT_INVALID
 * (no release).
 */
export function prepareRequest(
  context: DeviceContext,
  open: OpenVault,
  wanted: Wanted,
): VaultChange<Prepared> | Refusal {
  const { held } = open
  const release = context.release ?? held.vault.runs
  if (release === null) return refuse('INPUT_INVALID', { path: 'release' })
  const trust = trustToAct(open)
  if ('kind' in trust) return trust
  const serial = wanted.action === 'activate' ? wanted.serial : serialToRenew(open)
  if (typeof serial !== 'string') return serial
  const signer = wanted.action === 'activate' ? productKeySigner(wanted.key, context.product) : null
  const named = { serial, signer: signer?.thumbprint ?? null, release, trust: trust.bundle.version }
  const like = { action: wanted.action, ...named }
  const again = findPending(open, like)
  if (again !== null) return { result: again }
  const salts = saltsWith(
    open,
    wanted.action === 'activate' ? fingerprintSalt(wanted.key, context.product) : null,
  )
  return addRequest(context, open, { like, signer, salts, trust })
}

/** The newest bundle, unless none is held or the vault belongs to another vendor: then nothing changes. */
export function trustToAct({ held }: Pick<OpenVault, 'held'>): TrustLink | Refusal {
  const otherRoot = held.trust.refusals.find((refusal) => refusal.code === 'TRUST_OTHER_ROOT')
  if (otherRoot !== undefined) return otherRoot
  return held.trust.newest ?? held.trust.refusals[0] ?? refuse('TRUST_MISSING')
}

/** The newest lease's receipt, if it still waits: it travels with any exchange. */
export function waitingReceipts(vault: PublicVault): readonly Envelope[] {
  if (vault.receipt === null) return []
  const parsed = parseEnvelope(vault.receipt.bytes, 'receipt')
  return parsed.kind === 'refused' ? [] : [parsed.envelope]
}

function addRequest(
  context: DeviceContext,
  open: OpenVault,
  made: {
    like: Omit<PendingRequest, 'id' | 'bytes'>
    signer: PrivateKey | null
    salts: readonly Salt[]
    trust: TrustLink
  },
): VaultChange<Prepared> | Refusal {
  const { base, clock } = nextVault(context, open)
  const { action, serial, release } = made.like
  if (action === 'renew' && isSequenceSpent(base)) return refuse('GENERATION_SPENT')
  const seed = seedToUse(context, open, action)
  const deviceKey = privateKeyOfSeed(seed)
  const counted = countFor(base, deviceKey.thumbprint)
  const id = makeRequestId(context.entropy)
  const payload = formatRequest({
    root: made.trust.bundle.root,
    id,
    sequence: counted.sequence,
    action,
    product: context.product,
    release,
    serial,
    device: {
      key: deviceKey.thumbprint,
      ...(context.name === null ? {} : { name: context.name }),
      // None where they are not at hand: the vendor keeps those accepted before.
      fingerprints: listFingerprints(knownFacts(context, base) ?? {}, made.salts),
    },
    held: heldEnvelope(base, deviceKey),
    generation: base.device === deviceKey.thumbprint ? base.generation : 0,
    receipts: base.receipt === null ? [] : [base.receipt.lease],
    trust: made.trust.bundle.version,
    clock: { wall: clock.wall, ...(clock.floor === null ? {} : { floor: clock.floor }) },
  })
  const own = { key: deviceKey, keyid: selfKeyId(deviceKey.publicRaw) }
  const proof = made.signer === null ? [] : [{ key: made.signer, keyid: productKeyId(made.signer.publicRaw) }]
  const envelope = signEnvelope('request', payload, [own, ...proof])
  const next: PublicVault = {
    ...base,
    ...counted,
    pending: { ...made.like, id, bytes: formatEnvelope(envelope) },
    awaited: [...base.awaited, id].slice(-awaitedMax),
  }
  return {
    ...(isKept(open, seed, made.salts) ? {} : { private: { seed, salts: made.salts } }),
    public: addJournal(next, clock.now, `${action}-requested`, null),
    result: { kind: 'prepared', id, envelope, receipts: waitingReceipts(base), already: false },
  }
}

/** The next sequence. Sequences and generations count per device key: a new key, where the old one is lost or spent, begins anew. */
function countFor(
  vault: PublicVault,
  device: Thumbprint,
): Pick<PublicVault, 'device' | 'generation' | 'sequence'> {
  const sequence = isSequenceSpent(vault) ? 1 : vault.sequence + 1
  // While the lease of a lost key is in use, its key stays named; sequences may well have gaps.
  if (vault.device === device || vault.lease !== null)
    return { device: vault.device, generation: vault.generation, sequence }
  return { device, generation: 0, sequence }
}

/**
 * A key whose generations or sequence are spent can take no further lease: the next activation is by a new one. Whose
 * sequence it is does not matter: a crash may have left the new key beside the count of the one before.
 */
function seedToUse(
  context: DeviceContext,
  { held, private: secrets, deviceKey }: OpenVault,
  action: string,
): Uint8Array {
  const { device, generation } = held.vault
  const noGeneration = device === deviceKey?.thumbprint && generation >= generationMax
  const spent = action === 'activate' && (noGeneration || isSequenceSpent(held.vault))
  return secrets === null || spent ? context.entropy.bytes(deviceSeedBytes) : secrets.seed
}

function heldEnvelope(vault: PublicVault, deviceKey: PrivateKey): Envelope | null {
  if (vault.lease === null || vault.device !== deviceKey.thumbprint) return null
  const parsed = parseEnvelope(vault.lease, 'lease')
  return parsed.kind === 'refused' ? null : parsed.envelope
}

function serialToRenew({ held, deviceKey }: OpenVault): SerialNumber | Refusal {
  if (held.lease.kind === 'none') return refuse('NOT_LICENSED', { because: held.lease.because })
  if (deviceKey?.thumbprint !== held.vault.device)
    return refuse('VAULT_DAMAGED', { part: 'private', lost: 'device-key' })
  return held.lease.lease.serial
}

// A request for an earlier release is not sent again: what it asks has changed with the upgrade. Nor is one that names an
// earlier trust bundle: its answer would bring the same bundles again, and perhaps never the one that is needed.
function findPending(
  { held, private: secrets }: OpenVault,
  like: Omit<PendingRequest, 'id' | 'bytes'>,
): Prepared | null {
  const { pending } = held.vault
  if (pending === null || secrets === null || !isSameIntention(pending, like)) return null
  const parsed = parseEnvelope(pending.bytes, 'request')
  if (parsed.kind === 'refused') return null
  const receipts = waitingReceipts(held.vault)
  return { kind: 'prepared', id: pending.id, envelope: parsed.envelope, receipts, already: true }
}

function isSameIntention(
  one: Omit<PendingRequest, 'id' | 'bytes'>,
  other: Omit<PendingRequest, 'id' | 'bytes'>,
): boolean {
  const sameRelease = (a: Release, b: Release) => a.name === b.name && a.ordinal === b.ordinal
  const same = one.action === other.action && one.serial === other.serial && one.signer === other.signer
  return same && one.trust === other.trust && sameRelease(one.release, other.release)
}

function isKept({ private: secrets }: OpenVault, seed: Uint8Array, salts: readonly Salt[]): boolean {
  if (secrets === null || Buffer.compare(secrets.seed, seed) !== 0) return false
  return (
    secrets.salts.length === salts.length &&
    secrets.salts.every((salt, index) => salt.id === salts[index]?.id)
  )
}

/** The salts known, the order's own first. A device that has activated keeps them. */
function saltsWith({ private: secrets }: OpenVault, salt: Salt | null): readonly Salt[] {
  const known = (secrets?.salts ?? []).filter((other) => other.id !== salt?.id)
  return [...(salt === null ? [] : [salt]), ...known].slice(0, saltsMax)
}
