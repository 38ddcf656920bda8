// What the two parts of a vault hold, and their JSON. Artefacts are kept as their envelopes' own bytes. spec: device §4
import { formatInstant, parseInstant, type Instant } from '@holdfast/capabilities'
import type {
  LeaseId,
  Name,
  RefusalCode,
  Release,
  RequestId,
  SerialNumber,
  Thumbprint,
} from '@holdfast/lease'
import type { TimeProof } from './clock-guard.ts'
import type { JournalEntry, UnlicensedReason, Uptime } from './device-licence.ts'

export type PendingRequest = {
  readonly id: RequestId
  readonly action: 'activate' | 'renew'
  readonly serial: SerialNumber
  /** Thumbprint of the product key that signs it; `null` for a renewal. */
  readonly signer: Thumbprint | null
  readonly release: Release
  /** The trust version that it names: its answer brings the bundles above. */
  readonly trust: number
  /** The signed envelope: what is sent, however often. */
  readonly bytes: Uint8Array
}

/** What a release puts aside with the lease. */
export type BeforeRelease = Pick<PublicVault, 'pending' | 'awaited' | 'hardwareChanged'>

/** A release that stands in place of the lease, until it is answered or a new lease is accepted. */
export type StoredRelease = {
  readonly lease: LeaseId
  readonly statement: Uint8Array
  /** The lease given back: taken into use again where nobody has seen the release. */
  readonly held: Uint8Array
  /** It was written to a file: final at once. */
  readonly final: boolean
  /**
   * How many calls may have brought it to the vendor: each counts itself before it sends, and takes itself back where no
   * connection was opened. `null`: nobody knows, because an earlier statement may be out.
   */
  readonly callers: number | null
  /** Put back with the lease where the release is withdrawn. */
  readonly before: BeforeRelease
}

/** Everything that changes, in one file: so every action is one durable write. No secret stands in it. */
export type PublicVault = {
  readonly product: Name
  /** The device key that `lease` and `generation` belong to. */
  readonly device: Thumbprint | null
  /** The newest trust bundle, and the one that the lease was issued under; both are envelopes. */
  readonly trust: { readonly newest: Uint8Array | null; readonly issuedUnder: Uint8Array | null }
  readonly lease: Uint8Array | null
  /** Said while there is no lease. */
  readonly unlicensed: UnlicensedReason
  /** Highest generation that `device` ever accepted; 0: none. */
  readonly generation: number
  /** Of the last request or release; only grows. */
  readonly sequence: number
  readonly proofs: readonly TimeProof[]
  /** The newest lease's receipt, until the server has it. */
  readonly receipt: { readonly lease: LeaseId; readonly bytes: Uint8Array } | null
  readonly pending: PendingRequest | null
  /** Ids of requests whose answer is taken, the newest last. */
  readonly awaited: readonly RequestId[]
  readonly release: StoredRelease | null
  /** The lease whose release the server confirmed last. Says something only while the device is without a lease since. */
  readonly releaseConfirmed: LeaseId | null
  /** Address of the server that last answered. */
  readonly server: string | null
  /** The release that the product last told. */
  readonly runs: Release | null
  /** Why the last attempt to renew was refused; `null` where it was not. */
  readonly renewalRefused: RefusalCode | null
  /** As judged by the owner of the private part at the last write. */
  readonly hardwareChanged: boolean
  /** The product gave the hardware facts itself: this machine's own say nothing about what the lease accepted. */
  readonly factsGiven: boolean
  /** Wall clock of the last attempt to renew on advice; `null`: none. It bounds how often advice is followed. */
  readonly advisedAt: Instant | null
  /** When upkeep last renewed, by the wall clock and by the uptime; `null`: never. */
  readonly keptUp: { readonly at: Instant; readonly uptime: Uptime | null } | null
  readonly journal: readonly JournalEntry[]
}

export type Salt = { readonly id: Thumbprint; readonly bytes: Uint8Array }
export type PrivateVault = {
  /** Seed of the device key, 32 bytes. */
  readonly seed: Uint8Array
  /** Newest first. */
  readonly salts: readonly Salt[]
}

