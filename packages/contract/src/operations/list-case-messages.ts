import { Type } from 'typebox'
import { CaseNamed, paging } from '../fields.ts'
import { audienceNames, CaseMessage, RevealText } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCaseMessages = operation({
  name: 'listCaseMessages',
  method: 'GET',
  path: '/v1/cases/:case/messages',
  scope: 'desk:read',
  summary: 'Lists the messages of a case in their order, without their texts.',
  params: Type.Object({ case: CaseNamed }, closed),
  query: Type.Object(
    {
      audience: Type.Optional(Type.Enum([...audienceNames])),
      reveal: Type.Optional(RevealText),
      ...paging,
    },
    closed,
  ),
  response: page(CaseMessage),
  refusals: ['NOT_FOUND'],
})
