import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type {
  AcceptedFingerprint,
  Fingerprint,
  Lease,
  LeaseId,
  Renewal,
  Request,
  Root,
  Term,
  Thumbprint,
} from '@holdfast/lease'
import { fingerprintWeightOf } from './fingerprint-weights.ts'
import type { Licence, RenewalRule } from './licence.ts'
import { leasePartsMax } from './limits.ts'
import type { Seat } from './seat.ts'

/**
 * The lease that says what a licence grants to a seat. Pure; everything that ends anything is copied, not computed: the
 * term stands in the licence. Only the renewal window is counted from `now`, because it belongs to this lease.
 * Source: docs/spec/lease-format.md §5.
 */
export function composeLease(facts: {
  readonly root: Root
  readonly id: LeaseId
  readonly request: Request
  /** Leases whose receipts were recorded with this request. */
  readonly acknowledges: readonly LeaseId[]
  /** The lease that the device brought, if genuine: a request without fingerprints keeps those accepted before. */
  readonly held: Lease | null
  readonly licence: Licence
  readonly term: Term
  readonly productKey: Thumbprint
  /** With the generation of this lease. */
  readonly seat: Seat
  readonly now: Instant
  readonly trust: number
}): Lease {
  const { request, licence, seat, now } = facts
  return {
    root: facts.root,
    id: facts.id,
    generation: seat.generation,
    answers: request.id,
    acknowledges: facts.acknowledges,
    licence: licence.id,
    order: licence.orderNumber,
    seat: seat.id,
    product: licence.product,
    edition: licence.edition,
    releases: licence.releases,
    serial: seat.serial,
    productKey: facts.productKey,
    holder: licence.holder,
    device: { key: seat.device, fingerprints: acceptedFingerprints(request.device.fingerprints, facts.held) },
    term: facts.term,
    renewal: renewalWindow(licence.renewal, now),
    reminderDays: licence.reminderDays,
    graceDays: licence.graceDays,
    policies: licence.policies,
    issuedAt: now,
    trust: facts.trust,
  }
}

/**
 * The window of a lease issued at `now`: it ends `everyDays` later and opens `windowDays` before that. It may reach past
 * the term; the earlier of the two ends is the lease's. None where so little is left until year 9999 that it is empty.
 */
export function renewalWindow(rule: RenewalRule, now: Instant): Renewal {
  if (rule.kind === 'none') return { kind: 'none' }
  const until = addSecondsHeld(now, rule.everyDays * secondsPerDay)
  const from = addSecondsHeld(now, (rule.everyDays - rule.windowDays) * secondsPerDay)
  return from < until ? { kind: rule.kind, from, until } : { kind: 'none' }
}

/** Whole fingerprints in order, as long as they fit: a cut one would look like hardware that changed. */
function acceptedFingerprints(
  reported: readonly Fingerprint[],
  held: Lease | null,
): readonly AcceptedFingerprint[] {
  const weighed =
    reported.length === 0
      ? (held?.device.fingerprints ?? [])
      : reported.map(({ salt, parts }) => ({
          salt,
          parts: parts.map(({ name, hash }) => ({ name, hash, weight: fingerprintWeightOf(name) })),
        }))
  const accepted: AcceptedFingerprint[] = []
  let left = leasePartsMax
  for (const fingerprint of weighed) {
    left -= fingerprint.parts.length
    if (left < 0) break
    accepted.push(fingerprint)
  }
  return accepted
}
