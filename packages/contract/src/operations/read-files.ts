import { Type } from 'typebox'
import { SentFiles, Title } from '../fields.ts'
import { operation } from '../operation.ts'

export const readFiles = operation({
  name: 'readFiles',
  method: 'POST',
  path: '/v1/readings',
  scope: 'fleet:read',
  summary: 'Reads files and tells what they say. Keeps nothing.',
  body: Type.Object(
    {
      files: SentFiles,
      places: Type.Optional(Type.Boolean({ description: 'With the place of every fact.' })),
    },
    { additionalProperties: false },
  ),
  response: Type.Object(
    {
      files: Type.Array(
        Type.Object(
          {
            name: Title,
            read: Type.Unknown({ description: 'As `holdfast read --json` prints it for one file.' }),
          },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  refusals: [],
})
