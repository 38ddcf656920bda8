import { Type } from 'typebox'
import { caseFields } from '../case-work-resources.ts'
import { Case } from '../desk-resources.ts'
import { Title } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

/** `source`: what opened it, in words or by id. `maySend` is true where nothing is said: nobody imported it. */
export const openCase = operation({
  name: 'openCase',
  method: 'POST',
  path: '/v1/cases',
  scope: 'desk:write',
  summary: 'Opens a case by hand: somebody telephoned, or a colleague asked.',
  body: Type.Object(
    { title: Title, source: Type.Optional(Title), ...caseFields, maySend: Type.Optional(Type.Boolean()) },
    closed,
  ),
  response: Case,
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
})
