import { Type } from 'typebox'
import {
  CaseParams,
  EvidenceList,
  Version,
  WaitingOn,
  WorkText,
  caseActionNames,
  workListMax,
} from '../case-work-resources.ts'
import { Case } from '../desk-resources.ts'
import { MessageIdField, Moment, ProposalIdField, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed, orNull } from '../resources.ts'

/** What each action needs: docs/spec/case.md section 2. `consent` names the call or the message in which it was given. */
export const actOnCase = operation({
  name: 'actOnCase',
  method: 'POST',
  path: '/v1/cases/:case/actions',
  scope: 'desk:write',
  summary: 'Takes a step of the life of a case.',
  params: CaseParams,
  body: Type.Object(
    {
      version: Version,
      action: Type.Enum([...caseActionNames]),
      message: Type.Optional(MessageIdField),
      scope: Type.Optional(WorkText),
      definition: Type.Optional(WorkText),
      question: Type.Optional(WorkText),
      plan: Type.Optional(WorkText),
      on: Type.Optional(WaitingOn),
      what: Type.Optional(WorkText),
      resumeBy: Type.Optional(orNull(Moment)),
      result: Type.Optional(WorkText),
      evidence: Type.Optional(EvidenceList),
      consent: Type.Optional(
        Type.Object(
          {
            how: Type.Enum(['mail', 'call']),
            reference: Title,
            who: Type.Optional(Title),
            at: Type.Optional(Moment),
          },
          closed,
        ),
      ),
      accept: Type.Optional(
        Type.Object(
          { contradictions: Type.Array(ProposalIdField, { maxItems: workListMax }), reason: WorkText },
          closed,
        ),
      ),
      reason: Type.Optional(WorkText),
    },
    closed,
  ),
  response: Case,
  refusals: [
    'NOT_FOUND',
    'CASE_MERGED',
    'EDIT_OUTDATED',
    'PERSON_NEEDED',
    'CASE_STATE_WRONG',
    'CASE_FACTS_MISSING',
    'CASE_BLOCKED',
    'CASE_CONTRADICTED',
  ],
})
