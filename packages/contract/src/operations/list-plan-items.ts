import { Type } from 'typebox'
import { paging, PlanIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { itemStateNames, PlanItem } from '../plan-resources.ts'
import { page } from '../resources.ts'

export const listPlanItems = operation({
  name: 'listPlanItems',
  method: 'GET',
  path: '/v1/plans/:plan/items',
  scope: 'fleet:read',
  summary: 'The devices of a plan in the order of its preview, also of one state.',
  params: Type.Object({ plan: PlanIdField }, { additionalProperties: false }),
  query: Type.Object(
    { state: Type.Optional(Type.Enum([...itemStateNames])), ...paging },
    { additionalProperties: false },
  ),
  response: page(PlanItem),
  refusals: ['NOT_FOUND'],
})
