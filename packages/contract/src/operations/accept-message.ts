import { Type } from 'typebox'
import { audienceNames } from '../desk-resources.ts'
import { MessageIdField } from '../fields.ts'
import { HeldMessage } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

/** `audience` absent: as it was judged. Its people take part in the case from then on. */
export const acceptMessage = operation({
  name: 'acceptMessage',
  method: 'POST',
  path: '/v1/messages/:message/acceptance',
  scope: 'desk:write',
  summary: 'Admits the sender of a message that waits: the message counts from now on.',
  params: Type.Object({ message: MessageIdField }, closed),
  body: Type.Object({ audience: Type.Optional(Type.Enum([...audienceNames])) }, closed),
  response: Type.Object({ ...HeldMessage.properties, held: orNull(HeldMessage.properties.held) }, closed),
  refusals: ['NOT_FOUND'],
})
