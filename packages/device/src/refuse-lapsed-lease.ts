// The known is never traded for the hoped-for: a lease that works is not given up for one that does not. Pure. spec: device §2
import { formatInstant, type Instant } from '@holdfast/capabilities'
import { leaseEnd, refuse, type Lease, type Refusal, type Release } from '@holdfast/lease'
import { decideState } from './device-state.ts'

/**
 * LEASE_OVER where the offered lease is lapsed for its time at `now`, and the lease held is licensed or in grace at the same
 * `now`; else `null`. A server whose clock was wrong and is right again signs such leases.
 */
export function refuseLapsedLease(
  offered: Lease,
  held: Lease | null,
  { release, now }: { readonly release: Release | null; readonly now: Instant },
): Refusal<'LEASE_OVER'> | null {
  if (held === null || !works(held, release, now) || works(offered, null, now)) return null
  const end = leaseEnd(offered)
  if (end.kind === 'never') return null
  return refuse('LEASE_OVER', { until: formatInstant(end.at), now: formatInstant(now) })
}

function works(lease: Lease, release: Release | null, now: Instant): boolean {
  const held = { kind: 'lease', lease } as const
  return decideState({ held, release, now, noticed: [], renewalHopeful: false }).kind !== 'lapsed'
}
