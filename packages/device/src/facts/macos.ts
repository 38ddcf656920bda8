import type { Facts } from '../device-licence.ts'
import { keepFacts, parseNetworkAddress } from './fact-value.ts'

/** One shell that prints the platform's expert device, the first network interface, the root volume and the processor. */
export const macosFactsCommand: readonly [string, ...string[]] = [
  '/bin/sh',
  '-c',
  '/usr/sbin/ioreg -rd1 -c IOPlatformExpertDevice; /usr/sbin/diskutil info /; /sbin/ifconfig en0; /usr/sbin/sysctl machdep.cpu.brand_string',
]

/** macOS has no board serial of its own: the machine's serial number stands there. */
export function parseMacosFacts(output: string): Facts {
  const first = (pattern: RegExp) => pattern.exec(output)?.[1] ?? null
  return keepFacts({
    'product-uuid': first(/"IOPlatformUUID"\s*=\s*"([^"]+)"/),
    'board-serial': first(/"IOPlatformSerialNumber"\s*=\s*"([^"]+)"/),
    'root-uuid': first(/^\s*Volume UUID:\s*(\S+)/m),
    'network-address': parseNetworkAddress(first(/^\s*ether\s+(\S+)/m) ?? ''),
    'cpu-model': first(/^machdep\.cpu\.brand_string:\s*(.+)$/m),
  })
}
