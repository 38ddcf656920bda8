import { operations } from '@holdfast/contract'
import type { OutgoingMailId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { outgoingWire } from '../../wire/mail.ts'

export const repairOutgoing = endpoint(
  operations.repairOutgoing,
  async ({ params, body }, caller, { store, jobs }) => {
    const repaired = await store.write(caller.actor, (tx) =>
      tx.repairOutgoing(params.mail as OutgoingMailId, body.how, caller.now),
    )
    if (isRefusal(repaired)) return repaired
    jobs.mail?.mailQueued()
    return outgoingWire(repaired)
  },
)
