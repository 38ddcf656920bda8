import { Type } from 'typebox'
import { PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'
import { Decision } from '../resources.ts'

export const closePlan = operation({
  name: 'closePlan',
  method: 'POST',
  path: '/v1/plans/:plan/close',
  scope: 'fleet:write',
  summary: 'Closes a plan for good and takes its advice to devices away.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  body: Decision,
  response: Plan,
  refusals: ['NOT_FOUND', 'PLAN_STATE_WRONG'],
})
