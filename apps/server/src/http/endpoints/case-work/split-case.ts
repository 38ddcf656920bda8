import { operations } from '@holdfast/contract'
import { makeCaseId, makeCaseMoveId, type CaseMessageId } from '@holdfast/lease'
import { findOpenCase } from '../../../desk/find-case.ts'
import { entryOfCase } from '../../../desk/search-entries.ts'
import { makeCase } from '../../../desk/work/open-case.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { moveBody } from '../../wire/case-work.ts'

/** The new case has customer, product, severity, owner and queue of the old one, and may send where that may. */
export const splitCase = endpoint(operations.splitCase, async ({ params, body }, caller, services) => {
  const { store, entropy, desk } = services
  const ids = { move: makeCaseMoveId(caller.now, entropy), case: makeCaseId(caller.now, entropy) }
  const split = await store.write(caller.actor, async (tx) => {
    const from = await findOpenCase(tx.read, params.case)
    if (isRefusal(from)) return from
    const { customer, product, owner, queue, maySend } = from
    const made = await makeCase(
      tx,
      { desk, entropy, id: ids.case },
      {
        ...{ customer, product, owner, queue, maySend, title: body.title },
        severity: from.severity ?? 'normal',
        source: body.messages[0] ?? '',
        watchers: await tx.read.listWatchers(from.id),
      },
      caller.now,
    )
    const messages = body.messages as CaseMessageId[]
    const moved = await tx.splitCase({ id: ids.move, from: from.id, to: made, messages }, caller.now)
    if (!isRefusal(moved)) await tx.putSearchEntries([entryOfCase(made, caller.now)])
    return moved
  })
  return isRefusal(split) ? split : moveBody(split)
})
