// Looks and captures with defaults for everything.
import type { Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { factsTextOfCapture, stateWithReminders, type Look } from '@holdfast/fleet'
import type { CustomerId } from '@holdfast/lease'
import type { NewCapture } from '../src/fleet-records.ts'

export const days = (count: number) => count * 86_400

export type LookChanges = {
  readonly host?: string | null
  readonly cmid?: string | null
  readonly installation?: string
  readonly serial?: string | null
  readonly deviceId?: string | null
  readonly source?: string
  /** `2021-01-15T09:00:00Z`; null where the capture does not say. */
  readonly at?: string | null
  readonly remainingSeconds?: number | null
  readonly state?: Look['state']
  readonly renewsItself?: boolean
  readonly facts?: Look['facts']
}

/** A licensed device that a text of 15 January 2021 shows, with 400 days left. */
export function makeLook(changes: LookChanges = {}): Look {
  const at = changes.at === undefined ? '2021-01-15T09:00:00Z' : changes.at
  const captured = at === null ? null : instant(at)
  const left = changes.remainingSeconds === undefined ? days(400) : changes.remainingSeconds
  const remaining = left === null ? null : { from: left, to: left + 60 }
  return {
    names: {
      deviceId: (changes.deviceId ?? null) as Look['names']['deviceId'],
      machineId: changes.cmid === undefined || changes.cmid === null ? null : `cmid:${changes.cmid}`,
      installationId: changes.installation ?? null,
      serial: changes.serial ?? null,
      host: changes.host ?? null,
    },
    source: changes.source ?? 'capture.txt',
    seen: {
      capturedAt: captured === null ? null : { from: captured, to: (captured + 1) as Instant },
      remaining,
      activatedAt: null,
      grantedSeconds: null,
      upgradedAt: null,
      releaseBefore: null,
      releaseAfter: null,
    },
    capturedBy: captured === null ? 'received' : 'text',
    state: stateWithReminders(changes.state === undefined ? 'licensed' : changes.state, remaining),
    renewsItself: changes.renewsItself ?? false,
    product: 'Windows(R), EnterpriseG edition',
    channel: 'VOLUME_KMSCLIENT',
    extendedPid: null,
    facts: changes.facts ?? {},
  }
}

export function captureOf(
  looks: readonly Look[],
  changes: {
    readonly customer?: CustomerId | null
    readonly source?: string
    readonly reading?: unknown
  } = {},
): NewCapture {
  const { customer = null, source = looks[0]?.source ?? 'capture.txt' } = changes
  const reading = changes.reading ?? { products: looks.map(({ state }) => ({ state })) }
  return {
    customer,
    source,
    kind: 'licence-text',
    capturedAt: looks[0]?.seen.capturedAt ?? null,
    capturedBy: looks[0]?.capturedBy ?? 'received',
    factsText: factsTextOfCapture({ customer, source, reading, looks }),
    reading: JSON.stringify(reading),
    looks,
  }
}
