import { Type } from 'typebox'
import { SignedTitle } from '../fields.ts'
import { operation } from '../operation.ts'
import { Customer } from '../resources.ts'

export const addCustomer = operation({
  name: 'addCustomer',
  method: 'POST',
  path: '/v1/customers',
  scope: 'orders:write',
  summary: 'Adds a customer.',
  body: Type.Object({ name: SignedTitle }, { additionalProperties: false }),
  response: Customer,
  refusals: ['ALREADY_EXISTS'],
})
