import type { Instant } from '@holdfast/capabilities'
import type { Decided } from './decision.ts'
import type { DeviceRecord } from './device-record.ts'

/**
 * An administrator blocks a device key, or no longer (`null`). A blocked device gets no new lease; the one it has goes on,
 * its seat stays taken, and releasing it works. What is so already stays, with its first date and reason.
 */
export function decideDeviceBlock(
  device: DeviceRecord,
  block: { readonly now: Instant; readonly reason: string } | null,
): Decided {
  if ((device.blocked === null) === (block === null)) return { kind: 'decided', changes: [] }
  const blocked = block === null ? null : { since: block.now, reason: block.reason }
  return { kind: 'decided', changes: [{ kind: 'device-recorded', device: { ...device, blocked } }] }
}