export const journalEntriesMax = 64
export const awaitedMax = 16
/** As many fingerprints as a request holds. */
export const saltsMax = 4

export const nothingBefore: BeforeRelease = { pending: null, awaited: [], hardwareChanged: false }

export function emptyVault(product: Name, unlicensed: UnlicensedReason): PublicVault {
  return {
    product,
    device: null,
    trust: { newest: null, issuedUnder: null },
    lease: null,
    unlicensed,
    generation: 0,
    sequence: 0,
    proofs: [],
    receipt: null,
    pending: null,
    awaited: [],
    release: null,
    releaseConfirmed: null,
    server: null,
    runs: null,
    renewalRefused: null,
    hardwareChanged: false,
    factsGiven: false,
    advisedAt: null,
    keptUp: null,
    journal: [],
  }
}

export function addJournal(vault: PublicVault, at: Instant, word: string, code: string | null): PublicVault {
  return { ...vault, journal: [...vault.journal, { at, word, code }].slice(-journalEntriesMax) }
}

export function formatPublicVault(vault: PublicVault): unknown {
  const { trust, lease, receipt, pending, release } = vault
  return {
    vault: 1,
    ...vault,
    trust: { newest: base64OrNull(trust.newest), issuedUnder: base64OrNull(trust.issuedUnder) },
    lease: base64OrNull(lease),
    proofs: vault.proofs.map((proof) => ({
      ...proof,
      moment: formatInstant(proof.moment),
      recorded: formatInstant(proof.recorded),
    })),
    receipt: receipt && { ...receipt, bytes: base64(receipt.bytes) },
    pending: formatPending(pending),
    advisedAt: vault.advisedAt === null ? null : formatInstant(vault.advisedAt),
    keptUp: vault.keptUp && { ...vault.keptUp, at: formatInstant(vault.keptUp.at) },
    release: release && {
      ...release,
      statement: base64(release.statement),
      held: base64(release.held),
      before: { ...release.before, pending: formatPending(release.before.pending) },
    },
    journal: vault.journal.map((entry) => ({ ...entry, at: formatInstant(entry.at) })),
  }
}

/**
 * Reads what is understood; a member that is missing or of another shape counts as empty. The checksum has been
 * compared, so that other shapes come only from newer products. `null` where it is not even an object of a product.
 */
export function parsePublicVault(body: unknown): PublicVault | null {
  const from = objectOf(body)
  const product = textOf(from['product'])
  if (product === null) return null
  const trust = objectOf(from['trust'])
  return {
    product,
    device: textOf(from['device']) as Thumbprint | null,
    trust: { newest: bytesOf(trust['newest']), issuedUnder: bytesOf(trust['issuedUnder']) },
    lease: bytesOf(from['lease']),
    unlicensed: unlicensedOf(from['unlicensed']),
    generation: countOf(from['generation']) ?? 0,
    sequence: countOf(from['sequence']) ?? 0,
    proofs: listOf(from['proofs'], proofOf),
    receipt: receiptOf(from['receipt']),
    pending: pendingOf(from['pending']),
    awaited: listOf(from['awaited'], textOf) as readonly RequestId[],
    release: storedReleaseOf(from['release']),
    releaseConfirmed: textOf(from['releaseConfirmed']) as LeaseId | null,
    server: textOf(from['server']),
    runs: releaseOf(from['runs']),
    renewalRefused: textOf(from['renewalRefused']) as RefusalCode | null,
    hardwareChanged: from['hardwareChanged'] === true,
    factsGiven: from['factsGiven'] === true,
    advisedAt: momentOf(from['advisedAt']),
    keptUp: keptUpOf(from['keptUp']),
    journal: listOf(from['journal'], entryOf),
  }
}

export function formatPrivateVault(vault: PrivateVault): unknown {
  return {
    vault: 1,
    seed: base64(vault.seed),
    salts: vault.salts.map((salt) => ({ id: salt.id, bytes: base64(salt.bytes) })),
  }
}

