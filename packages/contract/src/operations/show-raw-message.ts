import { Type } from 'typebox'
import { MessageIdField } from '../fields.ts'
import { closed } from '../resources.ts'
import { operation } from '../operation.ts'

export const showRawMessage = operation({
  name: 'showRawMessage',
  method: 'GET',
  path: '/v1/messages/:message/raw',
  scope: 'desk:personal',
  summary: 'The mail as it came, byte for byte; recorded in the audit.',
  params: Type.Object({ message: MessageIdField }, closed),
  response: Type.Object(
    {
      message: MessageIdField,
      bytes: Type.Integer({ minimum: 0 }),
      hash: Type.String({ description: 'SHA-256, hexadecimal.' }),
      contentBase64: Type.String(),
    },
    closed,
  ),
  refusals: ['NOT_FOUND', 'MESSAGE_ERASED', 'MESSAGE_SEALED'],
})
