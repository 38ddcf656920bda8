import { Type } from 'typebox'
import { CaseMove, MessageParams } from '../case-work-resources.ts'
import { CaseNamed } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const moveMessage = operation({
  name: 'moveMessage',
  method: 'POST',
  path: '/v1/messages/:message/moves',
  scope: 'desk:write',
  summary: 'Moves a message to another case; with its tail, everything behind it too.',
  params: MessageParams,
  body: Type.Object({ to: CaseNamed, tail: Type.Optional(Type.Boolean()) }, closed),
  response: CaseMove,
  refusals: ['NOT_FOUND', 'CASE_MERGED'],
})
