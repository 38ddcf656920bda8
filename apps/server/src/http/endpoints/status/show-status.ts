import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'

export const showStatus = endpoint(operations.showStatus, async (_input, caller, { store, keys, about }) => {
  const counts = await store.read.counts()
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
    counts,
  }
})
