import { Type } from 'typebox'
import { CustomerIdField } from '../fields.ts'
import { operation } from '../operation.ts'
import { Customer } from '../resources.ts'

export const showCustomer = operation({
  name: 'showCustomer',
  method: 'GET',
  path: '/v1/customers/:customer',
  scope: 'orders:read',
  summary: 'A customer.',
  params: Type.Object({ customer: CustomerIdField }, { additionalProperties: false }),
  response: Customer,
  refusals: ['NOT_FOUND'],
})
