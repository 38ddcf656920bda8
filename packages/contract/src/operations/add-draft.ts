import { Type } from 'typebox'
import {
  Addresses,
  CaseItem,
  CaseParams,
  draftAudienceNames,
  draftTextCharsMax,
} from '../case-work-resources.ts'
import { MessageIdField, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

/** An artefact (docs/spec/case.md section 12) or a text. Without `to`, those who wrote last to this audience get it. */
export const addDraft = operation({
  name: 'addDraft',
  method: 'POST',
  path: '/v1/cases/:case/drafts',
  scope: 'desk:write',
  summary: 'Keeps a draft with what its check said; sends nothing.',
  params: CaseParams,
  body: Type.Object(
    {
      audience: Type.Enum([...draftAudienceNames]),
      language: Type.Enum(['en', 'zh']),
      artefact: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      subject: Type.Optional(Title),
      text: Type.Optional(Type.String({ maxLength: draftTextCharsMax })),
      replyTo: Type.Optional(MessageIdField),
      to: Type.Optional(Addresses),
      cc: Type.Optional(Addresses),
    },
    closed,
  ),
  response: CaseItem,
  refusals: ['NOT_FOUND', 'CASE_MERGED', 'PERSON_NEEDED'],
})
