import { Type } from 'typebox'
import { Count } from '../fields.ts'
import { operation } from '../operation.ts'

/** Good rows are kept, bad ones reported with line and reason. */
export const importSerials = operation({
  name: 'importSerials',
  method: 'POST',
  path: '/v1/serials/import',
  scope: 'orders:write',
  summary: 'Adds serial numbers that exist already, for instance on printed labels.',
  body: {
    text: 'text/csv',
    description:
      'Columns serial and seats, and licence or order (with product where the order has several licences); others are ignored.',
  },
  response: Type.Object(
    {
      added: Count,
      unchanged: Count,
      refused: Type.Array(
        Type.Object(
          { line: Count, code: Type.String(), reason: Type.String() },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  refusals: ['ALREADY_EXISTS'],
})
