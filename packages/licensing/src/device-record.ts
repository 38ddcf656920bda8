import type { Instant } from '@holdfast/capabilities'
import type { Name, Release, Thumbprint } from '@holdfast/lease'

/**
 * One record per device key. A vault belongs to one product, so a key belongs to one too; should a key ask for a second
 * product all the same, nothing is refused for it: the record stays with the first, its block counts for both, and a
 * finding says so.
 */
export type DeviceRecord = {
  readonly id: Thumbprint
  readonly product: Name
  readonly publicRaw: Uint8Array
  /** As the device calls itself; testimony. */
  readonly name: string | null
  readonly release: Release | null
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly blocked: null | { readonly since: Instant; readonly reason: string }
  /** The highest generation issued to this device key, over all its seats. spec: activation-protocol §3 */
  readonly generation: number
  /** The highest sequence of its granted requests, 0 if none. spec: activation-protocol §2 */
  readonly requestSequence: number
  /** The highest sequence of its recorded releases, 0 if none. */
  readonly releaseSequence: number
}
