import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { HeldMessage } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { closed, page } from '../resources.ts'

export const listHeld = operation({
  name: 'listHeld',
  method: 'GET',
  path: '/v1/mail/held',
  scope: 'desk:read',
  summary: 'Lists messages that wait until a person admits their senders, the oldest first.',
  query: Type.Object({ ...paging }, closed),
  response: page(HeldMessage),
  refusals: [],
})
