import { Type } from 'typebox'
import { CaseNamed } from '../fields.ts'
import { CaseDetail, RevealText } from '../desk-resources.ts'
import { closed } from '../resources.ts'
import { operation } from '../operation.ts'

export const showCase = operation({
  name: 'showCase',
  method: 'GET',
  path: '/v1/cases/:case',
  scope: 'desk:read',
  summary: 'Shows a case by number, token or id: what it is about, and who has to do something.',
  params: Type.Object({ case: CaseNamed }, closed),
  query: Type.Object({ reveal: Type.Optional(RevealText) }, closed),
  response: CaseDetail,
  refusals: ['NOT_FOUND'],
})
