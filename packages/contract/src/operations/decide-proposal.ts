import { Type } from 'typebox'
import { ProposalIdField, Reason } from '../fields.ts'
import { decisionNames, Proposal } from '../desk-resources.ts'
import { closed } from '../resources.ts'
import { operation } from '../operation.ts'

export const decideProposal = operation({
  name: 'decideProposal',
  method: 'POST',
  path: '/v1/proposals/:proposal/decision',
  scope: 'desk:write',
  summary: 'Accepts or rejects a proposal. What was rejected is not proposed again.',
  params: Type.Object({ proposal: ProposalIdField }, closed),
  body: Type.Object({ decision: Type.Enum([...decisionNames]), reason: Type.Optional(Reason) }, closed),
  response: Proposal,
  refusals: ['NOT_FOUND'],
})
