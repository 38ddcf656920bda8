import { Type } from 'typebox'
import { JudgedMessage, MessageParams } from '../case-work-resources.ts'
import { audienceNames, sideNames } from '../desk-resources.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const judgeMessage = operation({
  name: 'judgeMessage',
  method: 'POST',
  path: '/v1/messages/:message/judgement',
  scope: 'desk:write',
  summary: 'Says whom a message addresses and who wrote it, as a person knows it.',
  params: MessageParams,
  body: Type.Object(
    {
      audience: Type.Optional(Type.Enum([...audienceNames])),
      side: Type.Optional(Type.Enum([...sideNames])),
    },
    closed,
  ),
  response: JudgedMessage,
  refusals: ['NOT_FOUND'],
})
