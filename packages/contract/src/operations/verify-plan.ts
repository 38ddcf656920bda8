import { Type } from 'typebox'
import { Nothing, PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'

/** No step counts as done until an observation newer than the step shows it. spec: repair §5 */
export const verifyPlan = operation({
  name: 'verifyPlan',
  method: 'POST',
  path: '/v1/plans/:plan/verify',
  scope: 'fleet:write',
  summary: 'Looks for observations that prove the started items, and says what remains.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  body: Nothing,
  response: Plan,
  refusals: ['NOT_FOUND', 'PLAN_STATE_WRONG'],
})
