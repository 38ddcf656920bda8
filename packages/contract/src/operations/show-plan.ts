import { Type } from 'typebox'
import { PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'

export const showPlan = operation({
  name: 'showPlan',
  method: 'GET',
  path: '/v1/plans/:plan',
  scope: 'fleet:read',
  summary: 'A plan of repair and how its items stand.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  response: Plan,
  refusals: ['NOT_FOUND'],
})
