import { formatInstant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'

export function refuseByBlock(device: DeviceRecord | null): Refusal<'DEVICE_BLOCKED'> | null {
  const blocked = device?.blocked ?? null
  if (blocked === null) return null
  return refuse('DEVICE_BLOCKED', { since: formatInstant(blocked.since), reason: blocked.reason })
}
