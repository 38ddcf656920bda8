import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import type { Refusal } from '@holdfast/lease'
import { findSigningState } from '../../../signing-state.ts'
import { endpoint } from '../../endpoint.ts'

function factsWire(facts: Refusal['facts']) {
  const members = Object.entries(facts).map(
    ([name, fact]) => [name, typeof fact === 'object' && fact !== null ? [...fact] : fact] as const,
  )
  return Object.fromEntries(members)
}

export const showStatus = endpoint(operations.showStatus, async (_input, caller, services) => {
  const { store, keys, about } = services
  const counts = await store.read.counts()
  const signing = await findSigningState(services, caller.now)
  const { root } = keys.newest.roles
  return {
    product: 'holdfast' as const,
    version: about.version,
    address: about.address,
    engine: about.engine,
    now: formatInstant(caller.now),
    vendor: keys.newest.title,
    trustVersion: keys.newest.version,
    rootFingerprint: keys.rootFingerprint,
    rootThreshold: root.threshold,
    rootKeys: root.keys.length,
    keysEncrypted: about.keysEncrypted,
    signing: signing.kind === 'ready' ? signing : { ...signing, facts: factsWire(signing.facts) },
    counts,
  }
})
