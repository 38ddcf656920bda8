import { Type } from 'typebox'
import { PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'

/** `acceptedRisk` is needed where the plan gives seats back: their devices are not asked and may go on working. */
export const approvePlan = operation({
  name: 'approvePlan',
  method: 'POST',
  path: '/v1/plans/:plan/approve',
  scope: 'fleet:write',
  summary: 'Approves a previewed plan, so that it may run.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  body: Type.Object(
    { acceptedRisk: Type.Optional(Type.Literal('device-may-go-on')) },
    { additionalProperties: false },
  ),
  response: Plan,
  refusals: ['NOT_FOUND', 'PLAN_STATE_WRONG', 'PLAN_RISK_NOT_ACCEPTED'],
})
