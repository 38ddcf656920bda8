import type { Instant } from '@holdfast/capabilities'
import { judgeClock, type JudgedClock } from './clock-guard.ts'
import type { DeviceContext } from './device-context.ts'
import type { DeviceState, Noticed, VaultFinding } from './device-licence.ts'
import { decideState } from './device-state.ts'
import { findPrivateDamage } from './find-private-damage.ts'
import type { Held } from './held-licence.ts'
import { isSequenceSpent } from './sequence.ts'

export type Judgement = { readonly held: Held; readonly clock: JudgedClock; readonly state: DeviceState }

/** Reads what is held and says what it means at a wall clock's moment. Needs the public part alone, and writes nothing. spec: device §1 */
export function judgeDevice(context: DeviceContext, wall: Instant): Judgement {
  const held = context.read()
  const { vault } = held
  const trust = held.trust.newest?.bundle ?? null
  const clock = judgeClock({ wall, uptime: context.uptime(), proofs: vault.proofs, trust })
  const lease = held.lease.kind === 'lease' ? held.lease : null
  const noticed: Noticed[] = [...clock.noticed]
  if (lease !== null && vault.hardwareChanged) noticed.push('hardware-changed')
  if (lease?.toBeReissued === true) noticed.push('to-be-re-issued')
  if (vault.receipt !== null) noticed.push('receipt-waiting')
  if (vault.pending !== null) noticed.push('request-waiting')
  if (vault.release !== null && !vault.release.final) noticed.push('release-unconfirmed')
  if (isDamaged(held.findings) || isDamaged(findPrivateDamage(context.dir, held)))
    noticed.push('vault-generation-damaged')
  if (trust?.expires !== undefined && clock.now >= trust.expires) noticed.push('trust-expired')
  const state = decideState({
    held: held.lease,
    release: context.release ?? vault.runs,
    now: clock.now,
    noticed,
    renewalHopeful:
      (context.server ?? vault.server) !== null && vault.renewalRefused === null && !isSequenceSpent(vault),
  })
  return { held, clock, state }
}

/** A file that cannot be read is noticed as damaged only beside one that can: both may well be another user's. */
function isDamaged(findings: readonly VaultFinding[]): boolean {
  const unreadable = findings.filter(({ finding }) => finding === 'unreadable').length
  return unreadable === 1 || findings.some(({ finding }) => finding === 'damaged' || finding === 'missing')
}
