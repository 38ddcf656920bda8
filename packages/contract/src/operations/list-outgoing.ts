import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { Outgoing, outgoingStateNames } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { page } from '../resources.ts'

export const listOutgoing = operation({
  name: 'listOutgoing',
  method: 'GET',
  path: '/v1/mail/outgoing',
  scope: 'desk:read',
  summary: 'Lists mails that go out, in the order in which they were queued.',
  query: Type.Object(
    { state: Type.Enum([...outgoingStateNames]), ...paging },
    { additionalProperties: false },
  ),
  response: page(Outgoing),
  refusals: [],
})
