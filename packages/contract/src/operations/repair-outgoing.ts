import { Type } from 'typebox'
import { OutgoingIdField } from '../fields.ts'
import { Outgoing } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const repairOutgoing = operation({
  name: 'repairOutgoing',
  method: 'POST',
  path: '/v1/mail/outgoing/:mail/repair',
  scope: 'desk:write',
  summary: 'Says what became of a mail in doubt: sent again, or sent already.',
  params: Type.Object({ mail: OutgoingIdField }, closed),
  body: Type.Object({ how: Type.Enum(['resend', 'mark-sent']) }, closed),
  response: Outgoing,
  refusals: ['NOT_FOUND', 'OUTGOING_STATE_WRONG'],
})
