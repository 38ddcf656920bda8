// The host role as properties. spec: reading §8
import type { KmsHost, KmsRequests } from '../reading.ts'
import { parseTruth, parseUnsigned, type PropertyReader } from './properties.ts'

/** Of the service, and not of a licence. */
export const serviceNames = [
  'clientmachineid',
  'keymanagementservicehostcaching',
  'remainingwindowsrearmcount',
  'keymanagementservicelisteningport',
  'keymanagementservicednspublishing',
  'keymanagementservicelowpriority',
]

const requestNames = [
  ['keymanagementservicetotalrequests', 'total'],
  ['keymanagementservicefailedrequests', 'failed'],
  ['keymanagementserviceunlicensedrequests', 'unlicensed'],
  ['keymanagementservicelicensedrequests', 'licensed'],
  ['keymanagementserviceoobgracerequests', 'initialGrace'],
  ['keymanagementserviceootgracerequests', 'expiredOrHwidOutOfTolerance'],
  ['keymanagementservicenongenuinegracerequests', 'nonGenuineGrace'],
  ['keymanagementservicenotificationrequests', 'notification'],
] as const satisfies readonly (readonly [string, keyof KmsRequests])[]

export function kmsHostOf(from: PropertyReader, channel: string | null): { kmsHost?: KmsHost } {
  if (from.read('iskeymanagementservicemachine', 'kmsHost', parseTruth) !== true) return {}
  if (channel !== null && !channel.startsWith('VOLUME_KMS_')) return {}
  const lowPriority = from.read('keymanagementservicelowpriority', 'kmsHost.priority', parseTruth)
  const requests = requestNames.map(
    ([name, member]) => [member, from.read(name, `kmsHost.requests.${member}`, parseUnsigned)] as const,
  )
  return {
    kmsHost: {
      currentCount: from.read('keymanagementservicecurrentcount', 'kmsHost.currentCount', parseUnsigned),
      listeningPort: from.read('keymanagementservicelisteningport', 'kmsHost.listeningPort', parseUnsigned),
      dnsPublishing: from.read('keymanagementservicednspublishing', 'kmsHost.dnsPublishing', parseTruth),
      priority: lowPriority === null ? null : lowPriority ? 'low' : 'normal',
      requests: Object.fromEntries(requests) as { [member in keyof KmsRequests]: number | null },
    },
  }
}
