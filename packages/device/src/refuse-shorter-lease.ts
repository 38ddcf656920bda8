// Unsigned advice never shortens what a device holds. Pure. spec: activation-protocol §11
import { formatInstant } from '@holdfast/capabilities'
import { leaseEnd, refuse, type Lease, type Refusal } from '@holdfast/lease'

/** LEASE_SHORTER where the offered lease ends before the one held, by term or by a required renewal; else `null`. */
export function refuseShorterLease(offered: Lease, held: Lease | null): Refusal<'LEASE_SHORTER'> | null {
  if (held === null) return null
  const [before, after] = [leaseEnd(held), leaseEnd(offered)]
  if (after.kind === 'never' || (before.kind === 'at' && after.at >= before.at)) return null
  return refuse('LEASE_SHORTER', {
    until: formatInstant(after.at),
    held: before.kind === 'never' ? null : formatInstant(before.at),
  })
}
