// The wall clock is testimony; signed moments and running time are proof. Pure. spec: device §3
import { addSecondsHeld, instantMax, instantMin, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { isDisregarded, isRevoked, mayHaveSigned, type Thumbprint, type TrustBundle } from '@holdfast/lease'
import type { Uptime } from './device-licence.ts'

/** The latest moment that one trusted key signed, and where this machine's running time stood when it came in. */
export type TimeProof = {
  readonly key: Thumbprint
  readonly moment: Instant
  /** Boot id and uptime when it came in; `null` where the system did not tell. */
  readonly uptime: Uptime | null
  /** The floor of this proof when the vault was last written; never below `moment`. */
  readonly recorded: Instant
}

export type JudgedClock = {
  readonly wall: Instant
  /** `null` where no proof counts. */
  readonly floor: Instant | null
  /** Highest of wall clock and floor. */
  readonly now: Instant
  readonly noticed: readonly ('clock-behind' | 'clock-ahead')[]
}

/** A wall clock this far below the floor is not worth telling: clocks drift. */
export const clockBehindSecondsMax = 300
/** A wall clock this far above what running time allows is told. */
export const clockAheadSecondsMax = 2 * secondsPerDay

export function judgeClock(input: {
  wall: Instant
  uptime: Uptime | null
  proofs: readonly TimeProof[]
  trust: TrustBundle | null
}): JudgedClock {
  const wall = Math.min(Math.max(Math.floor(input.wall), instantMin), instantMax) as Instant
  const counted = proofsThatCount(input.proofs, input.trust)
  const floor = highest(counted.map((proof) => floorOfProof(proof, input.uptime)))
  const now = floor !== null && floor > wall ? floor : wall
  if (wall === instantMin || (floor !== null && wall < floor - clockBehindSecondsMax))
    return { wall, floor, now, noticed: ['clock-behind'] }
  if (wall === instantMax || isAhead(wall, floor, counted, input.uptime))
    return { wall, floor, now, noticed: ['clock-ahead'] }
  return { wall, floor, now, noticed: [] }
}

/**
 * `moment` plus running time since, within one boot; otherwise the last recorded value. An uptime below the one noted
 * (a machine put back to an earlier snapshot) counts as no time passed.
 */
export function floorOfProof(proof: TimeProof, uptime: Uptime | null): Instant {
  const kept = Math.max(proof.moment, proof.recorded) as Instant
  if (proof.uptime === null || uptime === null || uptime.bootId !== proof.uptime.bootId) return kept
  const ran = Math.max(0, Math.floor(uptime.seconds - proof.uptime.seconds))
  return Math.max(kept, addSecondsHeld(proof.moment, ran)) as Instant
}

/**
 * Proofs of keys that the bundle holds and has not revoked, whose interval holds the moment, and that it does not
 * disregard. Without a bundle: none.
 */
export function proofsThatCount(
  proofs: readonly TimeProof[],
  trust: TrustBundle | null,
): readonly TimeProof[] {
  if (trust === null) return []
  return proofs.filter((proof) => {
    const key = trust.keys.find((candidate) => candidate.id === proof.key)
    if (key === undefined || isRevoked(trust, proof.key)) return false
    return mayHaveSigned(key, proof.moment) && !isDisregarded(trust, proof.key, proof.moment)
  })
}

/**
 * The proofs to write: those of keys that still count, each raised to its floor, and those that a lease signed at
 * `moment` by `keys` brings. Merged per key by maximum, never by addition. `unread`: a bundle is kept that this reader does
 * not understand; then proofs of keys that no bundle here knows stay as they are.
 */
export function recordProofs(input: {
  proofs: readonly TimeProof[]
  trust: TrustBundle | null
  uptime: Uptime | null
  unread?: boolean
  signed?: { readonly moment: Instant; readonly keys: readonly Thumbprint[] }
}): readonly TimeProof[] {
  const { uptime, signed } = input
  const raised = proofsThatCount(input.proofs, input.trust).map((proof) => ({
    ...proof,
    recorded: floorOfProof(proof, uptime),
  }))
  const brought = (signed?.keys ?? []).map((key) => ({
    key,
    moment: signed?.moment as Instant,
    uptime,
    recorded: signed?.moment as Instant,
  }))
  const merged = new Map<Thumbprint, TimeProof>()
  for (const proof of [...raised, ...proofsThatCount(brought, input.trust)]) {
    const held = merged.get(proof.key)
    merged.set(proof.key, held === undefined ? proof : mergeProofs(held, proof, uptime))
  }
  const isKnown = ({ key }: TimeProof) => input.trust?.keys.some(({ id }) => id === key) === true
  const kept = input.unread === true ? input.proofs.filter((proof) => !isKnown(proof)) : []
  return [...merged.values(), ...kept]
}

/** Two proofs of one key: the one with the higher floor now; where equal, the first. */
function mergeProofs(held: TimeProof, offered: TimeProof, uptime: Uptime | null): TimeProof {
  return floorOfProof(offered, uptime) > floorOfProof(held, uptime) ? offered : held
}

// Only a proof of this very boot can show that so much time has not passed: the machine may have been off for years.
function isAhead(
  wall: Instant,
  floor: Instant | null,
  proofs: readonly TimeProof[],
  uptime: Uptime | null,
): boolean {
  if (floor === null || uptime === null || wall <= floor + clockAheadSecondsMax) return false
  return proofs.some(
    (proof) =>
      proof.uptime?.bootId === uptime.bootId && wall > floorOfProof(proof, uptime) + clockAheadSecondsMax,
  )
}

function highest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : (Math.max(...instants) as Instant)
}
