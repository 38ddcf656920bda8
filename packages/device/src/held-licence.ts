// What this machine holds, read and verified. Kept as long as the files' bytes stay the same.
import { join } from 'node:path'
import { refuse, verifyLease, type Lease, type Name, type Refusal } from '@holdfast/lease'
import type { UnlicensedReason, VaultFinding } from './device-licence.ts'
import { decideHeldTrust, type GivenTrust, type HeldTrust } from './held-trust.ts'
import {
  chooseGeneration,
  isThere,
  readPartBytes,
  unreadableFile,
  type PartBytes,
  type PartReading,
} from './vault.ts'
import { emptyVault, parsePublicVault, type PublicVault } from './vault-body.ts'
import { vaultVersion } from './vault-file.ts'

export type HeldLease = {
  readonly kind: 'lease'
  readonly lease: Lease
  readonly payload: Uint8Array
  readonly bytes: Uint8Array
  readonly toBeReissued: boolean
}

export type Held = {
  readonly vault: PublicVault
  readonly inUse: PartReading['inUse']
  readonly findings: readonly VaultFinding[]
  /** The file for which nothing can be said now; what else stands here is then empty, or what was read before. */
  readonly unreadable: string | null
  /** Written by a newer product: read as far as understood, never written. */
  readonly newer: boolean
  readonly trust: HeldTrust
  readonly lease:
    | HeldLease
    | { readonly kind: 'none'; readonly because: UnlicensedReason; readonly refusal: Refusal | null }
}
export type HeldReader = {
  (): Held
  /** What was seen before no longer goes on: this process has put the lease down. */
  forget(): void
}

/**
 * A reader that verifies again only when the bytes of the public files have changed. While they cannot be read, a lease
 * that it has verified before goes on: a passing error takes no licence away. spec: device §1
 */
export function openHeldReader(input: { product: Name; dir: string; trust: GivenTrust }): HeldReader {
  let seen: { bytes: PartBytes; used: boolean; held: Held } | null = null
  const read = () => {
    const bytes = readPartBytes(input.dir, 'public')
    const used = isThere(bytes) || isThere(readPartBytes(input.dir, 'private'))
    if (seen !== null && seen.used === used && sameBytes(seen.bytes, bytes)) return seen.held
    const held = judgeHeld(input, bytes, used)
    if (held.unreadable !== null && seen?.held.lease.kind === 'lease')
      return { ...seen.held, findings: held.findings, unreadable: held.unreadable }
    seen = { bytes, used, held }
    return held
  }
  return Object.assign(read, { forget: () => void (seen = null) })
}

/** `used`: there is a file of either part. A device key without a public part is what a lost vault leaves. */
export function judgeHeld(
  input: { product: Name; dir: string; trust: GivenTrust },
  bytes: PartBytes,
  used: boolean,
): Held {
  const reading = chooseGeneration('public', bytes)
  const parsed = reading.inUse === null ? null : parsePublicVault(reading.body)
  const unreadable = unreadableFile(reading)
  const because = unreadable !== null ? 'vault-unreadable' : used ? 'vault-lost' : 'never-activated'
  const vault = parsed ?? emptyVault(input.product, because)
  const trust = decideHeldTrust(input.trust, vault.trust)
  const newer =
    (reading.inUse?.version ?? 0) > vaultVersion ||
    reading.findings.some((found) => found.finding === 'newer')
  return {
    vault,
    inUse: reading.inUse,
    findings: reading.findings,
    unreadable,
    newer,
    trust,
    // What may not be read is not lost: nothing is known of it, and nothing is claimed.
    lease:
      unreadable === null
        ? judgeLease(input.product, vault, trust)
        : {
            kind: 'none',
            because,
            refusal: refuse('FILE_UNREADABLE', { file: join(input.dir, unreadable) }),
          },
  }
}

/** What is held is judged by the bundle that it was issued under, for as long as it is held. spec: lease-format §5 */
function judgeLease(product: Name, vault: PublicVault, trust: HeldTrust): Held['lease'] {
  if (vault.lease === null) return { kind: 'none', because: vault.unlicensed, refusal: null }
  const lost = (refusal: Refusal) => ({ kind: 'none', because: 'vault-lost', refusal }) as const
  const otherRoot = trust.refusals.find((refusal) => refusal.code === 'TRUST_OTHER_ROOT')
  if (otherRoot !== undefined) return lost(otherRoot)
  if (trust.newest === null) return lost(refuse('TRUST_MISSING'))
  if (vault.device === null) return lost(refuse('VAULT_DAMAGED', { member: 'device' }))
  const verdict = verifyLease({
    envelope: vault.lease,
    trust: trust.newest.bundle,
    product,
    device: vault.device,
    as: { kind: 'held', issuedUnder: (trust.issuedUnder ?? trust.newest).bundle },
  })
  if (verdict.kind === 'refused') return lost(verdict)
  const { lease, payload, notes } = verdict
  return { kind: 'lease', lease, payload, bytes: vault.lease, toBeReissued: notes.length > 0 }
}

function sameBytes(one: PartBytes, other: PartBytes): boolean {
  return ([0, 1] as const).every((index) => {
    const [a, b] = [one[index], other[index]]
    return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b
  })
}
