import { Type } from 'typebox'
import { Addressee, CaseItem, CaseParams, WorkText } from '../case-work-resources.ts'
import { MessageIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

export const addCaseQuestion = operation({
  name: 'addCaseQuestion',
  method: 'POST',
  path: '/v1/cases/:case/questions',
  scope: 'desk:write',
  summary: 'Records what nobody knows yet.',
  params: CaseParams,
  body: Type.Object(
    {
      question: WorkText,
      owner: Type.Optional(orNull(Addressee)),
      blocks: Type.Optional(Type.Boolean()),
      hindered: Type.Optional(WorkText),
      message: Type.Optional(orNull(MessageIdField)),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING'],
})
