import { Type } from 'typebox'
import { CustomerIdField, Days, MomentOrDate, planItemsMax, Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { Plan } from '../plan-resources.ts'
import { FindingId } from '../resources.ts'

/** At least one of `finding`, `customer`, `endsBefore` and `devices`; entries of `devices` as in a device list. spec: repair §7 */
export const makePlan = operation({
  name: 'makePlan',
  method: 'POST',
  path: '/v1/plans',
  scope: 'fleet:write',
  summary: 'Previews a plan of repair: for each device the cheapest remedy. Changes no device.',
  body: Type.Object(
    {
      title: Type.Optional(Title),
      finding: Type.Optional(FindingId),
      customer: Type.Optional(CustomerIdField),
      endsBefore: Type.Optional(MomentOrDate),
      devices: Type.Optional(
        Type.Array(Type.Unknown(), {
          minItems: 1,
          maxItems: planItemsMax,
          description: 'Texts (id, serial number or name) or objects, see docs/spec/repair.md section 7.',
        }),
      ),
      silentDays: Type.Optional(Days),
    },
    { additionalProperties: false },
  ),
  response: Plan,
  refusals: ['NOT_FOUND', 'PLAN_EMPTY', 'PLAN_TOO_LARGE'],
})
