import { Type } from 'typebox'
import { Addressee, CaseItem, CaseParams, WorkText } from '../case-work-resources.ts'
import { MessageIdField, Moment } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

export const addCaseCommitment = operation({
  name: 'addCaseCommitment',
  method: 'POST',
  path: '/v1/cases/:case/commitments',
  scope: 'desk:write',
  summary: 'Records who owes what to whom, and by when.',
  params: CaseParams,
  body: Type.Object(
    {
      owner: Addressee,
      to: Addressee,
      what: WorkText,
      due: Type.Optional(orNull(Moment)),
      message: Type.Optional(orNull(MessageIdField)),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING'],
})
