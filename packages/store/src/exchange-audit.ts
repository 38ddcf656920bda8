// What the audit row of an exchange says.
import type { RefusalCode } from '@holdfast/lease'
import type { Change, LeaseAcknowledged, LeaseGranted, Refused, SeatReleased } from '@holdfast/licensing'
import type { AuditEntry } from './bookkeeping.ts'
import type { ExchangeJob } from './exchange-job.ts'

type Made = LeaseGranted | SeatReleased | LeaseAcknowledged | Refused<RefusalCode>

/** A device acts, and what it does is about itself: its own history is found by either. */
export function exchangeAudit(job: ExchangeJob, decision: Made): Omit<AuditEntry, 'at'> {
  const actor = { kind: 'device', id: deviceOf(job) } as const
  const subject = `device:${actor.id}`
  if (job.kind === 'receipt') {
    const [{ lease, generation, appliedAt }] = job.receipts
    return {
      actor,
      action: 'receipt',
      subject,
      detail: { lease, generation, appliedAt, ...movedBy(decision) },
    }
  }
  const held = job.facts.held.kind === 'not-genuine' ? { heldNotGenuine: job.facts.held.code } : {}
  if (job.kind === 'release') {
    const { id, serial, releasedAt } = job.facts.statement
    const lease = decision.kind === 'released' ? decision.lease : null
    return {
      actor,
      action: 'release',
      subject,
      detail: { serial, request: id, lease, releasedAt, ...recordedBy(decision), ...held },
    }
  }
  const { id, serial, release, clock } = job.facts.request
  if (decision.kind === 'refused') {
    const { code } = decision
    const detail = { serial, request: id, asked: job.kind, refused: code, ...recordedBy(decision) }
    return { actor, action: 'record-from-lease', subject, detail }
  }
  const lease = decision.kind === 'granted' ? decision.lease : null
  const detail = {
    serial,
    request: id,
    lease: lease?.id,
    seat: lease?.seat,
    generation: lease?.generation,
    release: release.ordinal,
    deviceClock: clock.wall,
    ...recordedBy(decision),
    ...held,
  }
  return { actor, action: job.kind, subject, detail }
}

function deviceOf(job: ExchangeJob): string {
  if (job.kind === 'receipt') return job.receipts[0].device.key
  return job.kind === 'release' ? job.facts.statement.device.key : job.facts.request.device.key
}

function recordedBy(decision: Made): {
  recordedFromLease?: true
  termFromLease?: true
  keyFromLease?: true
} {
  const changes = changesOf(decision)
  const found = new Set(changes.flatMap((change) => (change.kind === 'finding' ? [change.finding.kind] : [])))
  return {
    ...(found.has('RECORDED_FROM_LEASE') ? { recordedFromLease: true } : {}),
    ...(found.has('TERM_DIFFERS') ? { termFromLease: true } : {}),
    ...(changes.some(({ kind }) => kind === 'recovered-key-set') ? { keyFromLease: true } : {}),
  }
}

function movedBy(decision: Made): {
  givenBack?: readonly string[]
} {
  const seats = changesOf(decision).flatMap((change) =>
    change.kind === 'seat-recorded' ? [change.seat.id] : [],
  )
  return seats.length === 0 ? {} : { givenBack: seats }
}

function changesOf(decision: Made): readonly Change[] {
  return decision.changes ?? []
}
