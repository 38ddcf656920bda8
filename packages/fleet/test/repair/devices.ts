// Defaults for everything, so that what a test sets is what it is about.
import { instant } from '@holdfast/capabilities/testing'
import type { SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { End } from '../../src/repair/end.ts'
import type { ForeignDevice, OwnDevice } from '../../src/repair/plan-device.ts'

export const now = instant('2026-03-01T08:30:00Z')
export const perpetual: End = { kind: 'perpetual' }
export const until = (text: string): End => ({ kind: 'until', until: instant(text) })

/** Perpetual by the books, until December on the device: entered wrongly, then corrected. */
export function anOwnDevice(set: Partial<OwnDevice> = {}): OwnDevice {
  return {
    kind: 'own',
    device: 'd'.repeat(64) as Thumbprint,
    name: 'desk-001',
    serial: '7K2M9-00000-00000' as SerialNumber,
    seat: { id: 'sea_1' as SeatId, state: 'taken' },
    held: held('2026-12-01T00:00:00Z'),
    generation: 1,
    licenceTerm: perpetual,
    renewal: { kind: 'granted', end: perpetual },
    activation: { kind: 'granted', end: perpetual },
    silentSeats: [],
    offline: false,
    gone: false,
    named: false,
    ...set,
  }
}

export function held(end: string | null, set: Partial<NonNullable<OwnDevice['held']>> = {}) {
  const ends = end === null ? perpetual : until(end)
  return { end: ends, term: ends, reminderDays: 30, generation: 1, confirmed: true, ...set }
}

export function aForeignDevice(set: Partial<ForeignDevice> = {}): ForeignDevice {
  return {
    kind: 'foreign',
    device: 'counter-3',
    name: 'counter-3',
    scheme: 'windows-kms-client',
    hasKey: true,
    licensed: true,
    end: {
      kind: 'within',
      span: { from: instant('2026-03-05T00:00:00Z'), to: instant('2026-03-06T00:00:00Z') },
    },
    ...set,
  }
}
