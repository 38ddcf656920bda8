import { Type } from 'typebox'
import { NameField, SerialTyped, CustomerIdField, paging } from '../fields.ts'
import { operation } from '../operation.ts'
import { Device, page } from '../resources.ts'

export const listDevices = operation({
  name: 'listDevices',
  method: 'GET',
  path: '/v1/devices',
  scope: 'devices:read',
  summary: 'Lists devices, the last seen first, also of one product, serial number or customer.',
  query: Type.Object(
    {
      serial: Type.Optional(SerialTyped),
      customer: Type.Optional(CustomerIdField),
      product: Type.Optional(NameField),
      ...paging,
    },
    { additionalProperties: false },
  ),
  response: page(Device),
  refusals: ['SERIAL_MALFORMED'],
})
