import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { CaseDeadline } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCaseDeadlines = operation({
  name: 'listCaseDeadlines',
  method: 'GET',
  path: '/v1/case-deadlines',
  scope: 'desk:read',
  summary:
    'Lists cases in which something is to be done by a moment, the earliest first; those that are late lead.',
  query: Type.Object({ ...paging }, closed),
  response: page(CaseDeadline),
  refusals: [],
})
