// A look with defaults for everything.
import type { Instant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import type { Look } from '../src/observe/look.ts'

export const day = 86_400

export type LookChanges = Partial<Omit<Look, 'seen'>> & {
  readonly at?: string | null
  readonly left?: { readonly from: number; readonly to: number } | null
  readonly seen?: Partial<Look['seen']>
}

export function makeLook(changes: LookChanges = {}): Look {
  const { at = '2021-01-15T08:55:41Z', left = leftDays(20), seen, ...others } = changes
  const from = at === null ? null : instant(at)
  return {
    names: { deviceId: null, machineId: 'cmid:a', installationId: null, serial: null, host: null },
    source: 'dlv.txt',
    capturedBy: 'text',
    state: 'licensed',
    renewsItself: false,
    product: 'Windows(R), EnterpriseG edition',
    channel: 'VOLUME_KMSCLIENT',
    extendedPid: null,
    facts: {},
    ...others,
    seen: {
      capturedAt: from === null ? null : { from, to: (from + 1) as Instant },
      remaining: left,
      activatedAt: null,
      grantedSeconds: null,
      upgradedAt: null,
      releaseBefore: null,
      releaseAfter: null,
      ...seen,
    },
  }
}

/** So many whole days, to the minute. */
export function leftDays(count: number) {
  return { from: count * day, to: count * day + 60 }
}

/** As a report of one of our own devices names it. */
export const ofOurs = {
  names: { deviceId: 'x' as never, machineId: null, installationId: null, serial: null, host: null },
}
