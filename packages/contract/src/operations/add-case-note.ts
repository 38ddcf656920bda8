import { Type } from 'typebox'
import { CaseItem, CaseParams, WorkText } from '../case-work-resources.ts'
import { CaseItemIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

export const addCaseNote = operation({
  name: 'addCaseNote',
  method: 'POST',
  path: '/v1/cases/:case/notes',
  scope: 'desk:write',
  summary: 'Writes a note, a disagreement or a decision; it stays inside.',
  params: CaseParams,
  body: Type.Object(
    {
      kind: Type.Enum(['note', 'disagreement', 'decision']),
      text: WorkText,
      settles: Type.Optional(orNull(CaseItemIdField)),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING'],
})
