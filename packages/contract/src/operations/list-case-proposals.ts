import { Type } from 'typebox'
import { CaseNamed, paging } from '../fields.ts'
import { Proposal, RevealText } from '../desk-resources.ts'
import { closed, page } from '../resources.ts'
import { operation } from '../operation.ts'

export const listCaseProposals = operation({
  name: 'listCaseProposals',
  method: 'GET',
  path: '/v1/cases/:case/proposals',
  scope: 'desk:read',
  summary: 'Lists what the desk proposes in a case, with the words that led to it.',
  params: Type.Object({ case: CaseNamed }, closed),
  query: Type.Object({ reveal: Type.Optional(RevealText), ...paging }, closed),
  response: page(Proposal),
  refusals: ['NOT_FOUND'],
})
