import { operations } from '@holdfast/contract'
import type { LicenceId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'

export const resumeLicence = endpoint(
  operations.resumeLicence,
  async ({ params, body }, caller, { store }) => {
    const licence = params.licence as LicenceId
    const resumed = await store.write(caller.actor, async (tx) => {
      const changed = await tx.resumeLicence(licence, caller.now)
      if (isRefusal(changed)) return changed
      await tx.note(
        { action: 'licence-resume-reason', subject: `licence:${licence}`, detail: { reason: body.reason } },
        caller.now,
      )
      return changed
    })
    return isRefusal(resumed) ? resumed : licenceWire(resumed)
  },
)
