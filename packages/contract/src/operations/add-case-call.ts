import { Type } from 'typebox'
import {
  Addressee,
  CaseParams,
  RecordedCall,
  WorkText,
  WorkTexts,
  workListMax,
} from '../case-work-resources.ts'
import { Moment, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

export const addCaseCall = operation({
  name: 'addCaseCall',
  method: 'POST',
  path: '/v1/cases/:case/calls',
  scope: 'desk:write',
  summary: 'Records a call, and drafts the mail that confirms it.',
  params: CaseParams,
  body: Type.Object(
    {
      at: Moment,
      zone: Type.String({ maxLength: 64, description: 'IANA name' }),
      parties: Type.Array(Addressee, { maxItems: workListMax }),
      said: WorkText,
      agreed: Type.Optional(WorkTexts),
      consent: Type.Optional(orNull(Type.Object({ to: WorkText, who: Title }, closed))),
      language: Type.Optional(Type.Enum(['en', 'zh'])),
    },
    closed,
  ),
  response: RecordedCall,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING'],
})
