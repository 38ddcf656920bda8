import { CaseMove, MoveParams } from '../case-work-resources.ts'
import { Nothing } from '../fields.ts'
import { operation } from '../operation.ts'

export const undoMove = operation({
  name: 'undoMove',
  method: 'POST',
  path: '/v1/moves/:move/undo',
  scope: 'desk:write',
  summary: 'Undoes a move, a merge or a split.',
  params: MoveParams,
  body: Nothing,
  response: CaseMove,
  refusals: ['NOT_FOUND', 'MOVE_OVERTAKEN'],
})
