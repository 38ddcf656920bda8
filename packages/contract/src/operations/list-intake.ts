import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { Intake, intakeStateNames } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { page } from '../resources.ts'

export const listIntake = operation({
  name: 'listIntake',
  method: 'GET',
  path: '/v1/mail/intake',
  scope: 'desk:read',
  summary: 'Lists mails that were taken in, the newest first.',
  query: Type.Object({ state: Type.Enum([...intakeStateNames]), ...paging }, { additionalProperties: false }),
  response: page(Intake),
  refusals: [],
})
