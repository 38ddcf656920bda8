import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan, planStateNames } from '../plan-resources.ts'
import { page } from '../resources.ts'

export const listPlans = operation({
  name: 'listPlans',
  method: 'GET',
  path: '/v1/plans',
  scope: 'fleet:read',
  summary: 'Lists plans of repair, the newest first.',
  query: Type.Object(
    { state: Type.Optional(Type.Enum([...planStateNames])), ...paging },
    { additionalProperties: false },
  ),
  response: page(Plan),
  refusals: [],
})
