import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'

export const listUnconfirmed = endpoint(operations.listUnconfirmed, async ({ query }, caller, { store }) =>
  pageWire(await store.read.listUnconfirmed({}, pageOf(query)), (lease) => ({
    ...lease,
    issuedAt: formatInstant(lease.issuedAt),
    // A clock that was set back may show a lease of the future; it has no age yet.
    ageSeconds: Math.max(0, caller.now - lease.issuedAt),
  })),
)
