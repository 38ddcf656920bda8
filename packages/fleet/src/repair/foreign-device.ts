import type { Look, ObservedState } from '../observe/look.ts'
import type { ActivationScheme, ForeignDevice } from './plan-device.ts'
import { seenEndOf } from './sighting.ts'

/** A device of another maker's activation, as its newest look shows it. */
export function foreignDeviceOf(
  named: { readonly device: string; readonly name: string | null },
  look: Pick<Look, 'seen' | 'state' | 'renewsItself' | 'channel'>,
): ForeignDevice {
  return {
    kind: 'foreign',
    ...named,
    scheme: schemeOf(look),
    hasKey: null,
    licensed: licensedOf(look.state),
    end: seenEndOf(look),
  }
}

/** By the channel that licence text and product key name. */
function schemeOf({ channel, renewsItself }: Pick<Look, 'channel' | 'renewsItself'>): ActivationScheme {
  if (renewsItself) return 'windows-kms-client'
  if (channel === null) return 'other'
  if (/KMSCLIENT|GVLK/i.test(channel)) return 'windows-kms-client'
  if (/MAK/i.test(channel)) return 'windows-mak'
  if (/EVAL|TIMEBASED/i.test(channel)) return 'windows-evaluation'
  return /RETAIL|OEM/i.test(channel) ? 'windows-retail' : 'other'
}

/** In a grace period the machine works and is not licensed: it needs somebody. */
function licensedOf(state: ObservedState | null): boolean | null {
  return state === null ? null : state === 'licensed' || state === 'reminding'
}
