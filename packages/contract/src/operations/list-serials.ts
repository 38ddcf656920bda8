import { Type } from 'typebox'
import { LicenceIdField, Title, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { SerialRow, page } from '../resources.ts'

export const listSerials = operation({
  name: 'listSerials',
  method: 'GET',
  path: '/v1/serials',
  scope: 'orders:read',
  summary: 'Lists serial numbers, also of one order, licence or customer.',
  query: Type.Object(
    { order: Type.Optional(Title), licence: Type.Optional(LicenceIdField), ...paging },
    { additionalProperties: false },
  ),
  response: page(SerialRow),
  refusals: ['NOT_FOUND'],
})
