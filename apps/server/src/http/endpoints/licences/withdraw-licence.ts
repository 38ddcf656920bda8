import { operations } from '@holdfast/contract'
import type { LicenceId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'

export const withdrawLicence = endpoint(
  operations.withdrawLicence,
  async ({ params, body }, caller, { store }) => {
    const changed = await store.write(caller.actor, (tx) =>
      tx.withdrawLicence(params.licence as LicenceId, body.reason, caller.now),
    )
    return isRefusal(changed) ? changed : licenceWire(changed)
  },
)
