import { Type } from 'typebox'
import { CaptureIdField, Count, CustomerIdField, MomentOrDate, SentFiles, Title } from '../fields.ts'
import { Facts } from '../resources.ts'
import { operation } from '../operation.ts'

export const addCaptures = operation({
  name: 'addCaptures',
  method: 'POST',
  path: '/v1/captures',
  scope: 'fleet:write',
  summary:
    'Reads files and keeps what they say of devices. Each file is judged by its content; a bad one stops no other.',
  body: Type.Object(
    {
      files: SentFiles,
      customer: Type.Optional(CustomerIdField),
      capturedAt: Type.Optional(MomentOrDate),
      zone: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'IANA name; in which the local clocks of captures are read. UTC where absent.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: Type.Object(
    {
      files: Type.Array(
        Type.Object(
          {
            name: Title,
            captures: Count,
            known: Count,
            observations: Count,
            unmatched: Count,
            ids: Type.Array(CaptureIdField, {
              description: 'The captures, known ones too; the first 100.',
            }),
            refused: Type.Array(
              Type.Object(
                {
                  inside: Type.Union([Type.String(), Type.Null()]),
                  line: Type.Union([Count, Type.Null()]),
                  code: Type.String(),
                  title: Type.String(),
                  action: Type.String(),
                  facts: Facts,
                },
                { additionalProperties: false },
              ),
              { description: 'What could not be read, with its place; the first 100.' },
            ),
          },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  refusals: ['NOT_FOUND'],
})
