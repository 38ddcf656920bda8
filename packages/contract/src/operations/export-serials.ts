import { Type } from 'typebox'
import { Title } from '../fields.ts'
import { operation } from '../operation.ts'

export const exportSerials = operation({
  name: 'exportSerials',
  method: 'GET',
  path: '/v1/serials.csv',
  scope: 'orders:read',
  summary: 'Serial numbers as CSV, also of one order.',
  query: Type.Object({ order: Type.Optional(Title) }, { additionalProperties: false }),
  response: { text: 'text/csv', description: 'UTF-8 with byte order mark, CRLF, formulas neutralised.' },
  refusals: ['NOT_FOUND'],
})
