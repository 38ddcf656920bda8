import { PersonExport, PersonParams } from '../case-work-resources.ts'
import { Nothing } from '../fields.ts'
import { operation } from '../operation.ts'

export const exportPerson = operation({
  name: 'exportPerson',
  method: 'POST',
  path: '/v1/persons/:person/export',
  scope: 'desk:personal',
  summary: 'Gives everything that the books hold of a person.',
  params: PersonParams,
  body: Nothing,
  response: PersonExport,
  refusals: ['NOT_FOUND'],
})
