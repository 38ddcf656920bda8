import { Type } from 'typebox'
import { CaseNamed, CustomerIdField, NameField, paging } from '../fields.ts'
import { audienceNames, RevealText, SearchHit } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const searchDesk = operation({
  name: 'searchDesk',
  method: 'GET',
  path: '/v1/search',
  scope: 'desk:read',
  summary:
    'Searches cases, messages, texts of attachments, and orders and devices where the token may read them. docs/spec/search.md says what finds what.',
  query: Type.Object(
    {
      q: Type.String({ minLength: 1, maxLength: 400 }),
      kind: Type.Optional(Type.Enum(['case', 'message', 'attachment', 'item', 'order', 'device'])),
      audience: Type.Optional(Type.Enum([...audienceNames])),
      case: Type.Optional(CaseNamed),
      customer: Type.Optional(CustomerIdField),
      product: Type.Optional(NameField),
      reveal: Type.Optional(RevealText),
      ...paging,
    },
    closed,
  ),
  response: page(SearchHit),
  refusals: ['NOT_FOUND'],
})
