import { Type } from 'typebox'
import { CaseMove, CaseParams } from '../case-work-resources.ts'
import { CaseNamed } from '../fields.ts'
import { operation } from '../operation.ts'
import { closed } from '../resources.ts'

export const mergeCase = operation({
  name: 'mergeCase',
  method: 'POST',
  path: '/v1/cases/:case/merges',
  scope: 'desk:write',
  summary: 'Merges a case into another one.',
  params: CaseParams,
  body: Type.Object({ into: CaseNamed }, closed),
  response: CaseMove,
  refusals: ['NOT_FOUND', 'CASE_MERGED'],
})
