import { operation } from '../operation.ts'

/** The same decisions as online, block by block, in order. spec: activation-protocol §1 */
export const answerOffline = operation({
  name: 'answerOffline',
  method: 'POST',
  path: '/v1/offline',
  scope: 'offline:answer',
  summary: 'Answers a request file that came by mail, stick or paper.',
  body: {
    text: 'text/plain',
    description: 'Armoured text with REQUEST or RELEASE blocks and the waiting RECEIPT blocks.',
  },
  response: {
    text: 'text/plain',
    description:
      'Armoured text: the trust chain and the lease of each request, or a paragraph with the refusal.',
  },
  refusals: [
    'FORMAT_UNKNOWN',
    'ENVELOPE_TOO_LARGE',
    'ENVELOPE_MALFORMED',
    'ENVELOPE_TRUNCATED',
    'ENVELOPE_DAMAGED',
    'ENVELOPE_OTHER_KIND',
  ],
})
