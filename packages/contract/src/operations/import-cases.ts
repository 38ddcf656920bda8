import { Type } from 'typebox'
import { CaseIdField, Count, CustomerIdField, SentFiles, Title } from '../fields.ts'
import { closed, Facts, orNull } from '../resources.ts'
import { operation } from '../operation.ts'

export const importCases = operation({
  name: 'importCases',
  method: 'POST',
  path: '/v1/cases/imports',
  scope: 'desk:write',
  summary:
    'Reads threads of mails into cases: exports as plain text, mailboxes, single mails. What was imported before is not stored again. A file that is refused stops no other.',
  body: Type.Object(
    {
      files: SentFiles,
      customer: Type.Optional(CustomerIdField),
    },
    closed,
  ),
  response: Type.Object(
    {
      cases: Type.Array(
        Type.Object(
          {
            files: Type.Array(Title),
            case: CaseIdField,
            number: Title,
            added: Type.Boolean({ description: 'false: the case was there before.' }),
            messages: Type.Object({ new: Count, known: Count }, closed),
            proposals: Type.Integer({ minimum: 0, description: 'New ones.' }),
            absent: Type.Integer({
              minimum: 0,
              description: 'Attachments that new messages name and nobody has.',
            }),
          },
          closed,
        ),
      ),
      refused: Type.Array(
        Type.Object(
          {
            file: Title,
            mail: orNull(Count),
            code: Type.String(),
            title: Type.String(),
            action: Type.String(),
            facts: Facts,
          },
          closed,
        ),
        { description: 'What could not be read; the first 100. `mail`: its place in a mailbox, from 1.' },
      ),
    },
    closed,
  ),
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'CASE_MERGED', 'EDIT_OUTDATED'],
})
