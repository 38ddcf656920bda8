import { Type } from 'typebox'
import { CaseMove, CaseParams, splitMessagesMax } from '../case-work-resources.ts'
import { MessageIdField, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const splitCase = operation({
  name: 'splitCase',
  method: 'POST',
  path: '/v1/cases/:case/splits',
  scope: 'desk:write',
  summary: 'Makes a new case of some messages of this one.',
  params: CaseParams,
  body: Type.Object(
    { title: Title, messages: Type.Array(MessageIdField, { minItems: 1, maxItems: splitMessagesMax }) },
    closed,
  ),
  response: CaseMove,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'ALREADY_EXISTS'],
})
