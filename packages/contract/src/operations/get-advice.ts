import { Type } from 'typebox'
import { ThumbprintField } from '../fields.ts'
import { operation } from '../operation.ts'

/** Unsigned, and nothing depends on it; a device that is not known is answered like one without advice. spec: activation-protocol §11 */
export const getAdvice = operation({
  name: 'getAdvice',
  method: 'GET',
  path: '/v1/advice/:device',
  scope: null,
  summary: 'Whether a device should renew before it would by itself.',
  params: Type.Object({ device: ThumbprintField }, { additionalProperties: false }),
  response: Type.Object(
    {
      advice: Type.Union([
        Type.Object(
          {
            code: Type.String({ description: 'Why, for administrators: term-differs, ends-soon.' }),
            afterSeconds: Type.Integer({ minimum: 0, description: 'Renew in so many seconds; 0: now.' }),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ]),
      askAgainSeconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
    },
    { additionalProperties: false },
  ),
  refusals: [],
})
