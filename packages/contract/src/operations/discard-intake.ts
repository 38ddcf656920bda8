import { Type } from 'typebox'
import { IntakeIdField } from '../fields.ts'
import { Intake } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const discardIntake = operation({
  name: 'discardIntake',
  method: 'POST',
  path: '/v1/mail/intake/:intake/discard',
  scope: 'desk:write',
  summary: 'Destroys the bytes of a failed mail, for good.',
  params: Type.Object({ intake: IntakeIdField }, closed),
  body: Type.Object({}, closed),
  response: Intake,
  refusals: ['NOT_FOUND', 'INTAKE_STATE_WRONG'],
})
