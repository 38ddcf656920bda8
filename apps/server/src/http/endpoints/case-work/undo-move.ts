import { operations } from '@holdfast/contract'
import type { CaseMoveId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { moveBody } from '../../wire/case-work.ts'

export const undoMove = endpoint(operations.undoMove, async ({ params }, caller, { store }) => {
  const undone = await store.write(caller.actor, (tx) => tx.undoMove(params.move as CaseMoveId, caller.now))
  return isRefusal(undone) ? undone : moveBody(undone)
})
