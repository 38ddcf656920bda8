import { Type } from 'typebox'
import { Addressee, CaseItem, CaseParams, WorkText } from '../case-work-resources.ts'
import { MessageIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

export const addCaseRequest = operation({
  name: 'addCaseRequest',
  method: 'POST',
  path: '/v1/cases/:case/requests',
  scope: 'desk:write',
  summary: 'Records what one side asks of another.',
  params: CaseParams,
  body: Type.Object(
    {
      asker: Addressee,
      addressee: Addressee,
      question: WorkText,
      blocks: Type.Optional(Type.Boolean()),
      message: Type.Optional(orNull(MessageIdField)),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING'],
})
