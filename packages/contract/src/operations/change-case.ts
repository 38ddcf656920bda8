import { Type } from 'typebox'
import { CaseParams, Version, caseFields } from '../case-work-resources.ts'
import { Case, linkKindNames } from '../desk-resources.ts'
import { Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

/** Links that one change decides. */
export const linksDecidedMax = 20

const LinkDecision = Type.Object(
  {
    kind: Type.Enum([...linkKindNames]),
    value: Title,
    certainty: Type.Enum(['confirmed', 'rejected']),
  },
  closed,
)

export const changeCase = operation({
  name: 'changeCase',
  method: 'POST',
  path: '/v1/cases/:case/changes',
  scope: 'desk:write',
  summary: 'Changes fields of a case on the version that the caller looked at.',
  params: CaseParams,
  body: Type.Object(
    {
      version: Version,
      title: Type.Optional(Title),
      ...caseFields,
      maySend: Type.Optional(Type.Boolean()),
      links: Type.Optional(
        Type.Array(LinkDecision, {
          maxItems: linksDecidedMax,
          description:
            'Links that a person adds, confirms or rejects; what was rejected is not proposed again. The other links stay.',
        }),
      ),
    },
    closed,
  ),
  response: Case,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'EDIT_OUTDATED', 'PERSON_NEEDED'],
})
