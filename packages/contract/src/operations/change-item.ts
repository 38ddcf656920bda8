import { Type } from 'typebox'
import { CaseItem, EvidenceList, ItemParams, Version, WorkText } from '../case-work-resources.ts'
import { MessageIdField, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

/** Actions of each kind: docs/spec/case.md section 5; of a call `confirm` with its message, of a draft `discard`. */
export const changeItem = operation({
  name: 'changeItem',
  method: 'POST',
  path: '/v1/items/:item/changes',
  scope: 'desk:write',
  summary: 'Answers, keeps, confirms, withdraws an entry of a case.',
  params: ItemParams,
  body: Type.Object(
    {
      version: Version,
      action: Type.String({ pattern: '^[a-z-]{1,32}$' }),
      text: Type.Optional(WorkText),
      open: Type.Optional(WorkText),
      reference: Type.Optional(orNull(Title)),
      reason: Type.Optional(WorkText),
      evidence: Type.Optional(EvidenceList),
      message: Type.Optional(MessageIdField),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'EDIT_OUTDATED', 'PERSON_NEEDED', 'CASE_FACTS_MISSING', 'CASE_ENTRY_STATE_WRONG'],
})
