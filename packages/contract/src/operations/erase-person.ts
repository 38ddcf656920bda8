import { Type } from 'typebox'
import { PersonErasure, PersonParams } from '../case-work-resources.ts'
import { Reason } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const erasePerson = operation({
  name: 'erasePerson',
  method: 'POST',
  path: '/v1/persons/:person/erasure',
  scope: 'desk:personal',
  summary: 'Erases a person for good.',
  params: PersonParams,
  body: Type.Object({ reason: Reason }, closed),
  response: PersonErasure,
  refusals: ['NOT_FOUND'],
})
