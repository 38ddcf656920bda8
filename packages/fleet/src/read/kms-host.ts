// The KMS host block of a licence. spec: reading §1
import type { KmsHost, KmsRequests } from '../reading.ts'
import type { Field } from './fields.ts'
import type { FactReader } from './fact-reader.ts'
import { parseCount } from './numbers.ts'
import { findWord } from './words.ts'

const requestFields = [
  ['requestsTotal', 'total'],
  ['requestsFailed', 'failed'],
  ['requestsUnlicensed', 'unlicensed'],
  ['requestsLicensed', 'licensed'],
  ['requestsInitialGrace', 'initialGrace'],
  ['requestsExpired', 'expiredOrHwidOutOfTolerance'],
  ['requestsNonGenuine', 'nonGenuineGrace'],
  ['requestsNotification', 'notification'],
] as const satisfies readonly (readonly [Field, keyof KmsRequests])[]

const hostFields: readonly Field[] = [
  'hostHeader',
  'hostCount',
  'hostPort',
  'publishingEnabled',
  'publishingDisabled',
  'hostPriority',
]

export function buildKmsHost(facts: FactReader): { kmsHost?: KmsHost } {
  const hasRequests = facts.has('requestsHeader', ...requestFields.map(([field]) => field))
  if (!hasRequests && !facts.has(...hostFields)) return {}
  return {
    kmsHost: {
      currentCount: facts.read('hostCount', 'kmsHost.currentCount', parseCount),
      listeningPort: facts.read('hostPort', 'kmsHost.listeningPort', parseCount),
      dnsPublishing:
        facts.read('publishingEnabled', 'kmsHost.dnsPublishing', () => true) ??
        facts.read('publishingDisabled', 'kmsHost.dnsPublishing', () => false),
      priority: facts.read('hostPriority', 'kmsHost.priority', (text) => findWord('priority', text)),
      requests: hasRequests ? buildRequests(facts) : null,
    },
  }
}

function buildRequests(facts: FactReader): KmsRequests {
  const counts = requestFields.map(
    ([field, member]) => [member, facts.read(field, `kmsHost.requests.${member}`, parseCount)] as const,
  )
  return Object.fromEntries(counts) as { [member in keyof KmsRequests]: number | null }
}
