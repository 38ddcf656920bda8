import { Type } from 'typebox'
import { MessageIdField } from '../fields.ts'
import { CaseMessageDetail, RevealText } from '../desk-resources.ts'
import { closed } from '../resources.ts'
import { operation } from '../operation.ts'

export const showMessage = operation({
  name: 'showMessage',
  method: 'GET',
  path: '/v1/messages/:message',
  scope: 'desk:read',
  summary: 'Shows a message: its text with what can be folded, what it says, and why it lies in its case.',
  params: Type.Object({ message: MessageIdField }, closed),
  query: Type.Object({ reveal: Type.Optional(RevealText) }, closed),
  response: CaseMessageDetail,
  refusals: ['NOT_FOUND'],
})