export function parsePrivateVault(body: unknown): PrivateVault | null {
  const from = objectOf(body)
  const seed = bytesOf(from['seed'])
  if (seed === null || seed.length !== 32) return null
  const saltOf = (entry: unknown): Salt | null => {
    const [id, bytes] = [textOf(objectOf(entry)['id']), bytesOf(objectOf(entry)['bytes'])]
    return id === null || bytes === null ? null : { id: id as Thumbprint, bytes }
  }
  return { seed, salts: listOf(from['salts'], saltOf) }
}

function proofOf(value: unknown): TimeProof | null {
  const from = objectOf(value)
  const [key, moment, recorded] = [textOf(from['key']), momentOf(from['moment']), momentOf(from['recorded'])]
  if (key === null || moment === null || recorded === null) return null
  return { key: key as Thumbprint, moment, recorded, uptime: uptimeOf(from['uptime']) }
}

function uptimeOf(value: unknown): Uptime | null {
  const [bootId, seconds] = [textOf(objectOf(value)['bootId']), countOf(objectOf(value)['seconds'])]
  return bootId === null || seconds === null ? null : { bootId, seconds }
}

function formatPending(pending: PendingRequest | null): unknown {
  return pending && { ...pending, bytes: base64(pending.bytes) }
}

function keptUpOf(value: unknown): PublicVault['keptUp'] {
  const at = momentOf(objectOf(value)['at'])
  return at === null ? null : { at, uptime: uptimeOf(objectOf(value)['uptime']) }
}

function pendingOf(value: unknown): PendingRequest | null {
  const from = objectOf(value)
  const [id, action, serial] = [textOf(from['id']), from['action'], textOf(from['serial'])]
  const [release, bytes] = [releaseOf(from['release']), bytesOf(from['bytes'])]
  const trust = countOf(from['trust'])
  if (id === null || serial === null || release === null || bytes === null || trust === null) return null
  if (action !== 'activate' && action !== 'renew') return null
  const signer = textOf(from['signer']) as Thumbprint | null
  return { id: id as RequestId, action, serial: serial as SerialNumber, signer, release, trust, bytes }
}

function receiptOf(value: unknown): PublicVault['receipt'] {
  const [lease, bytes] = [textOf(objectOf(value)['lease']), bytesOf(objectOf(value)['bytes'])]
  return lease === null || bytes === null ? null : { lease: lease as LeaseId, bytes }
}

function storedReleaseOf(value: unknown): StoredRelease | null {
  const from = objectOf(value)
  const [lease, statement, held] = [textOf(from['lease']), bytesOf(from['statement']), bytesOf(from['held'])]
  if (lease === null || statement === null || held === null) return null
  // What an earlier version wrote does not say who has it: then nobody takes it back.
  const callers = countOf(from['callers'])
  const before = beforeReleaseOf(from['before'])
  return { lease: lease as LeaseId, statement, held, final: from['final'] === true, callers, before }
}

function beforeReleaseOf(value: unknown): BeforeRelease {
  const from = objectOf(value)
  return {
    pending: pendingOf(from['pending']),
    awaited: listOf(from['awaited'], textOf) as readonly RequestId[],
    hardwareChanged: from['hardwareChanged'] === true,
  }
}

function releaseOf(value: unknown): Release | null {
  const [name, ordinal] = [textOf(objectOf(value)['name']), countOf(objectOf(value)['ordinal'])]
  return name === null || ordinal === null ? null : { name, ordinal }
}

function entryOf(value: unknown): JournalEntry | null {
  const from = objectOf(value)
  const [at, word] = [momentOf(from['at']), textOf(from['word'])]
  return at === null || word === null ? null : { at, word, code: textOf(from['code']) }
}

function unlicensedOf(value: unknown): UnlicensedReason {
  return value === 'never-activated' || value === 'reset' || value === 'released' ? value : 'vault-lost'
}

function objectOf(value: unknown): { readonly [member: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { [member: string]: unknown }) : {}
}

function listOf<T>(value: unknown, parse: (entry: unknown) => T | null): readonly T[] {
  return Array.isArray(value) ? value.map(parse).filter((entry) => entry !== null) : []
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function momentOf(value: unknown): Instant | null {
  return typeof value === 'string' ? parseInstant(value) : null
}

function bytesOf(value: unknown): Uint8Array | null {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : null
}

function base64OrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : base64(bytes)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
