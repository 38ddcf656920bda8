import { operations } from '@holdfast/contract'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { findingWire } from '../../wire/finding.ts'

export const closeFinding = endpoint(operations.closeFinding, async ({ params, body }, caller, { store }) => {
  const closed = await store.write(caller.actor, async (tx) => {
    const changed = await tx.closeFinding(params.finding, caller.now)
    if (isRefusal(changed)) return changed
    const detail = { finding: params.finding, reason: body.reason }
    await tx.note({ action: 'finding-close-reason', subject: changed.subject, detail }, caller.now)
    return changed
  })
  return isRefusal(closed) ? closed : findingWire(closed)
})
