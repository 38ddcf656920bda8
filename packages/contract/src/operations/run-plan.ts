import { Type } from 'typebox'
import { Nothing, PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'

/** Devices that changed since the preview are left alone and told as outdated. May be repeated. */
export const runPlan = operation({
  name: 'runPlan',
  method: 'POST',
  path: '/v1/plans/:plan/run',
  scope: 'fleet:write',
  summary: 'Starts the items of an approved plan: advice, seats given back, checklists handed out.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  body: Nothing,
  response: Plan,
  refusals: ['NOT_FOUND', 'PLAN_STATE_WRONG', 'PLAN_OUTDATED'],
})
