import { CaseParams, CaseWork } from '../case-work-resources.ts'
import { operation } from '../operation.ts'

export const showCaseWork = operation({
  name: 'showCaseWork',
  method: 'GET',
  path: '/v1/cases/:case/work',
  scope: 'desk:read',
  summary: 'Shows what is open in a case, what can be done, who has the ball, and how long it took.',
  params: CaseParams,
  response: CaseWork,
  refusals: ['NOT_FOUND'],
})
