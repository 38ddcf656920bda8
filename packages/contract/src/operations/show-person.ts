import { PersonDetail, PersonParams } from '../case-work-resources.ts'
import { operation } from '../operation.ts'

export const showPerson = operation({
  name: 'showPerson',
  method: 'GET',
  path: '/v1/persons/:person',
  scope: 'desk:personal',
  summary: 'Shows a person; leaves a row in the audit.',
  params: PersonParams,
  response: PersonDetail,
  refusals: ['NOT_FOUND'],
})
