import type { Instant } from '@holdfast/capabilities'
import type { Refusal, Renewal, Term } from '@holdfast/lease'
import { renewalWindow } from './compose-lease.ts'
import { refuseBySeat, type RenewalRefusal } from './decide-renewal.ts'
import type { DeviceRecord } from './device-record.ts'
import type { Licence } from './licence.ts'
import { nextGeneration, refuseByGeneration } from './next-generation.ts'
import { refuseByBlock } from './refuse-by-block.ts'
import { refuseByLicence, type LicenceRefusal } from './refuse-by-licence.ts'
import type { Seat } from './seat.ts'

export type RenewalForeseen =
  { readonly kind: 'granted'; readonly term: Term; readonly renewal: Renewal } | Refusal<RenewalRefusal>

/**
 * What a renewal by this device would be answered at `now`, without a request: for previews. The books may know less than
 * the device brings, so the answer is a forecast; the renewal itself is decided as always.
 * A device that never told its release is judged as if it were covered.
 */
export function foreseeRenewal(facts: {
  readonly device: DeviceRecord
  readonly seat: Seat
  readonly licence: Licence
  readonly now: Instant
}): RenewalForeseen {
  const { device, seat, licence, now } = facts
  const { term } = licence
  if (term === null) throw new Error(`seat ${seat.id} has no licence with a resolved term`)
  const refused =
    refuseByBlock(device) ??
    refuseBySeat(seat) ??
    foreseeLicence(device, licence, now) ??
    refuseByGeneration(nextGeneration({ device, accepted: 0, held: null }))
  return refused ?? { kind: 'granted', term, renewal: renewalWindow(licence.renewal, now) }
}

/** Why the licence would grant nothing to the release that this device told last, or `null`. */
export function foreseeLicence(
  device: DeviceRecord,
  licence: Licence,
  now: Instant,
): Refusal<LicenceRefusal> | null {
  const term = licence.term ?? ({ kind: 'perpetual' } as const)
  const release = device.release ?? { name: 'unknown', ordinal: licence.releases[0]?.from ?? 0 }
  return refuseByLicence(licence, { term, release, now })
}
