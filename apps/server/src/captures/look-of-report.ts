import { addSecondsHeld, parseInstant } from '@holdfast/capabilities'
import type { Look, ObservedState } from '@holdfast/fleet'
import type { ReportReading } from '@holdfast/intake'
import type { Thumbprint } from '@holdfast/lease'

const states: readonly string[] = ['unlicensed', 'licensed', 'in-grace', 'lapsed'] satisfies ObservedState[]

/** What a report of one of our own devices says; its signature was verified when it was read. */
export function lookOfReport(report: ReportReading, source: string): Look {
  const writtenAt = parseInstant(report.writtenAt)
  const capturedAt = writtenAt === null ? null : { from: writtenAt, to: addSecondsHeld(writtenAt, 1) }
  const until = report.held?.until ?? null
  const end = until === null ? null : parseInstant(until)
  const remaining =
    end === null || writtenAt === null ? null : { from: end - writtenAt, to: end - writtenAt + 1 }
  const kind = report.state.kind
  const state = states.includes(kind) ? (kind as ObservedState) : null
  const isReminding = state === 'licensed' && report.state['reminding'] === true
  return {
    names: {
      deviceId: report.device as Thumbprint,
      machineId: null,
      installationId: null,
      serial: report.held?.serial ?? null,
      host: null,
    },
    source,
    seen: {
      capturedAt,
      remaining,
      activatedAt: null,
      grantedSeconds: null,
      upgradedAt: null,
      releaseBefore: null,
      releaseAfter: report.release.name,
    },
    capturedBy: 'text',
    // Our own devices remind by their licence, and say so: the 30 days of licence text are not theirs.
    state: isReminding ? 'reminding' : state,
    renewsItself: false,
    product: report.product,
    channel: null,
    extendedPid: null,
    facts: { release: report.release.ordinal, lease: report.held?.lease ?? null },
  }
}
