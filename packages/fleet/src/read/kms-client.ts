// The KMS client block of a licence. spec: reading §1
import type { KmsClient } from '../reading.ts'
import type { Fact, Field } from './fields.ts'
import type { FactReader } from './fact-reader.ts'
import { hideKeys } from './hide-keys.ts'
import { parseInterval } from './numbers.ts'
import { isAddressOfMachine, parseExtendedPid, parseGuid } from './shapes.ts'

const fields: readonly Field[] = [
  'kmsHeader',
  'cmid',
  'lookupDomain',
  'kmsRegistered',
  'kmsFromDns',
  'kmsNameMissing',
  'kmsIp',
  'kmsPid',
  'activationInterval',
  'renewalInterval',
  'cachingEnabled',
  'cachingDisabled',
]

export function buildKmsClient(facts: FactReader): KmsClient | null {
  if (!facts.has(...fields)) return null
  return {
    cmid: facts.read('cmid', 'kms.cmid', parseGuid),
    lookupDomain: facts.text('lookupDomain', 'kms.lookupDomain'),
    ...buildHost(facts),
    ip: facts.read('kmsIp', 'kms.ip', (text) => (isAddressOfMachine(text) ? text : null)),
    extendedPid: facts.read('kmsPid', 'kms.extendedPid', parseExtendedPid),
    activationIntervalMinutes: facts.read(
      'activationInterval',
      'kms.activationIntervalMinutes',
      parseInterval,
    ),
    renewalIntervalMinutes: facts.read('renewalInterval', 'kms.renewalIntervalMinutes', parseInterval),
    hostCaching:
      facts.read('cachingEnabled', 'kms.hostCaching', () => true) ??
      facts.read('cachingDisabled', 'kms.hostCaching', () => false),
  }
}

type Host = Pick<KmsClient, 'host' | 'port' | 'source'>

function buildHost(facts: FactReader): Host {
  const sources = [
    ['kmsRegistered', 'registered'],
    ['kmsFromDns', 'dns'],
  ] as const
  for (const [field, source] of sources) {
    const fact = facts.fact(field)
    if (fact !== undefined) return hostOf(facts, fact, source)
  }
  return { host: null, port: null, source: null }
}

/** Divided at the last colon. In a line that breaks off, a name is whole before its colon and a port never. */
function hostOf(facts: FactReader, fact: Fact, source: 'dns' | 'registered'): Host {
  const found = /^(.{1,300}):(\d{0,5})$/.exec(fact.raw)
  const host = found?.[1] ?? (fact.cut ? null : fact.raw)
  if (host === null || host === '') return { host: null, port: null, source: null }
  const port = found === null || fact.cut || found[2] === '' ? null : Number(found[2])
  facts.place('kms.host', fact)
  facts.place('kms.source', fact)
  if (port !== null) facts.place('kms.port', fact)
  return { host: hideKeys(host.trim()), port, source }
}
