import { Type } from 'typebox'
import { ItemParams, SentDraft, Version } from '../case-work-resources.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const sendDraft = operation({
  name: 'sendDraft',
  method: 'POST',
  path: '/v1/drafts/:item/sending',
  scope: 'desk:write',
  summary: 'Checks a draft once more and queues it as a mail.',
  params: ItemParams,
  body: Type.Object({ version: Version }, closed),
  response: SentDraft,
  refusals: [
    'NOT_FOUND',
    'CASE_MERGED',
    'EDIT_OUTDATED',
    'CASE_ENTRY_STATE_WRONG',
    'PERSON_NEEDED',
    'CASE_SENDING_OFF',
    'CASE_FACTS_MISSING',
    'RECIPIENTS_MIXED',
    'CASE_TEXT_INCOMPLETE',
    'DRAFT_QUOTES_INNER',
    'MAIL_NOT_CONFIGURED',
    'MAIL_DRAFT_REFUSED',
  ],
})
