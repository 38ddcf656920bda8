import { Type } from 'typebox'
import { CustomerIdField, NameField, paging, Title } from '../fields.ts'
import { Case, caseStateNames } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCases = operation({
  name: 'listCases',
  method: 'GET',
  path: '/v1/cases',
  scope: 'desk:read',
  summary: 'Lists cases, the newest change first.',
  query: Type.Object(
    {
      state: Type.Optional(Type.Enum([...caseStateNames])),
      owner: Type.Optional(Title),
      queue: Type.Optional(Title),
      customer: Type.Optional(CustomerIdField),
      product: Type.Optional(NameField),
      ...paging,
    },
    closed,
  ),
  response: page(Case),
  refusals: [],
})
