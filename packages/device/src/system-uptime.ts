import { readFileSync } from 'node:fs'
import type { Uptime } from './device-licence.ts'

/**
 * Running time of this boot on Linux, sleep included: /proc/uptime counts CLOCK_BOOTTIME and does not follow the wall
 * clock. `null` on other systems: they name no boot, and uptime without a boot proves nothing.
 */
export function systemUptime(): Uptime | null {
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const seconds = Math.floor(Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]))
    if (!/^[0-9a-f-]{36}$/.test(bootId) || !Number.isSafeInteger(seconds) || seconds < 0) return null
    return { bootId, seconds }
  } catch {
    return null
  }
}
