import { Type } from 'typebox'
import { paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { AuditRow, page } from '../resources.ts'

export const listAudit = operation({
  name: 'listAudit',
  method: 'GET',
  path: '/v1/audit',
  scope: 'audit:read',
  summary: 'Lists audit rows, the newest first, also of one subject.',
  query: Type.Object(
    { subject: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), ...paging },
    { additionalProperties: false },
  ),
  response: page(AuditRow),
  refusals: [],
})
