// What the device says of itself: a pure function of vault, trust, release and now. spec: device §1
import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { covers, leaseEnd, type Lease, type Name, type Release } from '@holdfast/lease'
import {
  noticedWords,
  type Allowance,
  type DeviceState,
  type Noticed,
  type UnlicensedReason,
} from './device-licence.ts'

export type StateFacts = {
  /** The verified lease, or why there is none. */
  readonly held:
    | { readonly kind: 'lease'; readonly lease: Lease }
    | { readonly kind: 'none'; readonly because: UnlicensedReason }
  readonly release: Release | null
  readonly now: Instant
  /** Doubts found outside this function, in any order. */
  readonly noticed: readonly Noticed[]
  /** A server address is known, and the last attempt to renew was not refused. */
  readonly renewalHopeful: boolean
}

export function decideState(facts: StateFacts): DeviceState {
  if (facts.held.kind === 'none')
    return { kind: 'unlicensed', because: facts.held.because, noticed: sortNoticed(facts.noticed) }
  const { lease } = facts.held
  const { now } = facts
  const noticed = sortNoticed([...facts.noticed, ...noticedOfRenewal(lease, now)])
  if (facts.release !== null && !covers(lease.releases, facts.release.ordinal))
    return { kind: 'lapsed', since: null, because: 'release-not-covered', noticed }
  const end = leaseEnd(lease)
  if (end.kind === 'never') return { kind: 'licensed', until: 'perpetual', reminding: false, noticed }
  if (now < end.at) {
    const remindFrom = addSecondsHeld(end.at, -lease.reminderDays * secondsPerDay)
    const cures = end.because === 'renewal-missed' && facts.renewalHopeful && renewalWindowOpen(lease, now)
    return { kind: 'licensed', until: end.at, reminding: now >= remindFrom && !cures, noticed }
  }
  const graceUntil = addSecondsHeld(end.at, lease.graceDays * secondsPerDay)
  if (now < graceUntil)
    return { kind: 'in-grace', since: end.at, until: graceUntil, because: end.because, noticed }
  return { kind: 'lapsed', since: graceUntil, because: end.because, noticed }
}

/** Running work never stops: licensed and in grace everything goes; after that the lease's own policies decide. */
export function decideAllowance(
  state: DeviceState,
  lease: Lease | null,
  feature: Name,
  defaults: { readonly [feature: Name]: Allowance },
): Allowance {
  if (state.kind === 'licensed' || state.kind === 'in-grace') return 'yes'
  if (state.kind === 'unlicensed' || lease === null)
    return Object.hasOwn(defaults, feature) ? (defaults[feature] ?? 'no') : 'no'
  const policy = Object.hasOwn(lease.policies, feature) ? lease.policies[feature] : undefined
  if (policy === 'enforce') return 'no'
  return policy === 'observe' ? 'yes' : 'warn'
}

/** The state as `--json` prints it and reports carry it: moments as text. */
export function formatDeviceState(state: DeviceState): { readonly [member: string]: unknown } {
  const text = (moment: Instant | null | 'perpetual') =>
    typeof moment === 'number' ? formatInstant(moment) : moment
  switch (state.kind) {
    case 'unlicensed':
      return { ...state }
    case 'licensed':
      return { ...state, until: text(state.until) }
    case 'in-grace':
      return { ...state, since: text(state.since), until: text(state.until) }
    case 'lapsed':
      return { ...state, since: text(state.since) }
  }
}

function noticedOfRenewal(lease: Lease, now: Instant): Noticed[] {
  if (lease.renewal.kind === 'none' || now < lease.renewal.from) return []
  return [now < lease.renewal.until ? 'renewal-due' : 'renewal-overdue']
}

function renewalWindowOpen(lease: Lease, now: Instant): boolean {
  return lease.renewal.kind !== 'none' && now >= lease.renewal.from && now < lease.renewal.until
}

function sortNoticed(noticed: readonly Noticed[]): readonly Noticed[] {
  return noticedWords.filter((word) => noticed.includes(word))
}
