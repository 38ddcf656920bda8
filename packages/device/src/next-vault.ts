import type { Lease } from '@holdfast/lease'
import type { OpenVault } from './change-vault.ts'
import { judgeClock, recordProofs, type JudgedClock } from './clock-guard.ts'
import type { DeviceContext } from './device-context.ts'
import { hardwareChanged } from './fingerprint.ts'
import { bundleToStore, type TrustLink } from './held-trust.ts'
import { knownFacts } from './known-facts.ts'
import type { PrivateVault, PublicVault } from './vault-body.ts'

/**
 * What is held, as every write leaves it: the release that runs, the newest trust, each proof of time raised to its floor,
 * and whether the hardware still matches. `trust`: a newer bundle than the one held. spec: device §3, §4
 */
export function nextVault(
  context: DeviceContext,
  { held, private: secrets }: Pick<OpenVault, 'held' | 'private'>,
  trust: TrustLink | null = held.trust.newest,
): { readonly base: PublicVault; readonly clock: JudgedClock } {
  const { vault } = held
  const bundle = trust?.bundle ?? null
  const uptime = context.uptime()
  const clock = judgeClock({ wall: context.clock.now(), uptime, proofs: vault.proofs, trust: bundle })
  const lease = held.lease.kind === 'lease' ? held.lease.lease : null
  const base: PublicVault = {
    ...vault,
    product: context.product,
    // A held lease is judged by the bundle of its own version: that one's bytes stay beside it.
    trust: {
      newest: bundleToStore(held.trust, trust) ?? vault.trust.newest,
      issuedUnder: vault.trust.issuedUnder ?? (vault.lease === null ? null : vault.trust.newest),
    },
    runs: context.release ?? vault.runs,
    proofs:
      bundle === null
        ? vault.proofs
        : recordProofs({ proofs: vault.proofs, trust: bundle, uptime, unread: held.trust.unread !== null }),
    hardwareChanged:
      lease !== null && secrets !== null && isHardwareChanged(context, vault, { lease, secrets }),
    factsGiven: vault.factsGiven || context.factsGiven,
  }
  return { base, clock }
}

/** Where the facts that the lease accepted are not at hand, what was judged last stands. */
function isHardwareChanged(
  context: DeviceContext,
  vault: PublicVault,
  { lease, secrets }: { lease: Lease; secrets: PrivateVault },
): boolean {
  const facts = knownFacts(context, vault)
  return facts === null ? vault.hardwareChanged : hardwareChanged(lease, facts, secrets.salts)
}
