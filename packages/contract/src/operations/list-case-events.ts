import { Type } from 'typebox'
import { CaseNamed, paging } from '../fields.ts'
import { CaseEvent } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCaseEvents = operation({
  name: 'listCaseEvents',
  method: 'GET',
  path: '/v1/cases/:case/events',
  scope: 'desk:read',
  summary: 'Lists what happened to a case, from the first.',
  params: Type.Object({ case: CaseNamed }, closed),
  query: Type.Object({ ...paging }, closed),
  response: page(CaseEvent),
  refusals: ['NOT_FOUND'],
})
