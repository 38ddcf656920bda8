import { Type } from 'typebox'
import { IntakeIdField } from '../fields.ts'
import { Intake } from '../mail-resources.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const replayIntake = operation({
  name: 'replayIntake',
  method: 'POST',
  path: '/v1/mail/intake/:intake/replay',
  scope: 'desk:write',
  summary: 'Sets a failed mail to be read again.',
  params: Type.Object({ intake: IntakeIdField }, closed),
  body: Type.Object({}, closed),
  response: Intake,
  refusals: ['NOT_FOUND', 'INTAKE_STATE_WRONG'],
})
